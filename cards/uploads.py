"""The card of an audit that is on the child's record, or was a moment ago."""

from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.elements import Button, card, execute, facts, said
from cards.verbs import AUDIT, Verb
from domain.calendar import spoken_day


@dataclass(frozen=True, slots=True)
class UploadView:
    """An audit and the child's record.

    Attributes:
        placed_on: since when it is there; None where it is not.
        may_place, may_take_off: whether the reader can put it there, or take that back.
        note: what was just done, or why it could not be.
    """

    audit_id: int
    case_ref: str
    placed_on: date | None
    may_place: bool = False
    may_take_off: bool = False
    note: str = ""


def upload_card(view: UploadView, card_id: str) -> AdaptiveCard:
    """Whether a final audit is on the child's record, and the way to say so or to take it back."""
    stands = "Not down as there yet" if view.placed_on is None else f"Since {spoken_day(view.placed_on)}"
    body = [said(view.note, bold=True)] if view.note else []
    data = {AUDIT: view.audit_id}
    wanted = []
    if view.may_place:
        title = "On the child's record"
        wanted.append(Button(title, Verb.MARK_UPLOADED, data, sends_inputs=False, style="positive"))
    if view.may_take_off:
        wanted.append(Button("Undo", Verb.TAKE_OFF_RECORD, data, sends_inputs=False))
    wanted.append(Button("My audits", Verb.MY_AUDITS, sends_inputs=False))
    return card(
        "The child's record",
        [*body, facts([("Reference", view.case_ref), ("On the record", stands)])],
        [execute(button, card_id) for button in wanted],
        fallback="Whether a final audit is on the child's record.",
    )
