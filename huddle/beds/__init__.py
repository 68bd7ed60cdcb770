"""Beds of a unit: which there are, and who has which of them for the shift that runs. A bed is where, never who.

To have a bed makes nobody responsible for the patient in it: acknowledging a handoff does. See docs/glossary.md.
"""
