"""How our huddles go: the measures U1 to U13 of one unit, counted from what its huddles and concerns left behind."""
