"""What an auditor is told when somebody else changes one of their audits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import Button, card, execute, facts, said, typed
from cards.verbs import AUDIT, Verb
from domain.calendar import spoken_day, spoken_month

_MY_AUDITS = Button("My audits", Verb.MY_AUDITS, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class ChangedAudit:
    """An audit that somebody changed, as its auditor knows it. `due_on` is the day by which it is due now.

    `is_begun`: they have opened it, and know it by its reference.
    """

    audit_id: int
    case_ref: str
    team: str
    month: str
    due_on: date
    is_begun: bool = True


def _about(view: ChangedAudit) -> CardElement:
    reference = [("Reference", view.case_ref)] if view.is_begun else []
    return facts([*reference, ("Team", view.team), ("Month", spoken_month(view.month))])


def _continue(view: ChangedAudit) -> Button:
    return Button("Continue audit", Verb.CONTINUE_AUDIT, {AUDIT: view.audit_id}, sends_inputs=False, style="positive")


def _notice(title: str, body: Sequence[CardElement], button: Button, fallback: str, card_id: str) -> AdaptiveCard:
    return card(title, body, [execute(button, card_id)], fallback=fallback)


def sent_back_card(view: ChangedAudit, reasons: str, card_id: str) -> AdaptiveCard:
    """That an audit was sent back: what should be better, and by when it is due again."""
    words = (
        f"Please return it again by {spoken_day(view.due_on)}. What you wrote is all there, and it counts as returned."
    )
    body = [_about(view), said("What should be better", bold=True), typed(reasons), said(words)]
    fallback = "An audit has been sent back to you. Type 'my audits' to see why, and to go on with it."
    return _notice("An audit came back to you", body, _continue(view), fallback, card_id)


def audit_gone_card(view: ChangedAudit, card_id: str) -> AdaptiveCard:
    """That an audit is this person's no longer."""
    body = [_about(view), said("QA has taken this audit back. You don't need to do anything with it.")]
    fallback = "QA has taken an audit back. You don't need to do anything with it."
    return _notice("An audit is no longer yours", body, _MY_AUDITS, fallback, card_id)


def brought_back_card(view: ChangedAudit, card_id: str, *, is_to_do: bool) -> AdaptiveCard:
    """That an audit which was taken back is this person's again, and by when it is due, if it is still to be done."""
    to_do = f"It stands where you left it, and is due by {spoken_day(view.due_on)}. Type 'my audits' to go on with it."
    rest = "It counts again as it stood. You don't need to do anything with it."
    words = ["QA had taken this audit back, and gives it back to you now.", to_do if is_to_do else rest]
    fallback = "QA has brought an audit of yours back. Type 'my audits' to see it."
    return _notice("An audit is yours again", [_about(view), *map(said, words)], _MY_AUDITS, fallback, card_id)


def due_day_card(view: ChangedAudit, card_id: str) -> AdaptiveCard:
    """That an audit is due on another day."""
    body = [_about(view), said(f"It is due by {spoken_day(view.due_on)} now.")]
    fallback = f"One of your audits has another due day: {spoken_day(view.due_on)}."
    return _notice("Another due day", body, _MY_AUDITS, fallback, card_id)


def conflict_declined_card(view: ChangedAudit, why: str, card_id: str) -> AdaptiveCard:
    """That QA has looked at a conflict of interest and asks the auditor to carry on."""
    words = "QA has looked at what you told them, and asks you to do this audit all the same. They say:"
    body = [_about(view), said(words), typed(why), said(f"It is due by {spoken_day(view.due_on)}.")]
    fallback = "QA has answered you about a conflict of interest. Type 'my audits' to go on."
    return _notice("About your conflict of interest", body, _MY_AUDITS, fallback, card_id)


def reopening_ended_card(view: ChangedAudit, card_id: str) -> AdaptiveCard:
    """That a reopened audit stands as it was returned last."""
    words = "It stands as you returned it last. If what you changed since matters, ask QA to send it back to you."
    body = [
        _about(view),
        said("You had opened this audit again. That has ended: a moderator has opened it, or its month has closed."),
        said(words),
    ]
    fallback = "An audit that you had opened again stands as you returned it last."
    return _notice("Your audit stands as returned", body, _MY_AUDITS, fallback, card_id)


def returned_for_card(view: ChangedAudit, by: str, card_id: str) -> AdaptiveCard:
    """That somebody of QA has returned an audit in its auditor's place."""
    words = f"{by} of QA has returned this audit for you. You don't need to do anything more with it."
    fallback = "QA has returned an audit for you. You don't need to do anything more with it."
    return _notice("An audit returned for you", [_about(view), said(words)], _MY_AUDITS, fallback, card_id)
