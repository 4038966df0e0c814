"""Whose data the tables of staff hold: people, posts, exemptions, leave, who was chased."""

from storage.data_map.kinds import (
    Stay,
    Whose,
    case_words,
    passing,
    staff_name,
    staff_row,
    staff_words,
    stays,
    table,
    who,
)

_STAFF = Whose.STAFF
PEOPLE = (
    table("team", stays("id name service locality", "the council's teams")),
    table(
        "person",
        stays("id team_id fte trained_on left_on", "who was there to audit, and when: figures count it", _STAFF),
        who("line_manager_id", "who manages them"),
        staff_name("email name", "who they are"),
        staff_words("job_title", "what they do"),
        staff_words(
            "entra_object_id tenant_id linked_at linked_by welcomed_at", "the Teams account by which they are known"
        ),
        by_person="id",
    ),
    table("person_role", stays("person_id role", "what they may do and see; figures count it", _STAFF)),
    table("team_post", stays("team_id post", "who holds a post over a team"), who("person_id", "who it is")),
    table(
        "standing_exemption",
        stays("id person_id kind starts_on ends_on audits_in", "months without an audit: figures count them", _STAFF),
    ),
    table(
        "deputy",
        stays("id starts_on ends_on named_at ended_at", "who stands in for whom, and when"),
        who("person_id deputy_id named_by_id ended_by_id", "who it is"),
    ),
    table(
        "channel_address",
        staff_row(
            "person_id tenant_id object_id channel_user_id is_guest conversation_id service_url installed "
            "unreachable_since unreachable_reason updated_at",
            "where Teams reaches them",
        ),
        by_person="person_id",
    ),
    table(
        "exemption",
        stays(
            "id person_id month kind authorised_on source recorded_at", "that somebody had no audit: counted", _STAFF
        ),
        staff_words("reason", "why", Stay.REASONS),
        who("authorised_by_id", "who allowed it"),
        by_person="person_id",
    ),
    table(
        "exemption_request",
        stays("id person_id month kind status is_own_word asked_at decided_at", "what became of a request", _STAFF),
        staff_words("reason answer", "why it was asked for, and why it was declined", Stay.REASONS),
        who("asked_by_id approver_id decided_by_id"),
        by_person="person_id",
    ),
    table(
        "exemption_step",
        stays("id request_id at on_day source from_status to_status", "the history of a request"),
        staff_words("reason", "why", Stay.REASONS),
        who("actor_id acting_for_id"),
        by_person="request_id",
    ),
    table(
        "exemption_wording",
        staff_row(
            "id person_id month digest kept_at kept_by_id",
            "that words which look like a name were left in a text",
            Stay.REASONS,
        ),
        by_person="person_id",
    ),
    table(
        "leave",
        staff_row(
            "id person_id starts_on ends_on recorded_at recorded_by_id cancelled_at cancelled_by_id",
            "when somebody is away, so that they are not chased",
            Stay.REASONS,
        ),
        by_person="person_id",
    ),
    table(
        "chasing_stop",
        stays("id team_id ends_on stopped_at started_at", "that QA has stopped chasing"),
        staff_words("reason", "why", Stay.REASONS),
        who("person_id stopped_by_id started_by_id"),
        by_person="person_id",
    ),
    table(
        "chase_hold",
        stays("id kind subject_id until_on why asked_at lifted_at", "that nothing is said about a matter for a while"),
        case_words("note", "why, in words", Whose.BOTH),
        who("person_id asked_by_id"),
    ),
    table(
        "nudge_line",
        passing(
            "id outbox_id digest_on person_id kind subject_id due_on rung reached_on party status reason decided_at "
            "settled_at",
            "who was reminded of what, and why",
            stay=Stay.MESSAGES,
        ),
    ),
    table("chasing_pass", stays("day decided_at basis digests lines", "that a day's lists were made")),
    table("chasing_basis", stays("id basis since", "under which settings they were made")),
    table(
        "asked_question",
        staff_row("person_id query asked_at", "the last question, to go on from", Stay.DAYS),
        by_person="person_id",
    ),
)
