"""What a moderator reads on each step: the auditor's words, and none of their grades."""

from collections.abc import Sequence

from domain.audit_steps import INVOLVEMENT_TITLES, PARTY_TITLES, SENTIMENT_TITLES
from domain.calendar import spoken_day
from domain.moderation_steps import ENGAGEMENT, SUMMARY
from domain.questions import Step
from storage.moderation_reading import AuditRead, ReadParty

_NOTHING = "The auditor wrote nothing here."
Lines = Sequence[tuple[str, str]]


def read_of(step: Step, audit: AuditRead) -> Lines:
    """(label, text) of what a step shows of an audit; a label alone is a heading."""
    if step.key == ENGAGEMENT:
        return [line for party in audit.parties for line in _party(party)] or [(_NOTHING, "")]
    if step.key == SUMMARY:
        return _summary(audit)
    if step.domain is not None:
        written = audit.evidence.get(step.domain.title, "")
        return [("What the auditor wrote", written)] if written else [(_NOTHING, "")]
    return [("Now that you have read all of it:", "")]


def _party(party: ReadParty) -> Lines:
    how = INVOLVEMENT_TITLES[party.outcome].lower()
    mood = f" {SENTIMENT_TITLES[party.sentiment]}." if party.sentiment else ""
    lines = [(f"{PARTY_TITLES[party.party]}: {how}.{mood}", "")]
    lines += [("In their own words", party.comment)] if party.comment else []
    return [*lines, *([("Why", party.reason)] if party.reason else [])]


def _summary(audit: AuditRead) -> Lines:
    actions = [(f"{one.owner}, by {spoken_day(one.due_on)}", one.description) for one in audit.actions]
    heading = "Actions agreed" if actions else "No actions were agreed."
    return [
        ("Strengths", audit.strengths or _NOTHING),
        ("Areas for improvement", audit.areas or _NOTHING),
        (heading, ""),
        *actions,
    ]
