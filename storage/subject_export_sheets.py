"""The sheets of what is held about a person or a case: which tables they show, in which words, and what is left out."""

from collections.abc import Mapping
from typing import Any

from domain.ladder import ItemKind
from storage.tables.erasures import HoldKind

# Each table that can hold something about a person or a case, and its sheet.
TITLES: Mapping[str, str] = {
    "person": "person",
    "person_role": "roles",
    "team_post": "posts",
    "deputy": "deputies",
    "channel_address": "where Teams reaches them",
    "standing_exemption": "standing exemptions",
    "exemption": "exemptions",
    "exemption_request": "exemption requests",
    "exemption_step": "exemption request history",
    "exemption_wording": "likely names, exemptions",
    "leave": "leave",
    "chasing_stop": "chasing stopped",
    "chase_hold": "reminders put off",
    "nudge_line": "reminders",
    "outbox": "messages",
    "outbox_attempt": "tries at sending",
    "asked_question": "last question",
    "qa_task": "tasks of QA",
    "case_record": "case",
    "allocation": "audits allocated",
    "allocation_transition": "audit history",
    "allocation_act": "changes to audits",
    "acting_for": "QA acting for auditors",
    "audit": "audits",
    "audit_answer": "answers",
    "audit_answer_revision": "every answer given",
    "late_words": "words after the return",
    "draft_action": "actions before the return",
    "audit_card": "cards shown",
    "audit_version": "audits as returned",
    "audit_acknowledgement": "audits acknowledged",
    "domain_rating": "grades by domain",
    "engagement": "family and others involved",
    "contact_attempt": "contact attempts",
    "feedback_placing": "feedback themes",
    "kept_wording": "likely names, audits",
    "moderation": "moderations",
    "moderation_answer": "moderators' answers",
    "moderation_answer_revision": "every moderator's answer",
    "loop_meeting": "moderation meetings",
    "loop_reply": "answers to meetings",
    "agreed_action": "actions",
    "action_transition": "action history",
    "undone_closure": "closures taken back",
    "action_verification": "closures checked",
    "concern": "children of concern",
    "concern_transition": "concern history",
    "concern_spell": "concerns opened again",
    "concern_acknowledgement": "concerns acknowledged",
    "concern_alarm": "alarms",
    "watch_review": "watch list reviews",
    "escalation": "disputes",
    "escalation_transition": "dispute history",
    "dip_sample": "dip samples",
    "dip_sample_record": "dip sample records",
    "dip_sample_result": "dip sample answers",
    "dip_sample_act": "dip sample history",
    "impact_survey": "impact surveys",
    "survey_respondent": "who is surveyed",
    "survey_answer": "survey answers",
    "chat_file": "files in chat",
    "frozen_figure": "figures kept",
    "framework_version": "frameworks added",
    "policy_setting": "settings changed",
    "import_run": "workbooks imported",
    "erasure": "erasures made",
    "legal_hold": "legal holds",
    "event": "who did and saw what",
}
# A reference to a person or a case leads to these as well, and they are in no sheet: why.
LEFT_OUT: Mapping[str, str] = {
    "dip_sample_question": "What a dip sample asks: the same of every record. Each answer has its question with it.",
    "erased_row": "Which rows of a history an erasure emptied: numbers alone, that stand for nothing any more.",
    "handled_press": "Which buttons were pressed, as digests that stand for nobody: kept to count each press once.",
}
# Columns that are shown to nobody: why, for all of them alike.
MARKS = frozenset(
    {
        "basis",
        "chase_on",
        "claimed_by",
        "claimed_until",
        "dedupe",
        "digest",
        "frozen_by_card",
        "made_by",
        "salt",
        "seed",
    }
)
WHY_NO_MARKS = "The service's own marks (digests, one-time numbers, claims): they say nothing of anybody."
# The bytes of a file are handed out by whoever has the file.
FILES = frozenset({("chat_file", "content")})

# What a person who reads a heading would not guess from the column's name.
HEADINGS: Mapping[str, str] = {
    "id": "row",
    "at": "when",
    "on_day": "day",
    "what": "what was done",
    "detail": "more of it",
    "source": "by way of",
    "subject": "about",
    "subject_id": "which one",
    "fte": "share of full time",
    "entra_object_id": "Teams account",
    "actor_object_id": "Teams account that did it",
    "actor_id": "who did it",
    "acting_for_id": "on behalf of",
    "template": "message",
    "rung": "reminder or repeat",
    "send_class": "sort of message",
    "settled_at": "sent or ended at",
    "ref": "reference",
    "case_ref": "case reference",
    "met_standard": "to standard",
    "iro_or_chair_id": "IRO or CP chair",
}

# What a message is about, by its template; None for what is about no row of a table.
MESSAGE_SUBJECTS: Mapping[str, str | None] = {
    "allocation_notice": "allocation",
    "audit_started": "allocation",
    "audit_outcome": "allocation",
    "digest": None,
    "actions_agreed": "allocation",
    "action_given": "agreed_action",
    "action_gone": "agreed_action",
    "action_stays": "qa_task",
    "action_blocked": "agreed_action",
    "action_reopened": "agreed_action",
    "exemption_asked": "exemption_request",
    "exemption_answered": "exemption_request",
    "audit_gone": "allocation",
    "audit_sent_back": "allocation",
    "due_day_changed": "allocation",
    "conflict_declined": "qa_task",
    "reopening_ended": "allocation",
    "returned_for_auditor": "allocation",
    "audit_brought_back": "allocation",
    "leave_recorded": "leave",
    "deputy_named": "deputy",
    "deputy_ended": "deputy",
    "concern_alarm": "concern_transition",
    "concern_turn": "concern_transition",
    "concern_review": None,
    "impact_survey": "impact_survey",
    "dispute": "escalation",
    "dip_sample_shared_out": "dip_sample",
    "teams_named": None,
    "moderation_given": "moderation",
    "loop_meeting_given": "loop_meeting",
    "loop_agreed": "allocation",
    "loop_differs": "allocation",
    "loop_meeting_proposed": "loop_meeting",
    "loop_meeting_replied": "loop_meeting",
    "audit_moderated": "allocation",
    "moderation_answered": "moderation",
}
# What an item that is chased is, by its kind; the month's roll-up is about nobody in particular.
ITEM_SUBJECTS: Mapping[ItemKind, str | None] = {
    ItemKind.RETURN: "allocation",
    ItemKind.UPLOAD: "allocation",
    ItemKind.ACTION: "agreed_action",
    ItemKind.APPROVAL: "exemption_request",
    ItemKind.SURVEY: "impact_survey",
    ItemKind.CONCERN: "concern",
    ItemKind.ROLL_UP: None,
}

# The facts of a line of the record that name a row by its number, and of which table.
FACTS: Mapping[str, str] = {
    "person_id": "person",
    "acting_for": "person",
    "to": "person",
    "auditor": "person",
    "allocation": "allocation",
    "audit_id": "allocation",
    "team_id": "team",
}


def subject_of(table: str, row: Any) -> str | None:
    """The table of what a row is about where it says so by a number alone (`subject_id`); None where it is no row."""
    match table:
        case "event":
            return str(row.subject)
        case "outbox":
            return MESSAGE_SUBJECTS.get(row.template)
        case "legal_hold":
            return {HoldKind.CASE: "case_record", HoldKind.PERSON: "person"}[row.kind]
        case _:
            return ITEM_SUBJECTS[row.kind]


def heading(column: str) -> str:
    """A column's name in words: `answered_by_id` is `answered by`."""
    return HEADINGS.get(column) or column.removesuffix("_id").replace("_", " ")
