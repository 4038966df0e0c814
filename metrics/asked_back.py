"""What is said where a question has no answer as it stands: asked back with whole questions, or refused kindly."""

from collections.abc import Iterator, Sequence
from datetime import date

from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.language.interpret import OutOfScope, Unclear, Understood, default_period, interpret
from metrics.language.names import Names
from metrics.language.tokens import words_of
from metrics.measure import Metric
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from metrics.wording import named, question_for

# What is offered where nothing else is nearer.
_OFFERED = (HEADLINE, "ratings", "overdue_actions")
_MOST = 6
_REFUSALS = {
    "change": "I only answer questions about figures: I can't change anything here.",
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


def offers_to(viewer: Viewer, today: date) -> tuple[str, ...]:
    """Three questions that a viewer may ask (METRICS, "Questions")."""
    if not viewer.sees_whole_council:
        return (_usual(HEADLINE, today), "Completion rate last month", "My completion rate this month")
    return tuple(_usual(id_, today) for id_ in _OFFERED)


def _usual(id_: str, today: date) -> str:
    found = metric_named(id_)
    return question_for(found, {}, (default_period(found, today, today),))


def asked_back(
    meant: Unclear, today: date, names: Names, previous: Query | Unclear | None
) -> tuple[str, tuple[str, ...]]:
    """A sentence that asks back, and the whole questions to choose from: each is understood, as what it says."""
    if meant.why == "name":
        return _ASKED["name"], tuple(_with_name(meant, today, names))[:_MOST]
    if meant.why == "breakdown":
        return _what_fits(meant), tuple(_that_fit(meant, today, names))
    if meant.why == "follow" and isinstance(previous, Query):
        return _ASKED["follow"], tuple(_going_on(previous, today, names))
    ids = [choice for choice in meant.choices if choice] or list(_OFFERED)
    sentence = _ASKED.get(meant.why, "Which figure do you mean?")
    return sentence, tuple(_completed(id_, meant, today, names) for id_ in ids[:_MOST])


def _understood(text: str, today: date, names: Names, previous: Unclear | None = None) -> Query | None:
    meant = interpret(text, today, names, previous)
    return meant.query if isinstance(meant, Understood) else None


def _completed(id_: str, meant: Unclear, today: date, names: Names) -> str:
    """The question with a figure named, and whatever place and period it had."""
    found = metric_named(id_)
    query = _understood(found.label, today, names, meant) if meant.text else None
    if query is not None and query.metric == id_:
        whole = question_of(query)
        again = _understood(whole, today, names)
        if again is not None and (again.metric, again.filters) == (id_, query.filters):
            return whole
    return _usual(id_, today)


def question_of(query: Query) -> str:
    """A query as a whole question."""
    groups = " and ".join(named(one) for one in query.group_by if one not in query.filters)
    whole = question_for(metric_named(query.metric), query.filters, query.periods)
    return f"{whole} by {groups}" if groups and len(query.periods) == 1 else whole


def _what_fits(meant: Unclear) -> str:
    found, stranger = metric_named(meant.choices[0]), Dimension(meant.choices[1])
    fits = ", ".join(sorted(named(Dimension(one)) for one in meant.choices[2:]))
    return f"{found.label} can't be counted by {named(stranger)}. It can by {fits}."


def _that_fit(meant: Unclear, today: date, names: Names) -> Iterator[str]:
    found = metric_named(meant.choices[0])
    yield _completed(found.id, meant, today, names)
    for dimension in (Dimension.TEAM, Dimension.SERVICE):
        if dimension in found.dimensions:
            yield f"{_usual(found.id, today)} by {named(dimension)}"


def _going_on(previous: Query, today: date, names: Names) -> Iterator[str]:
    found = metric_named(previous.metric)
    yield question_of(previous)
    for dimension in (Dimension.TEAM, Dimension.MONTH):
        if dimension in found.dimensions and _understood(f"{found.label} by {named(dimension)}", today, names):
            yield f"{question_for(found, previous.filters, previous.periods)} by {named(dimension)}"


def _with_name(meant: Unclear, today: date, names: Names) -> Iterator[str]:
    """The text with the name that is meant in the place of the words that could be several."""
    for choice in meant.choices:
        dimension, _, value = choice.partition(":")
        found = _named_in(meant.text, Dimension(dimension), value, today, names)
        if found is not None:
            yield found


def _named_in(text: str, dimension: Dimension, value: str, today: date, names: Names) -> str | None:
    for whole in _replaced(text, dimension, value):
        query = _understood(whole, today, names)
        if query is not None and any(values == (value,) for values in query.filters.values()):
            is_place = query.filters.get(dimension) == (value,)
            if is_place or dimension is Dimension.AUDITOR:
                return _capital(whole)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def like_questions(metrics: Sequence[Metric], query: Query) -> tuple[str, ...]:
    """The same question of several figures."""
    return tuple(question_for(found, query.filters, query.periods) for found in metrics)
