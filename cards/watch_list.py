"""The cards of the watch list: children whose audit was Requires Improvement and at risk of decline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, said, typed
from cards.verbs import AUDIT, Verb
from domain.calendar import spoken_day

_ROOM = 1_500


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """A child on the list.

    Attributes:
        is_due: whether the day of the review has come.
        later: what later audits of the child say, in a sentence; "" where there is none.
        last: the last review in a sentence, and its words; "" where there was none.
    """

    audit_id: int
    case_ref: str
    audit_ref: str
    team: str
    returned_on: date
    review_on: date
    is_due: bool
    later: str = ""
    last: str = ""
    last_words: str = ""


@dataclass(frozen=True, slots=True)
class WatchList:
    """The list as its reader sees it.

    Attributes:
        count, due: how many children are on it, and how many of their reviews are due.
        rate: what became of all that were ever on it, in a sentence with its counts.
        may_review: whether the reader records reviews.
        note: what was just done, or why it could not be.
    """

    count: int
    due: int
    rate: str
    lines: Sequence[WatchedLine]
    may_review: bool
    more_after: int | None = None
    note: str = ""


def _line(line: WatchedLine, card_id: str, *, may_review: bool) -> Container:
    items: list[CardElement] = [said(f"Reference {line.case_ref}, {line.team}", bold=True)]
    items.append(said(f"Audit {line.audit_ref}, returned on {spoken_day(line.returned_on)}."))
    day = spoken_day(line.review_on)
    items.append(complaint(f"Its review is due since {day}.") if line.is_due else said(f"Its review is on {day}."))
    items += [said(line.later)] if line.later else []
    items += [said(line.last, quiet=True)] if line.last else []
    items += [typed(line.last_words, _ROOM)] if line.last_words else []
    review = Button(
        "Review", Verb.WATCH_FORM, {AUDIT: line.audit_id}, sends_inputs=False, tooltip=f"Review: {line.case_ref}"
    )
    return Container(separator=True, items=[*items, *([buttons(card_id, review)] if may_review else [])])


def watch_list_card(view: WatchList, card_id: str) -> AdaptiveCard:
    """The children on the list, the earliest review first."""
    counted = (
        f"{view.count} child{'' if view.count == 1 else 'ren'} on the list, {view.due} to review now."
        if view.count
        else "No child is on the list."
    )
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body += [said("Their audit was Requires Improvement, and at risk of decline."), said(counted)]
    body += [said(view.rate)] if view.rate else []
    body += [_line(line, card_id, may_review=view.may_review) for line in view.lines]
    more = Button("More", Verb.WATCH_LIST, {"after": view.more_after or 0}, sends_inputs=False)
    actions = [] if view.more_after is None else [execute(more, card_id)]
    return card("Watch list", body, actions, fallback=f"The watch list. {counted}")
