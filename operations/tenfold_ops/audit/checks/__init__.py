"""What counts as waste: one pure function a kind, from facts to findings."""
