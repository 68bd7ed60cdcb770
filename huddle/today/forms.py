"""Forms at the end of a shift."""

from __future__ import annotations

from huddle.actions.forms import HandOverForm


class GiveForm(HandOverForm):
    """Whoever is in charge takes this promise on."""

    form_name = "action-item.give"

    @property
    def html_id(self) -> str:
        """One for each promise on the page."""
        return f"{self.page_id()}-{self.object_id}"
