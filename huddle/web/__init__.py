"""HTTP plumbing with no feature in it: access, the write contract, headers, errors, templates."""
