"""Whose data the registers hold: children of concern, disputes, dip samples, surveys, the caseload."""

from storage.data_map.kinds import Whose, case_name, case_words, mentions, stays, table, who

_CHILD = Whose.CHILD
REGISTERS = (
    table(
        "concern",
        stays("id allocation_id category status immediate", "where it stands: figures count it", _CHILD),
        stays("raised_on raised_at respond_by responded_on resolved_on", "its days: figures count them", _CHILD),
        case_name("ref", "what the entry is called; it may hold the record's number"),
        case_words("immediate_risk what_is_wrong", "what is wrong for the child"),
        who("raised_by_id signed_off_by_id"),
        by_case="allocation_id",
    ),
    table(
        "concern_transition",
        stays("id concern_id at on_day source from_status to_status category act", "the history of the entry", _CHILD),
        case_words("what words", "what the auditor wrote, and what others said or did"),
        who("actor_id acting_for_id"),
        by_case="concern_id",
    ),
    table(
        "concern_spell",
        stays("id concern_id category raised_on responded_on resolved_on", "days it stood before: counted", _CHILD),
        by_case="concern_id",
    ),
    table(
        "concern_acknowledgement",
        stays("raising_id at", "that somebody alarmed has said they have it"),
        who("person_id"),
        by_case="raising_id",
    ),
    table(
        "concern_alarm",
        stays("raising_id round at", "that somebody was alarmed"),
        who("for_id person_id", "who was alarmed, and for whom"),
        by_case="raising_id",
    ),
    table(
        "watch_review",
        stays("id allocation_id at on_day outcome review_on", "QA's review of a child at risk of decline", _CHILD),
        case_words("words", "what QA found"),
        who("actor_id"),
        by_case="allocation_id",
    ),
    table(
        "escalation",
        stays("id case_id route stage status raised_on resolved_on", "where it stands: figures count it", _CHILD),
        mentions("theme", "what sort of dispute it is: figures count it"),
        case_name("ref", "what the dispute is called; it may hold the record's number"),
        case_words("about resolution", "what it is about, and how it ended"),
        who("raised_by_id"),
        by_case="case_id",
    ),
    table(
        "escalation_transition",
        stays("id escalation_id at on_day source from_stage to_stage from_status to_status", "its history", _CHILD),
        case_words("words", "what was written with it"),
        who("actor_id acting_for_id"),
        by_case="escalation_id",
    ),
    table("caseload", stays("id month legal_status children", "how many children there were, by plan or status")),
    table(
        "dip_sample",
        stays("id ref carried_out_on seed closed_on", "a set of records that were asked a few questions"),
        mentions("title", "what it is about"),
        who("made_by_id"),
    ),
    table("dip_sample_question", stays("dip_sample_id place question", "what is asked")),
    table(
        "dip_sample_record",
        stays("id dip_sample_id case_id", "that a record is in a sample", _CHILD),
        who("reviewer_id", "who reviews it"),
        by_case="case_id",
    ),
    table(
        "dip_sample_result",
        stays("id dip_sample_id case_id question answer answered_on source recorded_at", "its answers", _CHILD),
        by_case="case_id",
    ),
    table(
        "dip_sample_act",
        stays("id dip_sample_id at on_day source what record_id question old new", "what was done to a sample", _CHILD),
        who("actor_id reviewer_id"),
        by_case="record_id",
    ),
    table(
        "impact_survey",
        stays("id allocation_id sent_on answered_on part chase_on", "that somebody was asked"),
        stays("practice_change child_impact done", "what they answered: figures count it", _CHILD),
        case_words("comment", "the same, in words"),
        who("respondent_id", "who was asked"),
        by_case="allocation_id",
    ),
    table(
        "survey_respondent",
        stays("allocation_id part fixed_at", "who held a part in the case at the return"),
        who("person_id", "who it was"),
        by_case="allocation_id",
    ),
    table(
        "survey_answer",
        stays("id survey_id at on_day source practice_change child_impact done", "each answer of a survey", _CHILD),
        case_words("comment", "the same, in words"),
        who("actor_id"),
        by_case="survey_id",
    ),
)
