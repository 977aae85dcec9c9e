"""What a stack spends and need not."""
