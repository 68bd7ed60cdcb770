"""An action item: what one person promised to do, and by when. Its first date is kept for ever.

Life of a quick fix: open, then done, or dropped with a reason. Where it came from is a kind and an id, so this
package knows nothing of those who raise items. See docs/glossary.md.
"""
