"""Erin, who works on no unit: the second person of a list whose first one a test is about."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.db import db
from tests.support.ward import Ward


def erin(ward: Ward) -> UUID:
    """Her id; she comes when she is asked for. Inside a transaction."""
    found = db.session.execute(select(User.id).where(User.username == "erin")).scalar_one_or_none()
    if found is None:
        found = uuid4()
        db.session.add(User(id=found, username="erin", name="Erin Else", created_at=ward.now - timedelta(days=300)))
        db.session.flush()
    return found
