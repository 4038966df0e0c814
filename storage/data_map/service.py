"""Whose data the tables of the service itself hold: messages, tasks, the record, files, jobs, erasures."""

from storage.data_map.kinds import (
    Fate,
    Ground,
    Group,
    Stay,
    Whose,
    case_row,
    case_words,
    mentions,
    passing,
    staff_words,
    stays,
    table,
    who,
)

_STAFF, _WORK = Whose.STAFF, Stay.WORK
SERVICE = (
    table(
        "outbox",
        stays(
            "id send_class template person_id subject_id rung created_at not_before status attempts claimed_by "
            "claimed_until settled_at",
            "which message was owed to whom, so that none goes twice; it holds none of its words",
            _STAFF,
        ),
        Group(
            _STAFF,
            "how it ended, and as what it stands in the chat",
            "outcome channel_activity_id",
            Stay.MESSAGES,
            {Ground.RETENTION: Fate.BLANKED},
        ),
    ),
    table(
        "outbox_attempt",
        passing("id outbox_id started_at settled_at outcome detail", "each try at sending it", stay=Stay.MESSAGES),
    ),
    table(
        "handled_activity",
        passing("conversation_id activity_id handled_at", "that an activity was handled, to handle it once"),
    ),
    table(
        "handled_press",
        case_row(
            "action_id digest handled_at",
            "that a button was pressed, or a thing said in an audit, to count it once",
            Whose.BOTH,
            Stay.MESSAGES,
        ),
    ),
    table(
        "qa_task",
        stays("id kind outbox_id raised_at closed_at", "what QA has to look at"),
        case_words("about closing_note", "what it is about, and what came of it", Whose.BOTH),
        mentions("dedupe", "what tells the matter from others"),
        staff_words("object_id tenant_id", "the Teams account that it is about"),
        who("person_id closed_by_id", "whom it is about, and who closed it"),
        stays("allocation_id", "which audit it is about"),
        by_case="allocation_id",
        by_person="person_id",
    ),
    table(
        "event",
        Group(
            _STAFF,
            "who did and saw what, and when",
            "id at source what subject subject_id",
            Stay.RECORD,
            {Ground.RETENTION: Fate.ROW_DELETED},
        ),
        Group(
            Whose.BOTH,
            "more of what was done: row numbers, counts, days",
            "detail",
            Stay.RECORD,
            {Ground.CASE: Fate.MENTIONS, Ground.PERSON: Fate.MENTIONS, Ground.RETENTION: Fate.ROW_DELETED},
        ),
        Group(
            _STAFF,
            "the Teams account that did it, also of people who are not known",
            "actor_object_id",
            Stay.RECORD,
            {Ground.CASE: Fate.KEPT, Ground.PERSON: Fate.BLANKED, Ground.RETENTION: Fate.ROW_DELETED},
        ),
        passing("salt", "what makes the line's digest tell nobody anything (docs/record.md)", stay=Stay.RECORD),
        who("actor_id"),
        by_person="actor_id",
    ),
    table("event_digest", stays("event_id at digest", "that nobody has changed the record: a salted digest a line")),
    table(
        "event_seal",
        stays(
            "id first_id last_id lines late gaps sealed_at previous_root root",
            "that nobody has changed the record: a seal on each batch of lines",
        ),
    ),
    table(
        "policy_setting",
        stays("id name effective_from set_at", "the council's settings, and since when"),
        mentions("value reason", "what was set, and why"),
        who("set_by_id"),
    ),
    table("job_run", passing("id job due_at now started_at finished_at outcome detail", "a run of a job")),
    table("schema_revision", stays("revision serves_from", "which versions of auditbot the database serves")),
    table("lease", stays("name holder taken_at until until_seconds", "which instance keeps the timetable", stay=_WORK)),
    table(
        "pace_line",
        passing("line went reckoned_until held_until touched_at", "what went to a chat of late, to keep Teams' limits"),
    ),
    table(
        "import_run",
        stays("id at digest", "that a workbook was imported"),
        mentions("changes", "what it changed, sheet by sheet"),
        who("by_id"),
    ),
    table(
        "chat_file",
        stays("id kind kept_at digest size expires_at begun_at settled_at outcome", "a file in chat", stay=Stay.DAYS),
        Group(
            Whose.BOTH,
            "the file itself, until somebody has done something with it, and for a day at most",
            "content",
            Stay.WORK,
            dict.fromkeys(Ground, Fate.BLANKED),
        ),
        mentions("name came_to", "what it is called, and what became of it", Stay.DAYS),
        who("person_id settled_by_id"),
    ),
    table(
        "frozen_figure",
        stays("id frozen_by_card metric first_day last_day as_at frozen_at", "a figure as it was reported"),
        mentions("title query answer facts", "the question, the figure and the rows behind it"),
        who("frozen_by_id"),
    ),
    table(
        "erasure",
        stays("id at ground subject_digest counts certificate_digest", "that something was erased; never what"),
        stays("reason", "why, in words that name nobody"),
        who("actor_id"),
    ),
    table("erased_row", stays("table_name row_id erasure_id at", "which rows of a history an erasure emptied")),
    table(
        "legal_hold",
        stays("id kind subject_id held_from held_until lifted_at", "what must not be erased", Whose.BOTH),
        mentions("reason", "why"),
        who("set_by_id lifted_by_id"),
    ),
)
