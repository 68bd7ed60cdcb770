"""Huddles above the unit: a service or a site answers what its units escalated."""
