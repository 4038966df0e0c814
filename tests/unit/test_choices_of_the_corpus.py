"""What is offered where a question of the corpus has no answer: whole questions, that viewer's to ask."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from metrics.asked_back import asked_back, offers_to, permitted_of
from metrics.catalogue import metric as metric_named
from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.periods import Period, month_around, months_before
from metrics.permission import Allowed, Denied, permitted
from metrics.query import Query
from metrics.whole_questions import Offering
from tests.unit.question_score import names_in, outcome_of, places_in, viewer_of
from tests.unit.test_question_corpus import Record, councils, questions

# These ask which of several names, months or parts is meant: what they offer is not all that was named.
CHOOSING = {"name", "either", "excluded", "period", "day", "follow"}


def offering_of(question: Record) -> Offering:
    today = date.fromisoformat(question["today"])
    return Offering(today, names_in(question["council"]), month_around(months_before(today, 1)), before(question))


def before(question: Record) -> Query | None:
    """The query that the last turn goes on from."""
    found = before_last(question)
    return found if isinstance(found, Query) else None


def before_last(question: Record) -> Query | Unclear | None:
    """What the last turn goes on from, or what it is to complete."""
    found: Query | Unclear | None = None
    for said in (question.get("turns") or [""])[:-1]:
        meant = interpret(said, date.fromisoformat(question["today"]), names_in(question["council"]), found)
        found = meant.query if isinstance(meant, Understood) else meant if isinstance(meant, Unclear) else found
    return found


@cache
def unanswered() -> list[tuple[str, Unclear | None, tuple[str, ...]]]:
    """Every question without an answer: its id, what was not clear, and what is offered."""
    return [(question["id"], meant, offered) for question in questions() for meant, offered in offers(question)]


def offers(question: Record) -> Iterator[tuple[Unclear | None, tuple[str, ...]]]:
    meant, offering = outcome_of(question), offering_of(question)
    viewer, places = viewer_of(councils()[question["council"]], question["as"]), places_in(question["council"])
    if isinstance(meant, Unclear):
        earlier = before_last(question)
        _, found = asked_back(meant, offering, earlier if isinstance(earlier, Unclear) else None)
        theirs = tuple(permitted_of(found, viewer, places, offering))
        yield meant, theirs or offers_to(viewer, places, offering)
    elif isinstance(meant, OutOfScope) or isinstance(permitted(meant.query, viewer, places), Denied):
        yield None, offers_to(viewer, places, offering)


@cache
def by_id() -> dict[str, Record]:
    return {question["id"]: question for question in questions()}


def test_something_is_always_offered_and_nothing_twice() -> None:
    assert len(unanswered()) > 200
    assert [name for name, _, offered in unanswered() if not offered or len(set(offered)) < len(offered)] == []


def test_every_choice_is_understood_and_is_that_viewers_to_ask() -> None:
    wrong = []
    for name, _, offered in unanswered():
        question = by_id()[name]
        viewer = viewer_of(councils()[question["council"]], question["as"])
        for text in offered:
            query = offering_of(question).understood(text)
            allowed = query and permitted(query, viewer, places_in(question["council"]))
            if not isinstance(allowed, Allowed) or allowed.taken_away:
                wrong.append((name, text))
    assert wrong == []


def test_a_choice_between_figures_keeps_the_months_and_the_names_that_were_said() -> None:
    wrong = []
    for name, meant, offered in unanswered():
        if meant is not None and meant.why not in CHOOSING:
            wrong += [(name, meant.text, text) for text in offered if not keeps(by_id()[name], meant, text)]
    assert wrong == []


def keeps(question: Record, meant: Unclear, choice: str) -> bool:
    """Whether a choice is about the last of the months that were said, and whatever of the names its figure knows."""
    offering = offering_of(question)
    query, text = offering.understood(choice), offering.read(meant.text)
    assert query is not None
    named = {
        (dimension, value)
        for dimension, values in text.mentions.filters().items()
        for value in values
        if dimension in metric_named(query.metric).dimensions
    }
    kept = {(dimension, value) for dimension, values in query.filters.items() for value in values}
    return ends_alike(text.moments.periods, query.periods) and named <= kept


def ends_alike(said: list[Period], offered: tuple[Period, ...]) -> bool:
    return not said or max(one.end for one in said) == max(one.end for one in offered)
