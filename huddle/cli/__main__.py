"""`python -m huddle.cli`: the same as `huddle`."""

from huddle.cli import main

if __name__ == "__main__":
    main()
