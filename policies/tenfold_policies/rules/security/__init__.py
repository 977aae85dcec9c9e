"""What a stack keeps to itself."""
