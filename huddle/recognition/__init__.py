"""Recognition ("thanks" on screen): what helped, said to a role or to the team, kept as learning.

It names roles, never people, and nobody counts who was thanked how often. See docs/glossary.md.
"""
