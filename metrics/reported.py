"""What was said, set beside what is known now: "what did we say in July?" (issue 5, "Frozen figures")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.calendar import london_day
from metrics.answers import Answer, AnswerKind, Difference, Reported
from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.counted_rows import counted_rows, gone_since
from metrics.differences import differences_of, references
from metrics.figures import Figure, Figures, Line, count_figures
from metrics.language.interpret import Understood, default_period, interpret
from metrics.language.names import Names
from metrics.permission import Allowed, permitted
from metrics.query import Query
from metrics.query_text import read_query
from metrics.scope import Viewer
from metrics.sealed import left_out
from metrics.vocabulary import Vocabulary
from metrics.whole_questions import question_of
from metrics.wording import day_said
from storage.frozen_figures import FrozenFigure, facts_of_frozen, frozen_figures
from storage.store import Unit

_SAID = re.compile(
    r"^\W*(?:so |and )?what (?:(?:did|have|had) (?:we|you|i) (?:say|said|report|reported|tell|told|publish|published|"
    r"give|given|put|freeze|frozen)|(?:was|were|had been) (?:reported|said|published|frozen))\b(?: as)?(?P<about>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TO_WHOM = re.compile(
    r"\bto (?:the )?(?:inspectors?|members?|board|committee|cabinet|council|directors?)\b", re.IGNORECASE
)
_PLAIN = re.compile(r"^\W*(?:for|about|on|of|as)\b", re.IGNORECASE)
_MOST = 6
_SEALED = (
    "That figure counts an audit that you are to grade yourself. You can see what was said once you have graded it. "
    "Until then, ask for the figure as it is known now."
)


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A question about what was said: the rest of it, and whether a period in it is when it was said."""

    about: str
    is_when: bool


def asks_what_was_reported(text: str) -> AskedReport | None:
    """What a text asks about figures as they were said; None where it asks no such thing."""
    found = _SAID.match(text.strip())
    if found is None:
        return None
    about = _TO_WHOM.sub(" ", found["about"]).strip(" ?.!")
    return AskedReport(_PLAIN.sub(" ", about).strip(), is_when=_PLAIN.match(about) is None)


def reported_answer(
    unit: Unit, asked: AskedReport, viewer: Viewer, vocabulary: Vocabulary, today: date
) -> Answer | None:
    """The figure that was frozen, and now, and why they differ; None where the rest is not about a figure at all."""
    about = _about(asked.about, today, vocabulary.names)
    if about is None:
        return None
    found = [one for one in _fitting(unit, asked, about) if _query_of(one, viewer, vocabulary, today) is not None]
    latest = {_same_question(one): one for one in reversed(found)}
    if not latest:
        return _nothing(about)
    if len(latest) > 1:
        return _which(list(latest.values()), today)
    return reported(unit, next(iter(latest.values())), viewer, vocabulary, today)


@dataclass(frozen=True, slots=True)
class _About:
    """What the rest of the question says: a figure, where one is named, and a period, where one is."""

    query: Query
    names_figure: bool
    names_period: bool


def _about(text: str, today: date, names: Names) -> _About | None:
    meant = interpret(text, today, names) if text else None
    if isinstance(meant, Understood):
        return _About(meant.query, names_figure=True, names_period=_names_period(meant.query, text, today))
    # Only a period: any figure stands for it to be read.
    label = metric_named(HEADLINE).label
    period = interpret(f"{label} {text}", today, names)
    if not isinstance(period, Understood) or (text and period.query.filters):
        return None
    return _About(period.query, names_figure=False, names_period=bool(text))


def _names_period(query: Query, text: str, today: date) -> bool:
    usual = default_period(metric_named(query.metric), today, today)
    return query.periods != (usual,) or re.search(r"\bthis\b|\btoday\b|\bso far\b", text, re.IGNORECASE) is not None


def _fitting(unit: Unit, asked: AskedReport, about: _About) -> list[FrozenFigure]:
    """The frozen figures that fit, the latest first: by their period, or by when they were said."""
    some = frozen_figures(unit, about.query.metric if about.names_figure else None)
    if about.names_figure and about.query.filters:
        wanted = _filters(about.query)
        some = [one for one in some if wanted.items() <= _filters_of(one).items()]
    if not about.names_period:
        return some
    period = about.query.period
    of_it = [one for one in some if (one.first_day, one.last_day) == (period.start, period.end)]
    then = [one for one in some if period.start <= london_day(one.frozen_at) <= period.end]
    first, second = (then, of_it) if asked.is_when and not about.names_figure else (of_it, then)
    return first or second


def _same_question(one: FrozenFigure) -> tuple[Any, ...]:
    """What two freezings of one question have in common: all but the day as at which it stood."""
    return one.metric, one.first_day, one.last_day, str(one.answer["filters"]), str(one.answer["group_by"])


