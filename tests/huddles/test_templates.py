"""What a unit asks in its huddles: rules, versions, and the page on which it is changed."""

from __future__ import annotations

from typing import Any

import pytest

from huddle.core.errors import NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles import rules, service
from huddle.huddles.models import HuddleTemplate
from huddle.huddles.queries import templates
from huddle.huddles.queries.agenda import agenda, steps_of
from huddle.huddles.rules import DEFAULTS, HuddleKind, NoteName, Step, StepPlan
from tests.huddles.support import base, closed, filled, live, opened
from tests.support.ward import Ward

SHIFT = HuddleKind.SCHEDULED
FORM = "huddle-template-form"


def saved(ward: Ward, plan: rules.Plan, begun_on: int = 0, *, names_on: bool = False) -> HuddleTemplate:
    with transaction():
        return service.save_template(
            ward.unit_id, SHIFT, plan, names_on=names_on, begun_on=begun_on, actor=ward.alice, now=ward.now
        )


def with_on(*steps: Step) -> rules.Plan:
    return tuple(StepPlan(line.step, line.step in steps, line.minutes) for line in DEFAULTS[SHIFT])


def test_the_shift_huddle_begins_with_the_five_steps_of_ten_minutes() -> None:
    on = [line.step for line in DEFAULTS[SHIFT] if line.on]
    assert on == [Step.LOOK_BACK, Step.STAFFING, Step.WATCHERS, Step.CONCERNS, Step.THANKS]
    assert rules.budget(DEFAULTS[SHIFT]) == 10
    assert {rules.budget(DEFAULTS[kind]) for kind in HuddleKind if kind is not SHIFT} == {5}


@pytest.mark.parametrize("kind", HuddleKind)
def test_a_plan_is_read_as_it_was_stored(kind: HuddleKind) -> None:
    rules.require_plan(kind, DEFAULTS[kind])
    assert rules.read_plan(kind, rules.stored(DEFAULTS[kind])) == DEFAULTS[kind]


def test_a_step_that_is_new_to_a_stored_plan_stands_at_its_end_and_is_off() -> None:
    row = rules.stored(DEFAULTS[SHIFT])
    row["steps"] = [line for line in row["steps"] if line["step"] != Step.LOOK_BACK]
    row["steps"].append({"step": "what-changed", "on": True, "minutes": 1, "question": ""})
    plan = rules.read_plan(SHIFT, row)
    assert plan[-1] == StepPlan(Step.LOOK_BACK, False, 2)
    assert Step.CHANGE not in {line.step for line in plan}


