"""A question answered: understood, allowed, counted, and said with its passport (METRICS, "The metrics")."""

from dataclasses import replace
from datetime import date

from sqlalchemy import exists, or_, select

from domain.words import Role
from metrics.answers import Answer, AnswerKind
from metrics.asked_back import asked_back, offers_to, permitted_of, refusal_of
from metrics.catalogue import metric as metric_named
from metrics.figures import Figures, Line, count_figures
from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.like_for_like import Unlike, unlike_in
from metrics.listing import list_rows
from metrics.measure import Metric, Shape
from metrics.no_data import NoData, month_with_audits, why_no_data
from metrics.permission import Denied, permitted
from metrics.query import OF_PEOPLE, Dimension, Query, Reach
from metrics.reported import asks_what_was_reported, reported_answer
from metrics.scope import Viewer
from metrics.sealed import left_out, saying_so
from metrics.sentence import sentence_of
from metrics.vocabulary import Vocabulary
from metrics.whole_questions import Offering, question_of, whole_questions
from metrics.wording import goal_said, named, question_for, side_by_side_said, title_of
from storage.people_names import names_by_email
from storage.store import Unit

_CAN_ASK = "These you can ask in any case."
_NIL, _OUTSTANDING = "nil_returns", "outstanding"


def ask(
    unit: Unit, text: str, viewer: Viewer, vocabulary: Vocabulary, today: date, previous: Query | Unclear | None = None
) -> Answer:
    """Answer a text.

    Args:
        unit: a unit of work that only reads.
        text: what was typed.
        viewer: who asks.
        vocabulary: the council's own names.
        today: the London day.
        previous: the query that was answered before in this conversation, or what was asked back.
    """
    asked = asks_what_was_reported(text)
    said_then = None if asked is None else reported_answer(unit, asked, viewer, vocabulary, today)
    if said_then is not None:
        return said_then
    unlike = unlike_in(text, today, vocabulary.names)
    if unlike is not None:
        return _like_for_like(unit, unlike, viewer, vocabulary, today)
    meant = interpret(text, today, vocabulary.names, previous)
    match meant:
        case OutOfScope():
            return Answer(AnswerKind.REFUSE, refusal_of(meant), _offers(unit, viewer, vocabulary, today))
        case Unclear():
            return _asks_back(unit, meant, viewer, vocabulary, today, previous)
        case Understood():
            return answer(unit, meant, viewer, vocabulary, today)


def _asks_back(
    unit: Unit, meant: Unclear, viewer: Viewer, vocabulary: Vocabulary, today: date, previous: Query | Unclear | None
) -> Answer:
    """What is asked back, with those choices that are this viewer's to make; where none is, with what else is."""
    goes_on = previous if isinstance(previous, Query) else None
    offering = Offering(today, vocabulary.names, month_with_audits(unit, today), goes_on)
    sentence, found = asked_back(meant, offering, previous if isinstance(previous, Unclear) else None)
    theirs = tuple(permitted_of(found, viewer, vocabulary.places, offering))
    if theirs:
        return Answer(AnswerKind.CLARIFY, sentence, theirs, unclear=meant)
    offers = offers_to(viewer, vocabulary.places, offering)
    return Answer(AnswerKind.CLARIFY, f"{sentence} {_CAN_ASK}", offers, unclear=meant)


def _offers(unit: Unit, viewer: Viewer, vocabulary: Vocabulary, today: date) -> tuple[str, ...]:
    """What this viewer can ask instead."""
    return offers_to(viewer, vocabulary.places, Offering(today, vocabulary.names, month_with_audits(unit, today)))


def _instead(unit: Unit, denied: Denied, viewer: Viewer, vocabulary: Vocabulary, today: date) -> tuple[str, ...]:
    """What this viewer can ask instead, the nearest first where there is one."""
    offers = _offers(unit, viewer, vocabulary, today)
    if denied.instead is None:
        return offers
    offering = Offering(today, vocabulary.names, denied.instead.period)
    nearest = permitted_of(whole_questions(denied.instead, offering), viewer, vocabulary.places, offering)
    return tuple(dict.fromkeys((*nearest, *offers)))[: len(offers) or None]