def _filters(query: Query) -> dict[str, list[str]]:
    return {key.value: list(values) for key, values in query.filters.items()}


def _filters_of(one: FrozenFigure) -> Mapping[str, Any]:
    found: Mapping[str, Any] = one.answer["filters"]
    return {key: value if isinstance(value, list) else [value] for key, value in found.items()}


def _query_of(one: FrozenFigure, viewer: Viewer, vocabulary: Vocabulary, today: date) -> Query | None:
    """The question of a frozen figure, where it is this viewer's to ask just so; else they learn nothing of it."""
    query = read_query(one.query, today)
    if query is None:
        return None
    allowed = permitted(query, viewer, vocabulary.places)
    return query if isinstance(allowed, Allowed) and allowed.query == query else None


def _nothing(about: _About) -> Answer:
    text = "No figure was frozen for that. The QA team freezes a figure with the button on its answer."
    return Answer(AnswerKind.NO_DATA, text, (question_of(about.query),))


def _which(found: Sequence[FrozenFigure], today: date) -> Answer:
    queries = [query for one in found if (query := read_query(one.query, today)) is not None]
    choices = tuple(f"What did we report for {question_of(query)}" for query in queries[:_MOST])
    return Answer(AnswerKind.CLARIFY, f"{len(found)} figures were frozen then. Which one do you mean?", choices)


def reported(unit: Unit, one: FrozenFigure, viewer: Viewer, vocabulary: Vocabulary, today: date) -> Answer | None:
    """A frozen figure as it was said, as it stands now, and the difference row by row; None where it is not theirs."""
    query = _query_of(one, viewer, vocabulary, today)
    if query is None:
        return None
    metric = metric_named(one.metric)
    now_query = replace(query, as_at=today)
    if left_out(unit, now_query, viewer):
        # What was said then counted it, and every row of the difference would tell its grade.
        return Answer(AnswerKind.REFUSE, _SEALED, (question_of(now_query),))
    now = count_figures(unit, now_query, viewer).total
    found = Reported(
        one.id, one.title, one.frozen_at, one.frozen_by, one.as_at, one.answer, now, today,
        _differences(unit, one, query, viewer, vocabulary, today),
    )  # fmt: skip
    then = _figures_of(one.answer)
    return Answer(
        AnswerKind.ANSWER,
        reported_said(found),
        query=query,
        metric=metric,
        figures=then,
        title=one.title,
        reported=found,
    )


def _differences(
    unit: Unit, one: FrozenFigure, query: Query, viewer: Viewer, vocabulary: Vocabulary, today: date
) -> tuple[Difference, ...]:
    then = {str(row["key"]): row for row in facts_of_frozen(unit, one.id)}
    now: dict[str, Mapping[str, Any]] = {
        key: {"key": key, **row} for key, row in counted_rows(unit, replace(query, as_at=today), viewer).items()
    }
    lost = {key: row for key, row in then.items() if key not in now}
    gone = gone_since(unit, references(lost), today)
    found = differences_of(metric_named(one.metric), then, now, gone, one.as_at)
    may_list = permitted(replace(query, lists=True), viewer, vocabulary.places)
    is_whole = isinstance(may_list, Allowed) and may_list.query == replace(query, lists=True)
    return found if is_whole else tuple(replace(some, rows=()) for some in found)


def _figures_of(answer: Mapping[str, Any]) -> Figures:
    """A passport's figures, as they were."""
    lines = [Line(dict(row["group"]), _figure(row)) for row in answer["rows"]]
    left_out = tuple((str(one["what"]), int(one["count"])) for one in answer["excluded"])
    return Figures(_figure(answer), tuple(lines), left_out)


def _figure(found: Mapping[str, Any]) -> Figure:
    interval = found.get("interval")
    return Figure(
        found["numerator"],
        found["denominator"],
        found["value"],
        found["display"],
        (interval[0], interval[1]) if interval else None,
        found.get("count"),
        date.fromisoformat(found["since"]) if found.get("since") else None,
    )


def reported_said(found: Reported) -> str:
    """Then, now, and why: `… as reported on 5 August 2019: 68%. As known now: 76%. Since then: 5 returned late`."""
    said = f"{found.title}, as reported on {day_said(london_day(found.frozen_at))}: {_shown(_figure(found.passport))}."
    known = f"As known now: {_shown(found.now)}."
    return f"{said} {known} {differences_said(found.differences)}"


def _shown(figure: Figure) -> str:
    if figure.denominator is None or figure.value is None:
        return figure.display
    return f"{figure.display} ({figure.numerator} of {figure.denominator})"


def differences_said(differences: Sequence[Difference]) -> str:
    """`3 returned late, 1 regraded.` Nothing differing is said as well."""
    if not differences:
        return "Nothing that it was counted from has changed since."
    return f"Since then: {', '.join(f'{one.count} {one.what}' for one in differences)}."
