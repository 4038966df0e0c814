"""The cards of questions: answers, what is asked back, what can be asked, figures as they were reported."""

from dataclasses import replace

from microsoft_teams.cards import AdaptiveCard

from cards.answer import AnswerTable, AnswerView, answer_card
from cards.answer_chart import ChartView, Point
from cards.answer_choices import ChoicesView, FigureLine, choices_card, families_card, family_card
from cards.answer_frozen import (
    DifferenceLine,
    FrozenLine,
    ReportedView,
    difference_card,
    frozen_card,
    frozen_list_button,
    frozen_list_card,
    more_rows_button,
    reported_card,
)
from cards.elements import Button
from cards.verbs import QUERY, START, Verb
from domain.calendar import spoken_month

_TITLE = "Completion rate · October 2026"
# As long as the query of a manager of many teams.
_QUERY = (
    '{"metric":"completion_rate","as_at":"2026-11-20","filters":{"team":[' + ",".join(['"Alder Vale 1"'] * 30) + "]}}"
)
_MANY = 15


def _button(title: str, verb: Verb) -> Button:
    return Button(title, verb, {QUERY: _QUERY}, sends_inputs=verb is Verb.AS_AT_DAY)


_WAYS = (
    _button("By team", Verb.SHOW_FIGURE),
    _button("By month", Verb.SHOW_FIGURE),
    _button("Which ones?", Verb.SHOW_FIGURE),
    _button("My teams", Verb.SHOW_FIGURE),
    _button("Other ways to count it", Verb.OTHER_WAYS),
    _button("Freeze this figure", Verb.FREEZE_FIGURE),
)


def _chart() -> ChartView:
    months = [f"{2025 + (number + 10) // 12}-{(number + 10) % 12 + 1:02}" for number in range(12)]
    points = [
        Point(f"{key}-01", spoken_month(key), 60.0 + number, f"{60 + number}%") for number, key in enumerate(months)
    ]
    words = (
        "The middle of these 12 months (the median) is 65.5%.",
        "This is a shift: the last 6 months are all above it.",
    )
    return ChartView("Completion rate, month by month", "Percent", points, 65.5, 100.0, words)


def _view() -> AnswerView:
    return AnswerView(
        _TITLE,
        "67%",
        ["4 returned of 6 allocated.", "Target 90%, 23 points below."],
        "Completion rate, October 2026: 4 of 6, 67% (target 90%, 23 points below).",
        "Audits returned, on time or late, of all that were allocated for the month, exempted ones included.",
        notes=["You can see your own teams and the whole council, so this is the whole council's figure."],
        now=["So far 4 are in, and 2 are not yet due.", "2 more returns reach the target of 90%."],
        chart=_chart(),
        ways_on=_WAYS,
        as_at="2026-11-20",
        change_day=_button("Show that day", Verb.AS_AT_DAY),
    )


def _rows(text: str, case_ref: str) -> AnswerTable:
    told = f"record {case_ref}, {text[:3_000]}, due 23 October 2026" if text else f"record {case_ref}"
    rows = [(f"2026-10-{number:03}", told) for number in range(_MANY)]
    return AnswerTable("Which ones", "Reference", "What is known", rows, "Shown: 1 to 15 of 40.", _more(), (2, 3))


def _more() -> Button:
    return Button("More", Verb.SHOW_FIGURE, {QUERY: _QUERY, START: _MANY}, sends_inputs=False)


def answer_cards(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """Each by a name for it; `text` and `name` are what people typed and are called."""
    view = _view()
    by_team = AnswerTable(
        "By team", "Team", "Figure", [(name, "67% (4 of 6)")] * _MANY, "Shown: 1 to 15 of 57.", _more()
    )
    siblings = AnswerTable("October 2026", "Figure", "Count", [("Completion rate", "67% (4 of 6)")] * 5)
    back = _button("The figure", Verb.SHOW_FIGURE)
    looks_ahead = "I can't look ahead: I only count what has happened."
    ways = "Compare a figure only with itself."
    questions = ["Completion rate last month", f"Completion rate for {name} last month", "Overdue actions"]
    return {
        "answer": answer_card(view, card_id),
        "answer by team": answer_card(replace(view, tables=[by_team], chart=None, now=()), card_id),
        "answer with its rows": answer_card(
            replace(view, tables=[_rows(text, case_ref)], chart=None, ways_on=[back]), card_id
        ),
        "answer, another day refused": answer_card(replace(view, wrong="Choose a day."), card_id),
        "answer without data": answer_card(
            AnswerView(
                _TITLE, "No data", ["There is nothing to count here yet."], "There is no data.", view.definition
            ),
            card_id,
        ),
        "question asked back": choices_card(
            ChoicesView("Which do you mean?", "Which figure do you mean?", "Choose one:", questions), card_id
        ),
        "question refused": choices_card(
            ChoicesView("I can't answer that", looks_ahead, "You can ask:", questions),
            card_id,
        ),
        "other ways to count": choices_card(
            ChoicesView("Other ways to count it", ways, "", (), [siblings], [back]),
            card_id,
        ),
        "what can be asked": families_card([("returns", "Audits given and returned")], questions, card_id),
        "what can be asked, one family": family_card(
            "Audits given and returned",
            [FigureLine("Completion rate", view.definition, "Completion rate last month")] * 6,
            Button("More", Verb.WHAT_CAN_I_ASK, {"family": "returns", START: 6}, sends_inputs=False),
            card_id,
        ),
        **_frozen(text, name, case_ref, card_id),
    }


def _frozen(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    line = FrozenLine(
        3, _TITLE, "67% (4 of 6)", f"Frozen on 2 November 2026 by {name}, as it stood on 2 November 2026."
    )
    differences = [DifferenceLine("returned_late", "3 returned late", may_list=True)]
    differences.append(DifferenceLine("regraded", "1 regraded", may_list=False))
    said_on, known_on = f"As reported on 2 November 2026 by {name}", "As known on 20 November 2026"
    spoken = "As reported: 67%. As known now: 83%. Since then: 3 returned late, 1 regraded."
    view = ReportedView(
        3, _TITLE, "67% (4 of 6)", "83% (5 of 6)", said_on, known_on, spoken, differences, sees_list=True
    )
    rows = replace(_rows(text, case_ref), title="3 returned late", more=more_rows_button(3, "returned_late", _MANY))
    return {
        "figure frozen": frozen_card(line, card_id),
        "frozen figures": frozen_list_card([line] * 8, frozen_list_button(8, "More"), card_id),
        "frozen figures, none": frozen_list_card([], None, card_id),
        "then and now": reported_card(view, card_id),
        "then and now, the same": reported_card(replace(view, differences=[]), card_id),
        "what became of some": difference_card(3, _TITLE, rows, card_id),
    }
