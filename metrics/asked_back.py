"""What is said where a question has no answer as it stands: asked back with whole questions, or refused kindly."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.sentences import first_capital
from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.language.interpret import OutOfScope, Unclear, default_period
from metrics.language.reading_text import Text
from metrics.language.readings import nearest, readings_of
from metrics.language.tokens import words_of
from metrics.measure import Default
from metrics.periods import quarter_around, year_around
from metrics.permission import Allowed, Places, permitted
from metrics.query import Dimension, Query, Reach
from metrics.scope import Viewer
from metrics.whole_questions import Offering, as_said, whole_questions
from metrics.wording import named

# What is offered where nothing else is nearer: of the council, else of what is one's own.
_OFFERED = (HEADLINE, "ratings", "overdue_actions")
_OFFERS = (
    *((id_, Reach.WHOLE) for id_ in _OFFERED),
    *((id_, Reach.MINE) for id_ in (HEADLINE, "open_actions", "overdue_actions", "days_overdue")),
)
_MOST, _OFFERED_MOST = 6, 3
_WHICH = "Which figure do you mean?"
_REFUSALS = {
    "change": "A question about figures changes nothing. Type 'help' in Teams for what can be done there.",
    "child": "I never give a child's or a family's name or details. I know records by their reference only.",
    "future": "I can't look ahead: I only count what has happened.",
    "cause": "I can't say why: I can show what is counted and the rows behind it.",
    "advice": "I can't advise: I can give the figures to decide with.",
    "people": "I don't rank people. A figure for a team, a service or the council is fine.",
    "weeks": "I count by month, quarter or year, not by week or day.",
    "long": "That is longer than a question I can read. Ask for one figure at a time.",
    "empty": "I didn't find a question in that.",
    "other": "That isn't among the figures I keep.",
    "nothing": "I didn't understand which figure you mean.",
}
_ASKED = {
    "name": "Which of these do you mean?",
    "either": "I can't give one figure for either of two things. Ask for each by itself.",
    "excluded": "I can't leave a part out of a figure. I can give the whole of it, or a part by itself.",
    "compared": "I need both sides of a comparison. Name two months, or two places of one kind, side by side.",
    "raised": "I count these by the month in which they were raised, not by when they ended. Ask for those raised.",
    "day": "I count that by month, quarter or year. For one day, ask how it stood 'as at' that day.",
    "period": "I didn't see which months you mean. Name a month, a quarter or a year.",
    "follow": "I didn't see what should change. Name a month, a place, a breakdown or another figure.",
}


def refusal_of(meant: OutOfScope) -> str:
    """Why a text is not answered, in a sentence."""
    if meant.kind == "unknown":
        words = ", ".join(f"'{word}'" for word in meant.unknown[:3])
        return f"I don't know {words} here, so I'd rather not guess."
    return _REFUSALS.get(meant.kind, _REFUSALS["other"])


def offers_to(viewer: Viewer, places: Places, offering: Offering) -> tuple[str, ...]:
    """Three questions that a viewer may ask (METRICS, "Questions"): of the council, else of what is their own."""
    plain = replace(offering, previous=None)
    wanted = [_usual(id_, reach, plain) for id_, reach in _OFFERS]
    return tuple(permitted_of(filter(None, wanted), viewer, places, plain))[:_OFFERED_MOST]


def _usual(id_: str, reach: Reach, offering: Offering) -> str | None:
    query = Query(id_, (offering.period_of(metric_named(id_)),), offering.today, reach=reach)
    return next(whole_questions(query, offering), None)


def permitted_of(questions: Iterable[str], viewer: Viewer, places: Places, offering: Offering) -> Iterator[str]:
    """Those of some questions that a viewer may ask just so: for what is not theirs nothing is offered."""
    for question in dict.fromkeys(questions):
        query = offering.understood(question)
        if query is not None:
            allowed = permitted(query, viewer, places)
            if isinstance(allowed, Allowed) and not allowed.taken_away:
                yield question


def asked_back(meant: Unclear, offering: Offering, before: Unclear | None = None) -> tuple[str, tuple[str, ...]]:
    """A sentence that asks back, and the whole questions to choose from: each is understood, as what it says.

    Args:
        meant: what was not clear.
        offering: the day, the names, the usual month, the query before.
        before: what was asked back about before this text, which it was to complete.
    """
    said = f"{before.text} {meant.text}" if before is not None else meant.text
    found = list(dict.fromkeys(_choices(meant, offering.read(said), offering)))[:_MOST]
    if meant.why == "breakdown":
        return _what_fits(meant), tuple(found)
    if meant.why == "follow" and offering.previous is None:
        return _WHICH, tuple(found)
    return _ASKED.get(meant.why, _WHICH), tuple(found)


def _choices(meant: Unclear, text: Text, offering: Offering) -> Iterator[str]:
    if meant.why == "name":
        yield from _with_name(meant, text, offering)
    elif meant.why == "follow" and offering.previous is not None:
        yield from _going_on(offering.previous, offering)
    else:
        for query in _queries(meant, text, offering):
            yield from whole_questions(query, offering)


def _queries(meant: Unclear, text: Text, offering: Offering) -> Iterator[Query]:
    """What could be meant, as queries that keep everything that was named."""
    ids = [choice for choice in meant.choices if choice] or list(_OFFERED)
    first = as_said(ids[0], text, offering)
    match meant.why:
        case "breakdown":
            yield first
            yield from _by_place(first)
        case "excluded":
            yield from _whole_and_part(first)
        case "either":
            yield from _one_or_the_other(first, offering)
        case "day":
            yield replace(first, as_at=offering.today)
            yield replace(first, as_at=min(text.moments.as_at or offering.today, offering.today))
        case "period" if not text.moments.found:
            yield from _some_periods(first, offering)
        case _:
            yield from (as_said(id_, text, offering) for id_ in ids)


def _by_place(query: Query) -> Iterator[Query]:
    for dimension in (Dimension.TEAM, Dimension.SERVICE):
        if dimension in metric_named(query.metric).dimensions and dimension not in query.filters:
            yield replace(query, group_by=(dimension,))


def _whole_and_part(query: Query) -> Iterator[Query]:
    """The whole, its parts beside each other, and the part that was to be left out by itself."""
    whole = replace(query, filters={}, group_by=())
    yield whole
    yield from (replace(whole, group_by=(dimension,)) for dimension in query.filters)
    yield from _by_place(whole) if not query.filters else [replace(query, group_by=())]


def _one_or_the_other(query: Query, offering: Offering) -> Iterator[Query]:
    """Each of two values by itself; of a period and a place each without the other."""
    for key, values in query.filters.items():
        yield from (replace(query, filters={**query.filters, key: (value,)}, group_by=()) for value in values)
    yield query
    yield replace(query, filters={}, group_by=())
    if query.filters:
        yield replace(query, periods=(offering.period_of(metric_named(query.metric)),))


def _some_periods(query: Query, offering: Offering) -> Iterator[Query]:
    month = offering.usual
    quarter, year = quarter_around(month.start), year_around(month.start)
    stands = metric_named(query.metric).default is not Default.THIS_MONTH
    yield query
    if not stands:
        yield from (replace(query, periods=(period,)) for period in (month, quarter, year))


def _what_fits(meant: Unclear) -> str:
    found, stranger = metric_named(meant.choices[0]), Dimension(meant.choices[1])
    fits = ", ".join(sorted(named(Dimension(one)) for one in meant.choices[2:]))
    return f"{found.label} can't be counted by {named(stranger)}. It can by {fits}."


def _going_on(previous: Query, offering: Offering) -> Iterator[str]:
    yield from whole_questions(replace(previous, lists=False), offering)
    plain = replace(previous, lists=False, group_by=())
    for dimension in (Dimension.TEAM, Dimension.MONTH):
        if dimension in metric_named(previous.metric).dimensions and dimension not in previous.filters:
            yield from whole_questions(replace(plain, group_by=(dimension,)), offering)


def _with_name(meant: Unclear, text: Text, offering: Offering) -> Iterator[str]:
    """The text with the name that is meant in the place of the words that could be several; else made from it."""
    for choice in meant.choices:
        dimension, _, value = choice.partition(":")
        found = _named_in(meant.text, Dimension(dimension), value, offering)
        if found is not None:
            yield _of_month_with_audits(found, offering)
        else:
            yield from whole_questions(_about(text, Dimension(dimension), value, offering), offering)


def _of_month_with_audits(question: str, offering: Offering) -> str:
    """A question that named no month, of the one that has audits."""
    query = offering.understood(question)
    if query is None:
        return question
    metric = metric_named(query.metric)
    if query.periods != (default_period(metric, offering.today, offering.today),):
        return question
    return next(whole_questions(replace(query, periods=(offering.period_of(metric),)), offering), question)


def _about(text: Text, dimension: Dimension, value: str, offering: Offering) -> Query:
    """The figure that a text is nearest to, for one of the names that it could mean."""
    readings = readings_of(text.notions)
    ids = [readings[0].metric] if readings else [*nearest(text.notions, 1), HEADLINE]
    query = as_said(next((id_ for id_ in ids if dimension in metric_named(id_).dimensions), HEADLINE), text, offering)
    return replace(query, filters={**query.filters, dimension: (value,)})


def _named_in(text: str, dimension: Dimension, value: str, offering: Offering) -> str | None:
    for whole in _replaced(text, dimension, value):
        query = offering.understood(whole)
        if query is not None and any(values == (value,) for values in query.filters.values()):
            is_place = query.filters.get(dimension) == (value,)
            if is_place or dimension is Dimension.AUDITOR:
                return first_capital(whole)
    return None


def _replaced(text: str, dimension: Dimension, value: str) -> Iterator[str]:
    """The text with each run of words that the name shares put right, the longest run first."""
    words, own = text.split(), set(words_of(value))
    kind = named(dimension)
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = words_of(" ".join(words[start : start + length]))
            if run and set(run) <= own | {kind, f"{kind}s", "the"} and own & set(run):
                for form in (value, f"{value} {kind}", f"{kind} {value}"):
                    yield " ".join([*words[:start], form, *words[start + length :]])
