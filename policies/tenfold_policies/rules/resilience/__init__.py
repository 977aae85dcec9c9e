"""What a stack survives."""
