"""PINs and passwords for the cast."""

from __future__ import annotations

from typing import Any

from huddle.accounts import queries, service
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

PIN = "274918"
OTHER_PIN = "583102"
PASSWORD = "seven grey herons"
WRONG = "111112"


def give_pin(ward: Ward, person: Actor, pin: str = PIN) -> None:
    with transaction():
        service.set_pin(queries.person(person.person_id), pin=pin, actor=Actor.system("test"), now=ward.now)


def give_password(ward: Ward, person: Actor, password: str = PASSWORD) -> None:
    with transaction():
        service.set_password(
            queries.person(person.person_id), password=password, actor=Actor.system("test"), now=ward.now
        )


def enter_pin(client: CarefulClient, person: Actor, pin: str = PIN, **more: Any) -> Page:
    """Tap the name, type the PIN."""
    return client.submit(f"/tablet/people/{person.user_id}", pin=pin, **more)


def sign_in(client: CarefulClient, username: str, password: str = PASSWORD, *, page: str = "/sign-in") -> Page:
    return client.submit(page, "/sign-in", username=username, password=password)
