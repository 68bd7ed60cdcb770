"""What a policy answers: yes, or no with a sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass

from huddle.core.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when allowed. One decision raises, hides and explains."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise NotPermitted with the reason unless allowed."""
        if self.reason:
            raise NotPermitted(self.reason)


ALLOW = Decision()


def deny(reason: str) -> Decision:
    """Refuse, with a sentence a nurse understands."""
    return Decision(reason)
