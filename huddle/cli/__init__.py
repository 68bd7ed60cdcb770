"""The command `huddle`: set up, serve, roll up, run the scheduler."""

from huddle.cli.commands import main

__all__ = ["main"]
