"""The rules, by domain: one in each module."""
