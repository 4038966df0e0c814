"""Likely names in what was typed: asked about once, then kept with the name of who kept them (DOMAIN, data protection).

A dialog calls `unasked` with its texts once nothing else is wrong with them, and answers with `ask` where something is
left to ask. The person changes the text, or presses *Use it as it is*, or the same button again.
"""

from collections.abc import Mapping
from dataclasses import replace

from cards.likely_names import MOST_ASKED, with_question
from cards.verbs import AS_IT_IS
from dialogs.turn import Press, Reply, Turn
from domain.likely_names import likely_names
from storage import record
from storage.exemption_wording import exemption_phrases_kept, keep_exemption_wording
from storage.wording import keep_wording, phrases_kept, phrases_of_the_council

# By input, the phrases in its text.
Phrases = dict[str, list[str]]
# Nobody is at work in it, so that no first name stands for one of them.
_NO_AUDIT = 0


def _phrases(texts: Mapping[str, str]) -> Phrases:
    found = {key: [text[one.start : one.end] for one in likely_names(text)] for key, text in texts.items()}
    return {key: list(dict.fromkeys(phrases)) for key, phrases in found.items() if phrases}


def _less(phrases: Phrases, known: set[str]) -> Phrases:
    left = {key: [phrase for phrase in some if phrase not in known] for key, some in phrases.items()}
    return {key: some for key, some in left.items() if some}


def _of_nobody_known(turn: Turn, allocation_id: int, texts: Mapping[str, str]) -> Phrases:
    phrases = _phrases(texts)
    if not phrases:
        return {}
    every = {phrase for some in phrases.values() for phrase in some}
    return _less(phrases, phrases_of_the_council(turn.unit, allocation_id, every))


def unasked(turn: Turn, press: Press, allocation_id: int, place: str, texts: Mapping[str, str]) -> Phrases:
    """The likely names in an audit's texts about which nobody has been asked yet; those that may stay are recorded.

    Args:
        turn: the turn.
        press: the press that brought the texts; it says which phrases its card had asked about.
        allocation_id: the audit.
        place: the step or form, for the record.
        texts: by input.
    """
    phrases = _of_nobody_known(turn, allocation_id, texts)
    if not phrases:
        return {}
    asked_now = set(press.data.get(AS_IT_IS, "").split("\n"))
    stay = {key: [phrase for phrase in some if phrase in asked_now] for key, some in phrases.items()}
    keep_wording(turn.unit, allocation_id, place, stay, was_asked=True)
    every = {phrase for some in phrases.values() for phrase in some}
    return _less(phrases, phrases_kept(turn.unit, allocation_id, every))


def unasked_of_exemption(turn: Turn, press: Press, person_id: int, month: str, texts: Mapping[str, str]) -> Phrases:
    """As `unasked`, of texts about a person's exemption for a month, for which there may be no audit yet."""
    phrases = _of_nobody_known(turn, _NO_AUDIT, texts)
    if not phrases:
        return {}
    asked_now = set(press.data.get(AS_IT_IS, "").split("\n"))
    every = {phrase for some in phrases.values() for phrase in some}
    keep_exemption_wording(turn.unit, person_id, month, sorted(every & asked_now))
    return _less(phrases, exemption_phrases_kept(turn.unit, person_id, month, every))


def ask(turn: Turn, press: Press, reply: Reply, asked: Phrases) -> Reply:
    """The card of a reply, which holds what was typed, with the question put on it."""
    if reply.card is None:
        return reply
    some = {key: phrases[:MOST_ASKED] for key, phrases in asked.items()}
    card = with_question(reply.card, some, press.verb, press.data, turn.card_id)
    return replace(reply, card=card, is_refused=True)


def keep_unasked(turn: Turn, allocation_id: int, place: str, texts: Mapping[str, str]) -> bool:
    """Note the likely names in texts that nothing may hold up, such as a concern's; whether there are any."""
    phrases = _of_nobody_known(turn, allocation_id, texts)
    keep_wording(turn.unit, allocation_id, place, phrases, was_asked=False)
    return bool(phrases)


def unasked_of_staff(turn: Turn, press: Press, place: str, texts: Mapping[str, str], concerned: str) -> Phrases:
    """As `unasked`, of texts about those who work here and no audit, such as why somebody is not chased.

    Args:
        turn: the turn.
        press: the press that brought the texts.
        place: the form, for the record; that words stay is on record without the words.
        texts: by input.
        concerned: the name of whom the text is about, who may be named in it.
    """
    own = set(concerned.casefold().split())
    found = _of_nobody_known(turn, _NO_AUDIT, texts)
    phrases = {key: [one for one in some if not set(one.casefold().split()) <= own] for key, some in found.items()}
    asked_now = set(press.data.get(AS_IT_IS, "").split("\n"))
    left = _less(phrases, asked_now)
    stay = sum(len(some) for some in phrases.values()) - sum(len(some) for some in left.values())
    if stay:
        record.write(turn.unit, "kept_likely_names", place, names=stay)
    return left
