"""Somebody in the middle of an audit of their own, put there by way of the store, and the audit as they mean it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.calendar import london_day
from domain.contacts import Attempt
from domain.words import Party, Role
from storage.audits import allocated_audit, move_to, save_answers, start_audit
from storage.contacts import note_attempt
from storage.drafts import ActionWords, save_draft
from storage.frameworks import framework_on
from storage.store import Actor, Unit
from tests.conversation.council import BIRCH, Council, heading
from tests.conversation.on_paper import Agreed, Paper, usual_answers
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

FRAMEWORK = "seven-domains"


@dataclass(frozen=True, slots=True)
class Before:
    """How far somebody's audit has come.

    Attributes:
        step: where it stands; "" where it is not started.
        is_open: whether that step is still to be answered.
        answers: what is answered otherwise than usual, by step.
        without: other steps that are still to be answered.
        actions, attempts: how many actions are agreed and tries to reach the parent noted.
    """

    step: str
    is_open: bool = True
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    actions: int = 0
    attempts: int = 0


@dataclass(slots=True)
class Walker:
    """Somebody in the middle of an audit.

    Attributes:
        paper: the audit as they mean it.
    """

    council: Council
    who: FakePerson
    paper: Paper

    @property
    def today(self) -> date:
        return london_day(self.council.clock.now())

    @property
    def owner(self) -> FakePerson:
        """Who is to do what is agreed."""
        return self.council.sue

    @property
    def by_then(self) -> date:
        """The due day of what is agreed."""
        return self.today + timedelta(days=30)


def _name(number: int) -> str:
    letters = (chr(ord("a") + number // 26**power % 26) for power in (2, 1, 0))
    return f"Rosa Adey{''.join(letters)}"


def placed(council: Council, before: Before) -> Walker:
    """Somebody new whose audit has come so far."""
    number = len(council.ids)
    who = council.employs(_name(number), Role.AUDITOR, team_id=BIRCH)
    ref = f"CS_{5_000_000 + number}"
    paper = Paper(f"AUD-{ref}", council.allocates(who, ref), council.id_of(who), {})
    walker = Walker(council, who, paper)
    if before.step:
        with council.store.unit(council.clock.now(), Actor("chat", paper.auditor)) as unit:
            _begin(unit, walker, before)
    return walker


def _begin(unit: Unit, walker: Walker, before: Before) -> None:
    number = walker.paper.number
    given = allocated_audit(unit, number)
    assert given is not None
    version = framework_on(unit, None, FRAMEWORK, walker.today)
    start_audit(unit, given, version, "involved", walker.today)
    answers = usual_answers(walker.paper.ref)
    for step, said in before.answers.items():
        answers[step] = {**answers.get(step, {}), **said}
    for step in (*([before.step] if before.is_open else []), *before.without):
        answers.pop(step, None)
    _answer(unit, walker, answers)
    _agree(unit, walker, before.actions)
    _try(unit, walker, before.attempts)
    move_to(unit, number, before.step)


def _answer(unit: Unit, walker: Walker, answers: Mapping[str, dict[str, str]]) -> None:
    for step, said in answers.items():
        save_answers(unit, walker.paper.number, step, said, 0, walker.paper.auditor)
        walker.paper.answers[step] = said


def _agree(unit: Unit, walker: Walker, count: int) -> None:
    for number in range(count):
        what = f"Visit the school, {number} of {walker.paper.ref}."
        words = ActionWords(what, walker.council.id_of(walker.owner), walker.by_then)
        save_draft(unit, walker.paper.number, f"{walker.paper.ref}:{number}", words)
        walker.paper.actions.append(Agreed(what, walker.owner.email, walker.by_then))


def _try(unit: Unit, walker: Walker, count: int) -> None:
    for number in range(count):
        tried = Attempt(0, Party.PARENT, walker.today, None, f"Nobody opened, {number} of {walker.paper.ref}.")
        note_attempt(unit, walker.paper.number, f"{walker.paper.ref}:{number}", tried)
        walker.paper.attempts.append(tried)


def answers_the_rest(walker: Walker) -> None:
    """Answer by way of the store whatever the audit has no answer to yet."""
    with walker.council.store.unit(walker.council.clock.now(), Actor("chat", walker.paper.auditor)) as unit:
        usual = usual_answers(walker.paper.ref)
        _answer(unit, walker, {step: said for step, said in usual.items() if step not in walker.paper.answers})


async def hands_in(walker: Walker) -> Shown:
    """Return the audit from its review; the receipt."""
    review = await walker.who.says("review")
    receipt = await walker.who.presses(review, "Return audit")
    assert heading(receipt) == "Audit returned", receipt.words
    walker.paper.is_returned()
    return receipt
