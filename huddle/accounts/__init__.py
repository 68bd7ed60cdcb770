"""People, how they sign in, their sessions, and the tablets they share.

A session is a row: it can be locked, revoked and counted. Cookies carry a random token whose hash is stored.
A PIN is worth nothing away from an enrolled tablet.
"""
