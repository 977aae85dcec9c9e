"""The ``tenfold`` command."""
