"""Somebody who moderates: who they are, and how they go through an audit."""

from collections.abc import Mapping
from datetime import date

from domain.words import Role
from storage.statements import insert_returning_id
from storage.tables.service import policy_setting
from tests.conversation.council import ANSWERS, Council, heading
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

TODAY = date(2026, 11, 20)
CEDAR = 3
REF = "AUD-CS_5000037"
SIDE_BY_SIDE = "Both grades, side by side"
RECEIPT = "Moderation done"


def sets_policy(council: Council, name: str, value: str) -> None:
    with council.unit() as unit:
        values = {"name": name, "value": value, "effective_from": TODAY, "set_at": unit.now}
        insert_returning_id(unit, policy_setting, **values)


def with_moderator(council: Council, name: str = "Mo Tanner", *roles: Role) -> FakePerson:
    """A moderator of neither the audited team nor the auditor's."""
    return council.employs(name, *(roles or (Role.MODERATOR,)), team_id=None)


async def grades(
    mo: FakePerson, card: Shown, otherwise: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Shown, list[Shown]]:
    """The moderator goes through every step; both grades side by side, and the cards on the way."""
    given: dict[str, Mapping[str, str]] = {
        **{title: {"in_rating": said["in_rating"]} for title, said in ANSWERS.items() if "in_rating" in said}
    }
    given |= {"Your overall grade": {"in_rating": "Good"}, **(otherwise or {})}
    seen = []
    while heading(card) != SIDE_BY_SIDE:
        seen.append(card)
        assert len(seen) < 20, card.words
        card = await mo.presses(card, "Next", given.get(heading(card), {}))
    return card, seen


async def opens(council: Council, mo: FakePerson) -> Shown:
    """The first of their list, once the notices of it are out."""
    await council.service.let_time_pass()
    return await mo.presses(await mo.says("my moderations"), "Open")
