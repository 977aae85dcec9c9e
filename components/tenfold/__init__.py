"""Tenfold: Pulumi components for AWS that a company grows into tenfold without rebuilding."""
