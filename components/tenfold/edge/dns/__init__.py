"""Hosted zones and their records."""