def test_a_step_moves_by_one_place_and_stays_at_the_ends() -> None:
    plan = DEFAULTS[SHIFT]
    assert [line.step for line in rules.moved(plan, Step.STAFFING, up=True)][:2] == [Step.STAFFING, Step.LOOK_BACK]
    assert rules.moved(plan, Step.LOOK_BACK, up=True) == plan
    assert rules.moved(plan, Step.PLUS_DELTA, up=False) == plan


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (with_on(), "at least one"),
        (DEFAULTS[SHIFT][1:], "steps have changed"),
        ((*DEFAULTS[SHIFT][1:], StepPlan(Step.LOOK_BACK, True, 0)), "between 1 and 30"),
        ((*DEFAULTS[SHIFT][1:], StepPlan(Step.LOOK_BACK, True, 31)), "between 1 and 30"),
        ((*DEFAULTS[SHIFT][1:], StepPlan(Step.LOOK_BACK, True, 1, "x" * 121)), "at most 120"),
    ],
)
def test_a_plan_that_cannot_be_talked_through_is_refused(plan: rules.Plan, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        rules.require_plan(SHIFT, plan)


def test_the_circle_goes_on_in_a_step_until_it_is_done_and_then_in_the_next() -> None:
    asked = {"watchers": True}
    back = rules.step_state(Step.LOOK_BACK, count=2, left=1, asked={})
    watchers = rules.step_state(Step.WATCHERS, count=0, left=0, asked=asked)
    thanks = rules.step_state(Step.THANKS, count=0, left=0, asked={})
    states = [back, watchers, thanks]
    assert (back.left, watchers.left) == (1, 0)
    assert rules.next_place(states, Step.LOOK_BACK) is Step.LOOK_BACK
    assert rules.next_place(states, Step.WATCHERS) is Step.THANKS
    assert rules.next_place([watchers], Step.WATCHERS) is None
    assert rules.next_place([back, watchers], Step.WATCHERS) is Step.LOOK_BACK


def test_a_huddle_keeps_the_template_that_it_was_opened_with(ward: Ward) -> None:
    huddle = opened(ward)
    first = [line.step for line in agenda(huddle, ward.now).plan]
    saved(ward, with_on(Step.WATCHERS, Step.CENSUS), begun_on=1)
    assert [line.step for line in agenda(huddle, ward.now).plan] == first
    closed(ward, huddle)
    ward.clock.set(ward.now.replace(hour=19))
    assert [line.step for line in agenda(opened(ward), ward.now).plan] == [Step.CENSUS, Step.WATCHERS]
    assert [line.step for line in agenda(huddle, ward.now).plan] == first


def test_every_change_is_a_version_and_no_change_is_none(ward: Ward) -> None:
    first = saved(ward, with_on(Step.WATCHERS))
    assert saved(ward, with_on(Step.WATCHERS), begun_on=1).id == first.id
    assert saved(ward, with_on(Step.THANKS), begun_on=1).number == 2
    assert saved(ward, with_on(Step.THANKS), begun_on=2, names_on=True).number == 3


def test_two_who_change_it_at_once_do_not_overwrite_each_other(ward: Ward) -> None:
    saved(ward, with_on(Step.WATCHERS))
    with pytest.raises(RuleBroken, match="A colleague has saved"):
        saved(ward, with_on(Step.THANKS), begun_on=0)
    found = templates.newest(ward.unit_id, SHIFT)
    assert found is not None
    assert found.number == 1


def test_those_who_lead_and_administrators_say_what_the_huddle_asks(ward: Ward) -> None:
    number = 0
    for actor in (ward.alice, ward.maria, ward.dana):
        plan = with_on(Step.WATCHERS, *list(Step)[: number + 1])
        with transaction():
            made = service.save_template(
                ward.unit_id, SHIFT, plan, names_on=False, begun_on=number, actor=actor, now=ward.now
            )
        number = made.number
    for actor in (ward.bob, ward.charlie, ward.quinn):
        with pytest.raises(NotPermitted), transaction():
            service.save_template(
                ward.unit_id, SHIFT, with_on(Step.THANKS), names_on=False, begun_on=number, actor=actor, now=ward.now
            )
    assert templates.newest(ward.other_unit_id, SHIFT) is None


def test_keep_and_change_is_asked_once_a_week(ward: Ward) -> None:
    saved(ward, with_on(Step.THANKS, Step.PLUS_DELTA))
    first = opened(ward)
    with transaction():
        service.note(first, name=NoteName.KEEP, text="The speaking order", actor=ward.bob, now=ward.now)
    closed(ward, first)
    assert Step.PLUS_DELTA in {line.step for line in steps_of(first)[0]}
    ward.clock.set(ward.now.replace(day=20))
    following = opened(ward)
    assert Step.PLUS_DELTA not in {line.step for line in steps_of(following)[0]}
    closed(ward, following)
    ward.clock.set(ward.now.replace(day=24))
    assert Step.PLUS_DELTA in {line.step for line in steps_of(opened(ward))[0]}


def address(ward: Ward, kind: str = "scheduled") -> str:
    return f"{base(ward)}/templates/{kind}"


def test_the_page_saves_what_was_ticked_and_asks_it_next_time(ward: Ward) -> None:
    client, url = ward.client(ward.alice), address(ward)
    page = client.get(url)
    data: dict[str, Any] = filled(page, FORM) | {
        "steps-0-question": "What went wrong yesterday?",
        "steps-0-minutes": "3",
    }
    data["steps-2-on"] = "y"
    assert client.post(url, data).location == url
    after = client.get(url)
    assert "12 min" in after.text
    assert "What went wrong yesterday?" in after.text
    shown = ward.client(ward.bob).get(live(ward, opened(ward)))
    assert shown.find("section", id="step-beds")
    [timer] = [found for found in shown.find("p", role="timer")]
    assert timer.get("data-budget-seconds") == "720"


def test_a_button_moves_its_step_and_keeps_what_was_typed(ward: Ward) -> None:
    client, url = ward.client(ward.maria), address(ward, "mid_shift_check")
    data = filled(client.get(url), FORM, move="watchers:up") | {"steps-2-question": "What do we fix now?"}
    assert client.post(url, data).status == 303
    found = templates.newest(ward.unit_id, HuddleKind.MID_SHIFT)
    assert found is not None
    assert [line.step for line in found.plan][:3] == [Step.WATCHERS, Step.STAFFING, Step.CONCERNS]
    assert found.plan[2].question == "What do we fix now?"


def test_a_colleagues_version_is_not_overwritten_and_the_typed_one_stays(ward: Ward) -> None:
    alice, maria, url = ward.client(ward.alice), ward.client(ward.maria), address(ward)
    late = filled(maria.get(url), FORM) | {"steps-0-question": "Late words"}
    assert alice.post(url, filled(alice.get(url), FORM) | {"steps-0-minutes": "4"}).status == 303
    page = maria.post(url, late)
    assert page.status == 409
    assert "A colleague has saved another version" in page.text
    assert "Late words" in page.body
    assert maria.post(url, filled(page, FORM)).status == 303
    found = templates.newest(ward.unit_id, SHIFT)
    assert found is not None
    assert (found.number, found.plan[0].question) == (2, "Late words")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"steps-0-minutes": "0"}, 422),
        ({"steps-0-minutes": "many"}, 422),
        ({"steps-0-question": "x" * 121}, 422),
        ({"steps-0-question": "a\x00b"}, 422),
        ({"steps-0-step": "dance"}, 409),
        ({"steps-0-step": "watchers"}, 409),
        ({"move": "dance:up"}, 409),
    ],
)
def test_a_template_that_cannot_be_is_not_taken(ward: Ward, fields: dict[str, str], status: int) -> None:
    client, url = ward.client(ward.alice), address(ward)
    assert client.post(url, filled(client.get(url), FORM) | fields).status == status
    assert templates.newest(ward.unit_id, SHIFT) is None


def test_staff_are_told_who_changes_it_and_others_find_nothing(ward: Ward) -> None:
    assert ward.client(ward.bob).get(address(ward)).status == 403
    assert ward.client(ward.charlie).get(address(ward)).status == 404
    assert ward.client(ward.dana).get(address(ward)).status == 200
    assert ward.client(ward.alice).get(address(ward, "tea")).status == 404
