"""Who may read the figures of several units, and take figures and lists out of Huddle."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor, OrgRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.reports.rules.exporting import What

READERS = frozenset({OrgRole.QUALITY, OrgRole.EXECUTIVE})


def can_read_all(actor: Actor) -> Decision:
    """Those who read published figures of every unit."""
    if actor.org_role in READERS:
        return ALLOW
    return deny("Only the quality and executive roles read the figures of all units. You see those of your own units.")


def can_export(actor: Actor, unit_id: UUID, what: What) -> Decision:
    """Figures: whoever may read them. The list, which holds what people wrote: a charge nurse or the manager."""
    if what is What.ITEMS and not actor.leads(unit_id):
        return deny("Only a charge nurse or the manager of this unit can take its action items out of Huddle.")
    if actor.works_on(unit_id) or actor.org_role in READERS:
        return ALLOW
    return deny("Only people who read these figures can take them out of Huddle.")