def _like_for_like(unit: Unit, unlike: Unlike, viewer: Viewer, vocabulary: Vocabulary, today: date) -> Answer:
    """Refuse to set two definitions against each other, and say each of them for both sides."""
    said = []
    for query in unlike.alike:
        apart = [replace(query, periods=(period,)) for period in query.periods]
        found = [answer(unit, Understood(one), viewer, vocabulary, today) for one in apart]
        denied = next((one for one in found if one.figures is None), None)
        if denied is not None:
            return denied
        said.append(
            side_by_side_said(
                metric_named(query.metric),
                [(one.query, one.figures.total) for one in found if one.query and one.figures],
            )
        )
    why = "These two are counted differently, so setting one against the other would mislead. Like for like:"
    return Answer(AnswerKind.REFUSE, f"{why} {' '.join(said)}", unlike.questions)


def answer(unit: Unit, meant: Understood, viewer: Viewer, vocabulary: Vocabulary, today: date) -> Answer:
    """Count an understood query for its viewer."""
    allowed = permitted(meant.query, viewer, vocabulary.places)
    if isinstance(allowed, Denied):
        return Answer(AnswerKind.REFUSE, allowed.why, _instead(unit, allowed, viewer, vocabulary, today))
    query = with_own_teams(allowed.query, viewer)
    found = metric_named(query.metric)
    unfit = _unfit(found, query)
    if unfit:
        return _says_what_fits(found, unfit, query)
    counted = _counted(unit, replace(meant, query=query), found, viewer, vocabulary, today)
    counted = replace(counted, text=f"{allowed.note} {counted.text}".strip(), note=allowed.note)
    return saying_so(_with_names(unit, counted, query), left_out(unit, query, viewer))


def _with_names(unit: Unit, found: Answer, query: Query) -> Answer:
    """People by their names in what is read; in the query, the filters and the groups they stay the keys they are."""
    lines = found.figures.lines if found.figures is not None else ()
    people = OF_PEOPLE & {*query.filters, *query.group_by}
    emails = {one for dimension in people for one in query.filters.get(dimension, ())}
    emails |= {str(line.group[one.value]) for line in lines for one in people if line.group.get(one.value)}
    for email, name in names_by_email(unit, emails).items() if people else ():
        said = replace(found, text=found.text.replace(email, name), title=found.title.replace(email, name))
        found = replace(said, choices=tuple(one.replace(email, name) for one in found.choices))
    return found


def with_own_teams(query: Query, viewer: Viewer) -> Query:
    """The query with "my teams" written out as a filter: a head's by their e-mail address, a manager's by name."""
    if query.reach is not Reach.MY_TEAMS:
        return query
    found = metric_named(query.metric)
    if Role.HEAD_OF_SERVICE in viewer.roles and Dimension.HEAD_OF_SERVICE in found.dimensions:
        filters = {**query.filters, Dimension.HEAD_OF_SERVICE: (viewer.email,)}
    else:
        filters = {**query.filters, Dimension.TEAM: viewer.teams or ((viewer.own_team,) if viewer.own_team else ())}
    return replace(query, reach=Reach.WHOLE, filters={key: values for key, values in filters.items() if values})


def _unfit(found: Metric, query: Query) -> list[Dimension]:
    asked = (*query.group_by, *query.filters)
    known = found.dimensions | {found.shares, Dimension.PERIOD}
    return [dimension for dimension in asked if dimension not in known]


def _says_what_fits(found: Metric, unfit: list[Dimension], query: Query) -> Answer:
    fits = ", ".join(sorted(named(dimension) for dimension in found.dimensions))
    text = f"{found.label} can't be counted by {named(unfit[0])}. It can by {fits}."
    kept = {key: values for key, values in query.filters.items() if key in found.dimensions}
    return Answer(AnswerKind.CLARIFY, text, (question_of(replace(query, filters=kept, group_by=())),))


