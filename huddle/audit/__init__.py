"""Who changed what and when, append-only: ids and words of our own, never free text or names.

The trail is for investigation. What a page shows of the past is read from the feature's own events.
"""
