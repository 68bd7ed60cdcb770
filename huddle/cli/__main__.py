"""`python -m huddle.cli`: the same as `huddle`."""

from huddle.cli import main

main()
