"""A review: four questions that a team asks after something happened, good or bad, to learn from it.

Life: draft, published. A draft is seen by its facilitator and the leaders; a published one by the whole unit.
It is locked then, and notes may be added. See docs/glossary.md.
"""
