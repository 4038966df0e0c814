"""What holds of every answer, whoever sent what."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from domain.words import QaTaskKind
from tests.fakes_people import CARD_TYPE
from tests.fuzz.kept import Change
from tests.fuzz.own import Ownership
from tests.fuzz.world import Answer
from tests.unit.test_cards import LONGEST_BLOCK, MOST_BYTES, STRICT, parts

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"


def is_well(answer: Answer) -> None:
    """It did not fail: neither by its status, nor in the log, nor in what it says; its cards are good ones."""
    assert not answer.errors, "\n".join(str(line.get("exception", line))[-1_500:] for line in answer.errors)
    assert 200 <= answer.status < 500 or answer.status == 501, (answer.status, answer.body)
    if isinstance(answer.body, Mapping) and "statusCode" in answer.body:
        _is_an_answer(answer.body)
    for card in _cards(answer):
        _is_good(card)


def _is_an_answer(body: Mapping[str, Any]) -> None:
    assert body["statusCode"] < 500, body
    assert body["type"] in {CARD_TYPE, MESSAGE_TYPE, ERROR_TYPE}, body
    if body["type"] == MESSAGE_TYPE:
        assert str(body["value"]).strip(), body


def _cards(answer: Answer) -> Iterator[Mapping[str, Any]]:
    if isinstance(answer.body, Mapping) and answer.body.get("type") == CARD_TYPE:
        yield answer.body["value"]
    for message in answer.said:
        yield from (one["content"] for one in message.get("attachments", ()) if one["contentType"] == CARD_TYPE)


def _is_good(card: Mapping[str, Any]) -> None:
    assert len(json.dumps(card, ensure_ascii=False).encode()) < MOST_BYTES
    assert card["fallbackText"].strip()
    for part in parts(card):
        if "type" in part:
            STRICT[part["type"]].model_validate(part)
            assert len(str(part.get("text", ""))) < LONGEST_BLOCK, part


# What the service keeps for itself of everything that comes: who was turned away, and what was handled.
_ITS_OWN = ("event", "handled_activity")  # the record in all its tables
_ACCOUNTS = frozenset({QaTaskKind.UNMATCHED_PERSON.value, QaTaskKind.IDENTITY_CLASH.value})


def is_told_nothing(answer: Answer) -> None:
    """Nobody who is not served changes anything or learns anything."""
    changes = [one for one in answer.changes if not one.table.startswith(_ITS_OWN) and not _is_due(one)]
    assert not changes, changes
    for said in _sentences(answer):
        assert said.startswith(("I can't help you here, because I don't know you.", "I only work in a one-to-one")), (
            said
        )


# What follows from an act for others: messages owed and chasing, QA's inbox, the answers that a figure draws on.
_FOLLOWS = ("outbox", "nudge_line", "chasing_basis", "qa_task", "concern_alarm", "handled_press", "asked_question")


def keeps_to_their_own(answer: Answer, own: Ownership, person_id: int, sent: str) -> None:
    """Whoever is served changes what they have to do with and nothing else, and is shown no other audit's reference."""
    changes = [one for one in answer.changes if not one.table.startswith((*_ITS_OWN, *_FOLLOWS))]
    others = [one for one in changes if not own.is_theirs(one, person_id)]
    assert not others, others
    shown = [ref for ref in own.references if ref in answer.words and ref not in sent]
    hidden = [ref for ref in shown if person_id not in own.references[ref]]
    assert not hidden, (hidden, answer.words)


def _is_due(change: Change) -> bool:
    """An account that nobody knows is put before QA; whoever has taken the app out is written to no more."""
    if change.table == "channel_address":
        return not change.has_come or change.row["installed"] in {0, "false"}
    return change.table == "qa_task" and change.has_come and change.row["kind"] in _ACCOUNTS


def _sentences(answer: Answer) -> Iterator[str]:
    if isinstance(answer.body, Mapping) and "value" in answer.body and answer.status == 200:
        yield str(answer.body["value"])
    for message in answer.said:
        yield f"{message.get('text', '')}{message.get('attachments') or ''}"
