"""The shell around each page."""

from __future__ import annotations

from uuid import UUID

from huddle.web.templating import Shell


def make_shell(unit_id: UUID | None) -> Shell:
    return Shell()