def _counted(
    unit: Unit, meant: Understood, found: Metric, viewer: Viewer, vocabulary: Vocabulary, today: date
) -> Answer:
    query = meant.query
    figures, services = _with_services(unit, found, query, viewer, vocabulary)
    has_data = _has_data(unit, found, query, figures)
    rows = tuple(list_rows(unit, query, viewer)) if query.lists and has_data else None
    goal = _goal_of_its_own(meant.goal, found)
    nothing = None if has_data else why_no_data(unit, found, query, viewer)
    said = [found.definition] if meant.asks_definition else []
    said.append(sentence_of(found, query, figures, today))
    said += [nothing.why] if nothing is not None else []
    said += [goal_said(goal, figures.total)] if goal is not None else []
    return Answer(
        AnswerKind.ANSWER if has_data else AnswerKind.NO_DATA,
        " ".join(filter(None, said)),
        _of_another_month(nothing, viewer, vocabulary, today) or _asked_sooner(found, query, figures),
        query=query,
        metric=found,
        figures=figures,
        title=title_of(found, query),
        rows=rows,
        services=services,
        goes_on=meant.goes_on,
        goal=goal,
        explains=meant.asks_definition,
        why_none=nothing.why if nothing is not None else "",
    )


def _of_another_month(nothing: NoData | None, viewer: Viewer, vocabulary: Vocabulary, today: date) -> tuple[str, ...]:
    """The same question of the month that has data, in words that are understood; a viewer's own stays theirs."""
    if nothing is None or nothing.instead is None:
        return ()
    query = replace(nothing.instead, as_at=today)
    own = {key for key, values in query.filters.items() if key in OF_PEOPLE and values == (viewer.email,)}
    if own:
        reach = Reach.MY_TEAMS if Dimension.HEAD_OF_SERVICE in own else Reach.MINE
        kept = {key: values for key, values in query.filters.items() if key not in own}
        query = replace(query, filters=kept, reach=reach)
    offering = Offering(today, vocabulary.names, query.period)
    return tuple(permitted_of(whole_questions(query, offering), viewer, vocabulary.places, offering))


def _goal_of_its_own(goal: int | None, found: Metric) -> int | None:
    """A percentage that was asked about, unless it is the figure's own target, which is said in any case."""
    return None if found.target is not None and found.target.value == goal else goal


def _asked_sooner(found: Metric, query: Query, figures: Figures) -> tuple[str, ...]:
    """Before a month has closed nothing is a nil return: what is outstanding is offered (METRICS, "Catalogue")."""
    is_open = found.id == _NIL and figures.total.numerator == 0 and query.period.end >= query.as_at
    return (question_for(metric_named(_OUTSTANDING), query.filters, query.periods),) if is_open else ()


def _has_data(unit: Unit, found: Metric, query: Query, figures: Figures) -> bool:
    """Whether there is data: a base that is not empty; for a count of a register any row of it at all."""
    if figures.total.value is not None or (found.shape is Shape.SHARES and figures.total.denominator):
        empty_register = figures.total.value == 0 and found.is_register
        return not empty_register or _holds_any(unit, found, query)
    return False


def _holds_any(unit: Unit, found: Metric, query: Query) -> bool:
    tables = [part.facts(query.as_at, query.period).first_table() for part in found.parts]
    held = select(or_(*(exists(select(1).select_from(table)) for table in tables)))
    return bool(unit.connection.execute(held).scalar())


def _with_services(
    unit: Unit, found: Metric, query: Query, viewer: Viewer, vocabulary: Vocabulary
) -> tuple[Figures, tuple[Line, ...]]:
    """The figure, and the whole council's in its services where nothing was named: one statement gives both."""
    if not _is_told_by_service(found, query, viewer, vocabulary):
        return count_figures(unit, query, viewer), ()
    by_service = count_figures(unit, replace(query, group_by=(Dimension.SERVICE,)), viewer)
    if found.shape is Shape.AGREEMENT:
        # Its interval is drawn from the pairs in their order, which a breakdown changes.
        return count_figures(unit, query, viewer), by_service.lines
    return replace(by_service, lines=()), by_service.lines


def _is_told_by_service(found: Metric, query: Query, viewer: Viewer, vocabulary: Vocabulary) -> bool:
    is_plain = not query.filters and not query.group_by and Dimension.SERVICE in found.dimensions
    has_several = len(vocabulary.names.values(Dimension.SERVICE)) > 1
    return is_plain and has_several and found.shape is not Shape.SHARES and viewer.sees_whole_council
