"""Questions in the chat: typed, pressed, carried on; the same answers as on the command line (METRICS, "Questions")."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.answer import answer_card
from cards.answer_choices import ChoicesView, choices_card
from cards.verbs import QUESTION, START
from dialogs.ask_names import with_names
from dialogs.ask_view import view_of
from dialogs.ask_ways import siblings_table, whole_figure_button
from dialogs.asking import OLD_CARD, Asking, Seen, carried_query, looks_up, previous_of, seen_of
from dialogs.frozen import reported_reply
from dialogs.turn import Press, Reply, Turn
from metrics.answer import ask
from metrics.answers import Answer, AnswerKind
from metrics.around import siblings_of
from metrics.periods import EARLIEST, Period, PeriodKind
from metrics.query import Query

_TITLES = {
    AnswerKind.CLARIFY: ("Which do you mean?", "Choose one:"),
    AnswerKind.REFUSE: ("I can't answer that", "You can ask:"),
    AnswerKind.NO_DATA: ("No data", "You can ask:"),
}


def typed_question(turn: Turn, text: str) -> Reply:
    """Answer what somebody typed, in the light of what they asked just before."""
    return looks_up(turn, lambda asking: _asked(asking, text))


def press_question(turn: Turn, press: Press) -> Reply:
    """Answer a question that stands on a button, or one that was first taken for an answer to an audit."""
    text, kept = press.data.get(QUESTION, ""), press.inputs.get("text", "")
    if text.strip():
        return typed_question(turn, text)
    return looks_up(turn, lambda asking: _asked_from_card(asking, kept)) if kept.strip() else OLD_CARD


def _asked_from_card(asking: Asking, text: str) -> Seen:
    """A text that stands on a card nowhere else kept: only a figure takes the card's place, so none is lost."""
    found = ask(asking.turn.unit, text, asking.viewer, asking.vocabulary, asking.turn.today)
    if found.figures is not None:
        return shown(asking, found)
    return Seen(Reply(text=f"{found.text} What you typed is still on the card."), {"kind": found.kind.value})


def _asked(asking: Asking, text: str) -> Seen:
    turn = asking.turn
    found = ask(turn.unit, text, asking.viewer, asking.vocabulary, turn.today, previous_of(turn))
    return shown(asking, found)


def shown(asking: Asking, found: Answer, start: int = 0) -> Seen:
    """An answer as its card; `start` is the first row where there are many."""
    found = with_names(asking.turn.unit, found)
    if found.reported is not None:
        return seen_of(found, reported_reply(asking, found.reported))
    if found.figures is None:
        return seen_of(found, Reply(_choices(asking.turn, found)))
    return seen_of(found, Reply(answer_card(view_of(asking, found, start), asking.turn.card_id)))


def _choices(turn: Turn, found: Answer) -> AdaptiveCard:
    title, offer = _TITLES[found.kind]
    return choices_card(ChoicesView(title, found.text, offer, found.choices), turn.card_id)


def show_figure(turn: Turn, press: Press) -> Reply:
    """The figure, the breakdown or the rows that a button carries the query of."""
    query = carried_query(turn, press)
    if query is None:
        return OLD_CARD
    start = press.number(START) or 0
    return looks_up(turn, lambda asking: shown(asking, asking.answers(query), start))


def other_ways(turn: Turn, press: Press) -> Reply:
    """The same thing counted in other ways, side by side."""
    query = carried_query(turn, press)
    return OLD_CARD if query is None else looks_up(turn, lambda asking: _side_by_side(asking, query))


def _side_by_side(asking: Asking, query: Query) -> Seen:
    found = with_names(asking.turn.unit, asking.answers(query))
    if found.query is None or found.figures is None:
        return shown(asking, found)
    siblings = siblings_of(asking.turn.unit, found.query, asking.viewer)
    allowed = [(metric, figure) for metric, figure in siblings if _is_theirs(asking, found.query, metric.id)]
    view = ChoicesView(
        f"Other ways to count it: {found.title}",
        "Each is counted in its own way. Compare a figure only with itself.",
        "",
        (),
        [siblings_table(found.query, allowed)],
        [whole_figure_button(found.query)],
    )
    return seen_of(found, Reply(choices_card(view, asking.turn.card_id)))


def _is_theirs(asking: Asking, query: Query, metric: str) -> bool:
    return asking.answers(replace(query, metric=metric, group_by=(), lists=False)).figures is not None


def as_at_day(turn: Turn, press: Press) -> Reply:
    """The same question as it stood on another day."""
    query = carried_query(turn, press)
    if query is None:
        return OLD_CARD
    try:
        day = date.fromisoformat(press.inputs.get("day", ""))
    except ValueError:
        return looks_up(turn, lambda asking: _refused(asking, query, "Choose a day."))
    wrong = _out_of_reach(turn, day)
    if wrong:
        return looks_up(turn, lambda asking: _refused(asking, query, wrong))
    return looks_up(turn, lambda asking: shown(asking, asking.answers(as_at(query, day))))


def _out_of_reach(turn: Turn, day: date) -> str:
    if day > turn.today:
        return "Choose today or a day before: I can't look ahead."
    return "Choose a later day: nothing is recorded of that time." if day < EARLIEST else ""


def _refused(asking: Asking, query: Query, why: str) -> Seen:
    found = asking.answers(query)
    if found.figures is None:
        return shown(asking, found)
    view = replace(view_of(asking, with_names(asking.turn.unit, found)), wrong=why)
    return seen_of(found, Reply(answer_card(view, asking.turn.card_id), is_refused=True))


def as_at(query: Query, day: date) -> Query:
    """A query as at another day; what stands as at a day, and no period was named for, stands as at that one."""
    if query.period.kind is PeriodKind.DAY:
        label = f"as at {day.day} {day:%B %Y}"
        return replace(query, periods=(Period(day, day, PeriodKind.DAY, day.isoformat(), label),), as_at=day)
    return replace(query, as_at=day)
