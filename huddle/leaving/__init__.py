"""Leaving late: how often in a month people of a unit left after their shift was over, and why most often.

A number for each unit, month and reason. Nothing here knows who or on which day. See docs/glossary.md.
"""
