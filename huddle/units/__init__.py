"""Organisation, sites, services, units, their shifts, and who works where."""
