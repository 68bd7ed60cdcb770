"""Values and plumbing with no feature in it."""
