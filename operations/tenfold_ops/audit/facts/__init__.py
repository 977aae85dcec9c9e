"""What AWS tells of an account's resources, one module for each part of an audit. Only reads."""
