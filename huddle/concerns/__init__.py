"""A concern: something that somebody on the unit saw, said at any hour, never left without an answer.

Life: open, answered, closed. It closes only when whoever raised it has been told. See docs/glossary.md.
"""
