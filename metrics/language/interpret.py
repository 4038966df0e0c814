"""A text, the day and what was asked before: one typed query, choices to ask back with, or a refusal."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from metrics.catalogue import metric as metric_named
from metrics.language.composing import composed, default_period
from metrics.language.defining import defined_in
from metrics.language.following import followed
from metrics.language.names import Names
from metrics.language.notions import Notion
from metrics.language.outcomes import Outcome, OutOfScope, Unclear, Understood
from metrics.language.reading import Reading
from metrics.language.reading_text import Text, loose_notions, read_text, soft_notions
from metrics.language.readings import PARTIES, ROUTES, nearest, readings_of, subjects_of
from metrics.language.refusals import is_bare_why, wanted_instead
from metrics.language.tokens import phrases_in, plain_text, words_in, words_of
from metrics.measure import Timing
from metrics.query import Dimension, Query

__all__ = ["LONGEST", "OutOfScope", "Outcome", "Unclear", "Understood", "default_period", "interpret"]

# A longer text is a letter, not a question.
LONGEST = 400
_DEFINITIONS = frozenset(
    phrases_in(
        """
    definition, the definition, how is that counted, how is it counted, what does that mean, what is the
    definition, define it, define that, how do you count that, how is that worked out, how is that calculated,
    what is that, how do you work that out, how is it worked out, what does it mean, how is it calculated, how do
    you count it, what counts, what does this mean, how is this counted, how is this worked out, explain that,
    explain it
    """
    )
)
# Words that make a text lean on what was asked before.
_CUES = words_in("and also just only now then but or instead same")
_LEANING = words_in("only just against without excluding they those them it that ones")
# Notions that say nothing of which figure is meant.
_ADJUNCTS = frozenset(
    {Notion.AUDIT, Notion.COUNT, Notion.RATE, Notion.TEAM, Notion.CASE, Notion.PEOPLE, Notion.STATUS, Notion.CHILD}
)
_SHORT = 3
# "How many Outstanding audits": the grade as it is written; a sentence may begin with a capital anyway.
_CAPITAL = re.compile(r"[a-z]\s+Outstanding\b")


def interpret(text: str, today: date, names: Names, previous: Query | Unclear | None = None) -> Outcome:
    """What a text asks, without regard to who asks it. Never raises, whatever the text.

    Args:
        text: as it was typed.
        today: the London day on which it is asked.
        names: the council's own names.
        previous: the query that a follow-up goes on from, or what was asked back and is answered now.
    """
    plain = plain_text(text)
    words = words_of(text)
    if len(text) > LONGEST or not words:
        return OutOfScope("long" if words else "empty")
    before = previous if isinstance(previous, Query) else None
    if before is not None and is_bare_why(words):
        return Understood(replace(before, lists=False), goes_on=True, asks_definition=True)
    kind = wanted_instead(plain, words, names.words)
    if kind is not None:
        return OutOfScope(kind)
    if before is not None and tuple(words) in _DEFINITIONS:
        return Understood(before, goes_on=True, asks_definition=True)
    defined = _definition(plain, today, names)
    if defined is not None:
        return defined
    read = read_text(plain, today, names)
    read.has_capital = _CAPITAL.search(text) is not None
    if isinstance(previous, Unclear):
        return _completed(plain, read, today, names, previous)
    return _meant(plain, read, today, before)


def _definition(plain: str, today: date, names: Names) -> Outcome | None:
    """The figure whose definition is asked for, or what it could be; None where no definition is asked for."""
    what = defined_in(plain)
    if what is None:
        return None
    outcome = _meant(what, read_text(what, today, names), today, None)
    if isinstance(outcome, Understood):
        return replace(outcome, asks_definition=True)
    return outcome if isinstance(outcome, Unclear) and outcome.why == "several" else None


def _completed(plain: str, read: Text, today: date, names: Names, asked: Unclear) -> Outcome:
    """The answer to what was asked back: put to the question before, unless it is a whole question of its own."""
    alone = _meant(plain, read, today, None)
    if isinstance(alone, Understood) and not read.says_nothing:
        return alone
    whole = f"{asked.text} {plain}".strip()
    if len(whole) > LONGEST:
        return alone
    together = _meant(whole, read_text(whole, today, names), today, None)
    return together if isinstance(together, Understood) else alone


def _meant(plain: str, text: Text, today: date, before: Query | None) -> Outcome:
    outcome = _outcome(text, today, before)
    return replace(outcome, text=plain) if isinstance(outcome, Unclear) else outcome


def _outcome(text: Text, today: date, before: Query | None) -> Outcome:
    if text.unknown:
        return OutOfScope("unknown", tuple(text.unknown))
    notions = text.notions
    two = _two_questions(text)
    if two:
        return Unclear("several", two)
    if before is not None and (not notions or _narrows(notions, before)):
        return followed(text, notions, today, before)
    found, notions = _figures(text, notions, before)
    if before is not None and not found and not notions - _ADJUNCTS:
        return followed(text, notions, today, before)
    return _decided(text, notions, found, today, before)


def _figures(text: Text, notions: frozenset[Notion], before: Query | None) -> tuple[list[Reading], frozenset[Notion]]:
    """The readings of the notions; in a follow-up also with the subject of the figure before it."""
    alone = _readings(text, notions)
    if before is None:
        return alone, notions
    leans = bool(set(text.words.words) & _LEANING)
    is_short = len(text.words.words) <= _SHORT and text.says_nothing
    for subject in subjects_of(before.metric):
        together = readings_of(notions | subject)
        narrows = is_short and bool(together) and together[0].metric == before.metric
        if len(together) == 1 and not notions & subject and (len(alone) != 1 or leans or narrows):
            return together, notions | subject
    return alone, notions


def _readings(text: Text, notions: frozenset[Notion]) -> list[Reading]:
    """The readings, with "how many" passed over where nothing else explains it: a share is told with its counts."""
    soft, loose = soft_notions(text), loose_notions(text)
    for said in (notions, notions | soft, notions - loose, (notions - loose) | soft, notions - {Notion.COUNT}):
        found = readings_of(said) if said else []
        if found:
            return found
    return []


def _narrows(notions: frozenset[Notion], before: Query) -> bool:
    """Whether the words only narrow the figure before: a party, a route."""
    metric = metric_named(before.metric)
    parties = frozenset(PARTIES) if Dimension.PARTY in metric.dimensions else frozenset()
    routes = frozenset(ROUTES) if Dimension.ROUTE in metric.dimensions else frozenset()
    return notions <= parties | routes | {Notion.AUDIT}


def _two_questions(text: Text) -> tuple[str, ...]:
    """`good in August and standard in July`: a period and a figure on each side of an "and" are two questions."""
    if len(text.moments.found) < 2 or "and" not in text.words.words:
        return ()
    at = text.words.words.index("and")
    sides = [_said_between(text, 0, at), _said_between(text, at + 1, len(text.words.words))]
    found = [readings_of(side) for side in sides]
    if not all(side - _ADJUNCTS and readings for side, readings in zip(sides, found, strict=True)):
        return ()
    return tuple(dict.fromkeys(readings[0].metric for readings in found))


def _said_between(text: Text, start: int, end: int) -> frozenset[Notion]:
    taken = set(text.words.taken[start:end])
    return frozenset(Notion(one) for one in taken if one in set(Notion)) if "period" in taken else frozenset()


def _decided(
    text: Text, notions: frozenset[Notion], found: Sequence[Reading], today: date, before: Query | None
) -> Outcome:
    metrics = tuple(dict.fromkeys(reading.metric for reading in found))
    if len(metrics) == 1:
        carried = before if before is not None and _carries(text, found[0].metric, before) else None
        return composed(text, notions, found[0], today, carried)
    if metrics:
        return Unclear("several", metrics)
    offered = tuple(nearest(notions))
    return (
        Unclear("metric", offered)
        if offered or text.asked_for.reach or not text.says_nothing
        else OutOfScope("nothing")
    )


def _carries(text: Text, metric: str, before: Query) -> bool:
    """Whether another figure is asked for the same period and place: it names none, and stands in time alike."""
    leans = bool(set(text.words.words) & (_CUES | _LEANING)) or len(text.words.words) <= _SHORT
    is_stock = metric_named(metric).timing is Timing.STOCK
    was_stock = metric_named(before.metric).timing is Timing.STOCK
    return leans if not text.says_nothing else leans or is_stock == was_stock
