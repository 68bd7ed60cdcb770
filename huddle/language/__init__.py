"""Wording help for learning texts: advises, and never blocks, stores, logs or counts (docs/wording.md)."""

from huddle.language.advice import Kind, Level
from huddle.language.checking import Finding, check

__all__ = ["Finding", "Kind", "Level", "check"]
