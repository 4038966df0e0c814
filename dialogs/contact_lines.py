"""The contact attempts of an audit where its step cards and its review show them."""

from collections.abc import Sequence
from dataclasses import replace

from cards.audit import StepView
from cards.contacts import ContactsOnStep, with_contacts
from cards.review import ReviewLine
from cards.verbs import AUDIT, REVISION, STEP
from dialogs.standing import Standing
from dialogs.turn import Reply, Turn
from domain.audit_steps import PARTY_TITLES
from domain.contacts import Attempt, in_words
from domain.words import Involvement, Party
from storage.contacts import attempts_of

INVOLVED, REASONS = "involved", "involved_why"


def shows_contacts(step: str) -> bool:
    """Whether a step's card shows the tries so far and the way to note one."""
    return step in {INVOLVED, REASONS}


def on_step(turn: Turn, standing: Standing, view: StepView, reply: Reply) -> Reply:
    """A step's card with the tries so far on it."""
    if reply.card is None:
        return reply
    attempts = attempts_of(turn.unit, standing.given.id)
    offered = _offered(turn, standing, attempts) if view.step.key == REASONS else []
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: view.step.key, REVISION: view.revision}
    return replace(reply, card=with_contacts(reply.card, ContactsOnStep(attempts, carried, offered), turn.card_id))


def _offered(turn: Turn, standing: Standing, attempts: Sequence[Attempt]) -> list[Party]:
    """Who was tried, as the auditor says, and has no try of today yet."""
    today = {one.party for one in attempts if one.on_day == turn.today}
    said = standing.answer(INVOLVED).answers
    tried = [party for party in PARTY_TITLES if said.get(party.value) == Involvement.ATTEMPTED]
    return [party for party in tried if party not in today]


def on_review(turn: Turn, standing: Standing, lines: Sequence[ReviewLine]) -> list[ReviewLine]:
    """The lines of the review with the tries below who was involved."""
    attempts = attempts_of(turn.unit, standing.given.id)
    pairs = [(f"{PARTY_TITLES[one.party]}: contact attempt", in_words(one)) for one in attempts]
    return [
        replace(line, answers=[*line.answers, *pairs]) if line.key == INVOLVED and pairs else line for line in lines
    ]
