"""Somebody who asks: what they may see, what the council calls things, what they asked last, and what is kept of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from cards.verbs import QUERY
from dialogs.turn import LookedUp, Press, Reply, Turn
from metrics.answer import answer
from metrics.answers import Answer, AnswerKind
from metrics.language.interpret import Unclear, Understood
from metrics.query import Query
from metrics.query_text import read_query, write_query
from metrics.recorded import recorded_of
from metrics.scope import Viewer
from metrics.vocabulary import Vocabulary, viewer_of, vocabulary_of
from storage import record
from storage.people import person_by_email
from storage.questions import keep_question, last_question
from storage.store import Unit

OLD_CARD = Reply(text="This button is from an older card. Ask again, and you get a new one.")
_ASKED_BACK = "asked_back"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question's turn: `turn.unit` only reads. Who asks is read from the store each time, never from a card."""

    turn: Turn
    viewer: Viewer
    vocabulary: Vocabulary

    def answers(self, query: Query) -> Answer:
        """A query that a card carried, answered as its viewer may ask it now."""
        return answer(self.turn.unit, Understood(query), self.viewer, self.vocabulary, self.turn.today)


def asking_of(turn: Turn) -> Asking:
    """Who asks in a turn, as the store knows them now."""
    who = person_by_email(turn.unit, turn.viewer.email)
    viewer = Viewer(turn.viewer.id, turn.viewer.email, frozenset()) if who is None else viewer_of(turn.unit, who)
    return Asking(turn, viewer, vocabulary_of(turn.unit))


def looks_up(turn: Turn, show: Callable[[Asking], "Seen"]) -> Reply:
    """The reply that is made in a unit of work that only reads, and kept note of in one that writes."""

    def found(unit: Unit) -> LookedUp:
        seen = show(asking_of(replace(turn, unit=unit)))
        return LookedUp(seen.reply, lambda writing: _keep(turn, writing, seen))

    return Reply(looks_up=found)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody is shown: the reply, what is recorded of it, and what the next question goes on from."""

    reply: Reply
    recorded: Mapping[str, Any]
    goes_on_from: str = ""
    what: str = "asked"


def _keep(turn: Turn, unit: Unit, seen: Seen) -> None:
    unit.actor = turn.unit.actor
    record.write(unit, seen.what, "person", turn.viewer.id, **seen.recorded)
    if seen.goes_on_from:
        keep_question(unit, turn.viewer.id, seen.goes_on_from)


def seen_of(found: Answer, reply: Reply) -> Seen:
    """An answer with what is kept of it (see `metrics.recorded`)."""
    return Seen(reply, recorded_of(found), _goes_on_from(found))


def _goes_on_from(found: Answer) -> str:
    if found.query is not None:
        return write_query(found.query)
    if found.kind is AnswerKind.CLARIFY and found.unclear is not None:
        # Every word of it is one that the question language or the council's own names have.
        return json.dumps({_ASKED_BACK: found.unclear.text})
    return ""


def previous_of(turn: Turn) -> Query | Unclear | None:
    """What the person's next question may go on from: what was answered, or asked back, not long ago."""
    since = turn.unit.now - timedelta(minutes=turn.policy.follow_up_minutes)
    text = last_question(turn.unit, turn.viewer.id, since)
    if text is None:
        return None
    asked = json.loads(text).get(_ASKED_BACK)
    return Unclear("metric", (), asked) if asked else read_query(text, turn.today)


def carried_query(turn: Turn, press: Press) -> Query | None:
    """The query that a button carried; None where it is none of ours."""
    return read_query(press.data.get(QUERY, ""), turn.today)
