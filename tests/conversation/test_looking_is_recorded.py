"""Whoever is shown an audit, an action or a child of concern leaves a line in the record: everybody goes everywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from dialogs import typed_audit
from dialogs.table import COMMANDS
from domain.words import Role
from storage.tables.service import event
from tests.conversation.council import ALDER, Council, returns, starts
from tests.conversation.moderators import grades, opens, sets_policy, with_moderator
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson, seen_in_place

# How an auditor goes on through the audit that they have open: each answer is kept with its instant in its history.
_OWN_STEPS = frozenset({*typed_audit.COMMANDS, "contact attempt"})
AT_RISK = {"Overall grade": {"in_rating": "Requires Improvement"}, "Is it getting worse?": {"in_at_risk": "yes"}}
INADEQUATE = {
    "Overall grade": {"in_rating": "Inadequate"},
    "How urgent is it?": {"in_category": "2", "in_what": "Alone at night since the spring."},
}


def _references(shown: Shown) -> set[str]:
    return set(re.findall(r"CS_\d+", shown.words))


@dataclass(slots=True)
class Round:
    """One person's way through all that they may see; each button is pressed once, wherever it is met first."""

    council: Council
    somebody: FakePerson
    pressed: set[str] = field(default_factory=set)
    showed: set[str] = field(default_factory=set)
    unrecorded: list[str] = field(default_factory=list)

    async def goes(self) -> None:
        for words in sorted(set(COMMANDS) - _OWN_STEPS):
            before = self._lines()
            card = await self.somebody.says(words)
            self._judge(words, before, _references(card))
            await self._presses_all(card)

    async def _presses_all(self, card: Shown) -> None:
        for button in _new_buttons(card, self.pressed):
            before = self._lines()
            answer = await self.somebody.pressing(card, button, client_checks=False)
            verb = str(card.button(button)["verb"])
            self._judge(verb, before, _references(seen_in_place(answer, card)) - _references(card))

    def _judge(self, what: str, before: int, shown: set[str]) -> None:
        if shown:
            self.showed.add(what)
            if self._lines() == before:
                self.unrecorded.append(f"{self.somebody.name}, {what}: {sorted(shown)}")

    def _lines(self) -> int:
        with self.council.unit() as unit:
            return int(unit.connection.execute(select(func.max(event.c.id))).scalar() or 0)


def _new_buttons(card: Shown, pressed: set[str]) -> Iterator[str]:
    for title in card.buttons:
        action = card.button(title)
        if action["type"] == "Action.Execute" and action["verb"] not in pressed:
            pressed.add(action["verb"])
            yield title


async def _council_with_something_of_each(council: Council) -> list[FakePerson]:
    sets_policy(council, "moderated", "all")
    mo = with_moderator(council)
    ida = council.employs("Ida Kowal", Role.IRO, team_id=ALDER)
    for number, answers in enumerate((AT_RISK, {}, INADEQUATE), 501):
        council.allocates(council.rosa, f"CS_{number}")
        await returns(council.rosa, answers)
    both, _ = await grades(mo, await opens(council, mo))
    await mo.presses(both, "Confirm")
    # Her outcome is on its way: it must not come between what she types next and its answer.
    await council.service.let_time_pass()
    council.allocates(council.rosa, "CS_504")
    await starts(council.rosa)
    council.allocates(council.rosa, "CS_505")
    await council.service.let_time_pass()
    return [council.rosa, council.tom, council.mina, council.dan, mo, ida]


async def test_nobody_is_shown_a_record_without_a_line_that_says_so(council: Council) -> None:
    unrecorded, showed = [], set()
    for somebody in await _council_with_something_of_each(council):
        round_ = Round(council, somebody)
        await round_.goes()
        unrecorded += round_.unrecorded
        showed |= round_.showed
    assert unrecorded == []
    # Otherwise it would be no round.
    assert {"my audits", "my moderations", "my outcomes", "my team", "concerns", "watch list"} <= showed
    assert len(showed) >= 12
