"""Parts that several components are made of. Each module loads no more of the SDK than it needs."""
