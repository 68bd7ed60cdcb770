"""A huddle: ten minutes at the start of a shift, around the unit's tablet, in which nothing is decided by a form.

One for each shift that runs, opened by anyone on the unit: look back, who is here, watchers, concerns, thanks,
close. A slot nobody opened is missed, and asks why without blame. Extra huddles may be opened at any time.
See docs/glossary.md.
"""
