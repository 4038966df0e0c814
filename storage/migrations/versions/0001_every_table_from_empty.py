"""Every table, from empty.

Follows: an empty database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
# The oldest revision whose version of auditbot may go on serving while this is made and afterwards (CONTRIBUTING).
serves_from = "0001"


def upgrade() -> None:
    """Make the change. The way back is a backup: a step down that nobody tries is worse than none."""
    _caseload()
    _chasing_basis()
    _chasing_pass()
    _cycle()
    _event_digest()
    _event_seal()
    _handled_activity()
    _handled_press()
    _job_run()
    _lease()
    _pace_line()
    _schema_revision()
    _team()
    _verification_draw()
    _person()
    _asked_question()
    _case_record()
    _channel_address()
    _chase_hold()
    _chasing_stop()
    _chat_file()
    _deputy()
    _dip_sample()
    _erasure()
    _event()
    _exemption()
    _exemption_request()
    _exemption_wording()
    _framework_version()
    _frozen_figure()
    _import_run()
    _leave()
    _legal_hold()
    _outbox()
    _person_role()
    _policy_setting()
    _standing_exemption()
    _team_post()
    _allocation()
    _dip_sample_question()
    _dip_sample_record()
    _dip_sample_result()
    _erased_row()
    _escalation()
    _exemption_step()
    _nudge_line()
    _outbox_attempt()
    _acting_for()
    _agreed_action()
    _allocation_act()
    _allocation_transition()
    _audit()
    _audit_acknowledgement()
    _audit_card()
    _concern()
    _dip_sample_act()
    _domain_rating()
    _engagement()
    _escalation_transition()
    _feedback_placing()
    _impact_survey()
    _kept_wording()
    _loop_meeting()
    _moderation()
    _qa_task()
    _survey_respondent()
    _watch_review()
    _action_transition()
    _action_verification()
    _audit_answer()
    _audit_answer_revision()
    _audit_version()
    _concern_spell()
    _concern_transition()
    _contact_attempt()
    _draft_action()
    _late_words()
    _loop_reply()
    _moderation_answer()
    _moderation_answer_revision()
    _survey_answer()
    _undone_closure()
    _concern_acknowledgement()
    _concern_alarm()


def _caseload() -> None:
    op.create_table(
        "caseload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("legal_status", sa.String(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload")),
        sa.UniqueConstraint("month", "legal_status", name=op.f("uq_caseload_month_legal_status")),
    )


def _chasing_basis() -> None:
    op.create_table(
        "chasing_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chasing_basis")),
    )


def _chasing_pass() -> None:
    op.create_table(
        "chasing_pass",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("digests", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_chasing_pass")),
    )


def _cycle() -> None:
    op.create_table(
        "cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("framework", sa.String(), nullable=True),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("month", "service", name=op.f("uq_cycle_month_service")),
    )


def _event_digest() -> None:
    op.create_table(
        "event_digest",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_digest")),
    )


def _event_seal() -> None:
    op.create_table(
        "event_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("late", sa.JSON(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_root", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_seal")),
        sa.UniqueConstraint("previous_root", name=op.f("uq_event_seal_previous_root")),
    )


def _handled_activity() -> None:
    op.create_table(
        "handled_activity",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "activity_id", name=op.f("pk_handled_activity")),
    )
    with op.batch_alter_table("handled_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_activity_handled_at"), ["handled_at"], unique=False)


def _handled_press() -> None:
    op.create_table(
        "handled_press",
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("action_id", "digest", name=op.f("pk_handled_press")),
    )
    with op.batch_alter_table("handled_press", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_press_handled_at"), ["handled_at"], unique=False)


def _job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("now", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index("ix_job_run_job_outcome_now", ["job", "outcome", "now"], unique=False)
        batch_op.create_index(
            "uq_job_run_due",
            ["job", "due_at"],
            unique=True,
            sqlite_where=sa.text("outcome = 'done'"),
            postgresql_where=sa.text("outcome = 'done'"),
        )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _pace_line() -> None:
    op.create_table(
        "pace_line",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("went", sa.JSON(), nullable=False),
        sa.Column("reckoned_until", sa.Double(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=False),
        sa.Column("touched_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_pace_line")),
    )
    with op.batch_alter_table("pace_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pace_line_touched_at"), ["touched_at"], unique=False)


def _schema_revision() -> None:
    op.create_table(
        "schema_revision",
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("serves_from", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_schema_revision")),
    )


def _team() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_service"), ["service"], unique=False)


def _verification_draw() -> None:
    op.create_table(
        "verification_draw",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("closures", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_verification_draw")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("line_manager_id", sa.Integer(), nullable=True),
        sa.Column("fte", sa.Float(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("entra_object_id", sa.String(), nullable=True),
        sa.Column("tenant_id", sa.String(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_by", sa.String(), nullable=True),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["line_manager_id"], ["person.id"], name=op.f("fk_person_line_manager_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("entra_object_id", name=op.f("uq_person_entra_object_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_line_manager_id"), ["line_manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_team_id"), ["team_id"], unique=False)


def _asked_question() -> None:
    op.create_table(
        "asked_question",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_question_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_asked_question")),
    )
    with op.batch_alter_table("asked_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_question_asked_at"), ["asked_at"], unique=False)


def _case_record() -> None:
    op.create_table(
        "case_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("social_worker_id", sa.Integer(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=False),
        sa.Column("iro_or_chair_id", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("tags", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["iro_or_chair_id"], ["person.id"], name=op.f("fk_case_record_iro_or_chair_id")),
        sa.ForeignKeyConstraint(["social_worker_id"], ["person.id"], name=op.f("fk_case_record_social_worker_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_record_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_record")),
        sa.UniqueConstraint("case_ref", name=op.f("uq_case_record_case_ref")),
    )
    with op.batch_alter_table("case_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_record_iro_or_chair_id"), ["iro_or_chair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_record_social_worker_id"), ["social_worker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_record_team_id"), ["team_id"], unique=False)


def _channel_address() -> None:
    op.create_table(
        "channel_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("channel_user_id", sa.String(), nullable=True),
        sa.Column("is_guest", sa.Boolean(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("service_url", sa.String(), nullable=True),
        sa.Column("installed", sa.Boolean(), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreachable_reason", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_address_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_channel_address")),
    )


def _chase_hold() -> None:
    op.create_table(
        "chase_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_chase_hold_asked_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chase_hold_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase_hold")),
    )
    with op.batch_alter_table("chase_hold", schema=None) as batch_op:
        batch_op.create_index("ix_chase_hold_kind_subject_id", ["kind", "subject_id"], unique=False)


def _chasing_stop() -> None:
    op.create_table(
        "chasing_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chasing_stop_person_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_chasing_stop_started_by_id")),
        sa.ForeignKeyConstraint(["stopped_by_id"], ["person.id"], name=op.f("fk_chasing_stop_stopped_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_chasing_stop_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chasing_stop")),
    )


def _chat_file() -> None:
    op.create_table(
        "chat_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("came_to", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_file_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_chat_file_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_file")),
    )
    with op.batch_alter_table("chat_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_file_expires_at"), ["expires_at"], unique=False)


def _deputy() -> None:
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_deputy_ended_by_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_deputy_named_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_person_id"), ["person_id"], unique=False)


def _dip_sample() -> None:
    op.create_table(
        "dip_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("carried_out_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_dip_sample_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dip_sample")),
        sa.UniqueConstraint("ref", name=op.f("uq_dip_sample_ref")),
    )


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("subject_digest", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("certificate_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_erasure_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_object_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)


def _exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("authorised_by_id", sa.Integer(), nullable=True),
        sa.Column("authorised_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["authorised_by_id"], ["person.id"], name=op.f("fk_exemption_authorised_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sa.UniqueConstraint("person_id", "month", name=op.f("uq_exemption_person_id_month")),
    )


def _exemption_request() -> None:
    op.create_table(
        "exemption_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_own_word", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_exemption_request_approver_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_exemption_request_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_exemption_request_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_request")),
    )
    with op.batch_alter_table("exemption_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exemption_request_approver",
            ["approver_id"],
            unique=False,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        )
        batch_op.create_index("ix_exemption_request_person_month", ["person_id", "month"], unique=False)
        batch_op.create_index(
            "uq_exemption_request_waiting",
            ["person_id", "month"],
            unique=True,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        )


def _exemption_wording() -> None:
    op.create_table(
        "exemption_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by_id"], ["person.id"], name=op.f("fk_exemption_wording_kept_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_wording_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_wording")),
        sa.UniqueConstraint("person_id", "month", "digest", name=op.f("uq_exemption_wording_person_id_month_digest")),
    )


def _framework_version() -> None:
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_framework_version_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_version")),
        sa.UniqueConstraint("name", "effective_from", name=op.f("uq_framework_version_name_effective_from")),
    )


def _frozen_figure() -> None:
    op.create_table(
        "frozen_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frozen_by_card", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_frozen_figure_frozen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figure")),
        sa.UniqueConstraint("frozen_by_card", name=op.f("uq_frozen_figure_frozen_by_card")),
    )
    with op.batch_alter_table("frozen_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frozen_figure_frozen_at"), ["frozen_at"], unique=False)
        batch_op.create_index("ix_frozen_figure_metric_first_day", ["metric", "first_day"], unique=False)


def _import_run() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_import_run_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )


def _leave() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_leave_cancelled_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_leave_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(
            "uq_leave_standing",
            ["person_id", "starts_on", "ends_on"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )


def _legal_hold() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("held_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_legal_hold_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index("ix_legal_hold_kind_subject_id", ["kind", "subject_id"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("send_class", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("channel_activity_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "person_id", "template", "subject_id", "rung", name=op.f("uq_outbox_person_id_template_subject_id_rung")
        ),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_status_not_before", ["status", "not_before"], unique=False)


def _person_role() -> None:
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )


def _policy_setting() -> None:
    op.create_table(
        "policy_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_policy_setting_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_setting")),
    )


def _standing_exemption() -> None:
    op.create_table(
        "standing_exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("audits_in", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_exemption_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_exemption")),
        sa.UniqueConstraint(
            "person_id", "kind", "starts_on", name=op.f("uq_standing_exemption_person_id_kind_starts_on")
        ),
    )


def _team_post() -> None:
    op.create_table(
        "team_post",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_post_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_post_team_id")),
        sa.PrimaryKeyConstraint("team_id", "post", name=op.f("pk_team_post")),
    )
    with op.batch_alter_table("team_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_post_person_id"), ["person_id"], unique=False)


def _allocation() -> None:
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("loop_ref", sa.String(), nullable=True),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("second_due_on", sa.Date(), nullable=True),
        sa.Column("uploaded_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("considered_on", sa.Date(), nullable=True),
        sa.Column("chase_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["auditor_id"], ["person.id"], name=op.f("fk_allocation_auditor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_allocation_case_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_allocation_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("ref", name=op.f("uq_allocation_ref")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index("ix_allocation_auditor_month", ["auditor_id", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_allocation_chase_on",
            ["chase_on"],
            unique=False,
            sqlite_where=sa.text("status IN ('allocated', 'started', 'returned', 'sent_back', 'moderated')"),
            postgresql_where=sa.text("status IN ('allocated', 'started', 'returned', 'sent_back', 'moderated')"),
        )
        batch_op.create_index(batch_op.f("ix_allocation_due_on"), ["due_on"], unique=False)
        batch_op.create_index(
            "ix_allocation_loop_ref",
            ["loop_ref"],
            unique=False,
            sqlite_where=sa.text("loop_ref IS NOT NULL"),
            postgresql_where=sa.text("loop_ref IS NOT NULL"),
        )
        batch_op.create_index("ix_allocation_month_status", ["month", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_started_at"), ["started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "ix_allocation_unconsidered",
            ["id"],
            unique=False,
            sqlite_where=sa.text("status = 'returned' AND considered_on IS NULL"),
            postgresql_where=sa.text("status = 'returned' AND considered_on IS NULL"),
        )


def _dip_sample_question() -> None:
    op.create_table(
        "dip_sample_question",
        sa.Column("dip_sample_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dip_sample_id"], ["dip_sample.id"], name=op.f("fk_dip_sample_question_dip_sample_id")
        ),
        sa.PrimaryKeyConstraint("dip_sample_id", "place", name=op.f("pk_dip_sample_question")),
    )


def _dip_sample_record() -> None:
    op.create_table(
        "dip_sample_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dip_sample_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_dip_sample_record_case_id")),
        sa.ForeignKeyConstraint(["dip_sample_id"], ["dip_sample.id"], name=op.f("fk_dip_sample_record_dip_sample_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_dip_sample_record_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dip_sample_record")),
        sa.UniqueConstraint("dip_sample_id", "case_id", name=op.f("uq_dip_sample_record_dip_sample_id_case_id")),
    )
    with op.batch_alter_table("dip_sample_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dip_sample_record_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dip_sample_record_reviewer_id"), ["reviewer_id"], unique=False)


def _dip_sample_result() -> None:
    op.create_table(
        "dip_sample_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dip_sample_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_dip_sample_result_case_id")),
        sa.ForeignKeyConstraint(["dip_sample_id"], ["dip_sample.id"], name=op.f("fk_dip_sample_result_dip_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dip_sample_result")),
        sa.UniqueConstraint(
            "dip_sample_id", "case_id", "question", name=op.f("uq_dip_sample_result_dip_sample_id_case_id_question")
        ),
    )
    with op.batch_alter_table("dip_sample_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dip_sample_result_case_id"), ["case_id"], unique=False)


def _erased_row() -> None:
    op.create_table(
        "erased_row",
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erased_row_erasure_id")),
        sa.PrimaryKeyConstraint("table_name", "row_id", "erasure_id", name=op.f("pk_erased_row")),
    )
    with op.batch_alter_table("erased_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erased_row_erasure_id"), ["erasure_id"], unique=False)


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_escalation_case_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_escalation_raised_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("ref", name=op.f("uq_escalation_ref")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_raised_by_id"), ["raised_by_id"], unique=False)


def _exemption_step() -> None:
    op.create_table(
        "exemption_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_exemption_step_acting_for_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_exemption_step_actor_id")),
        sa.ForeignKeyConstraint(["request_id"], ["exemption_request.id"], name=op.f("fk_exemption_step_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_step")),
    )
    with op.batch_alter_table("exemption_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_step_request_id"), ["request_id"], unique=False)


def _nudge_line() -> None:
    op.create_table(
        "nudge_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("digest_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_nudge_line_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nudge_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_line")),
    )
    with op.batch_alter_table("nudge_line", schema=None) as batch_op:
        batch_op.create_index("ix_nudge_line_kind_subject_id", ["kind", "subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudge_line_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index(
            "ix_nudge_line_owed",
            ["digest_on"],
            unique=False,
            sqlite_where=sa.text("status = 'owed'"),
            postgresql_where=sa.text("status = 'owed'"),
        )
        batch_op.create_index("ix_nudge_line_person_id_digest_on", ["person_id", "digest_on"], unique=False)
        batch_op.create_index(
            "uq_nudge_line_standing",
            ["person_id", "kind", "subject_id", "due_on", "rung"],
            unique=True,
            sqlite_where=sa.text("status IN ('owed', 'sent', 'acted')"),
            postgresql_where=sa.text("status IN ('owed', 'sent', 'acted')"),
        )
        batch_op.create_index(
            "uq_nudge_line_withheld",
            ["person_id", "kind", "subject_id", "due_on", "rung", "reason"],
            unique=True,
            sqlite_where=sa.text("status = 'withheld'"),
            postgresql_where=sa.text("status = 'withheld'"),
        )


def _outbox_attempt() -> None:
    op.create_table(
        "outbox_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_outbox_attempt_outbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_attempt")),
    )
    with op.batch_alter_table("outbox_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_attempt_outbox_id"), ["outbox_id"], unique=False)


def _acting_for() -> None:
    op.create_table(
        "acting_for",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_acting_for_allocation_id")),
        sa.ForeignKeyConstraint(["auditor_id"], ["person.id"], name=op.f("fk_acting_for_auditor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acting_for_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_for")),
    )
    with op.batch_alter_table("acting_for", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acting_for_allocation_id"), ["allocation_id"], unique=False)


def _agreed_action() -> None:
    op.create_table(
        "agreed_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("completion_note", sa.String(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("chase_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_agreed_action_allocation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_agreed_action_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_action")),
        sa.UniqueConstraint("ref", name=op.f("uq_agreed_action_ref")),
    )
    with op.batch_alter_table("agreed_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreed_action_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(
            "ix_agreed_action_chase_on_due_on",
            ["chase_on", "due_on"],
            unique=False,
            sqlite_where=sa.text("completed_on IS NULL AND removed_on IS NULL"),
            postgresql_where=sa.text("completed_on IS NULL AND removed_on IS NULL"),
        )
        batch_op.create_index("ix_agreed_action_completed_on_due_on", ["completed_on", "due_on"], unique=False)
        batch_op.create_index(
            "ix_agreed_action_due_on",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("completed_on IS NULL AND removed_on IS NULL"),
            postgresql_where=sa.text("completed_on IS NULL AND removed_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_agreed_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreed_action_raised_on"), ["raised_on"], unique=False)


def _allocation_act() -> None:
    op.create_table(
        "allocation_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_allocation_act_acting_for_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_allocation_act_actor_id")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_allocation_act_allocation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_act")),
    )
    with op.batch_alter_table("allocation_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_act_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_act_at"), ["at"], unique=False)


def _allocation_transition() -> None:
    op.create_table(
        "allocation_transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_allocation_transition_acting_for_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_allocation_transition_actor_id")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_allocation_transition_allocation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_transition")),
    )
    with op.batch_alter_table("allocation_transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_transition_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(
            "ix_allocation_transition_in_chat",
            ["at"],
            unique=False,
            sqlite_where=sa.text("source = 'chat'"),
            postgresql_where=sa.text("source = 'chat'"),
        )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("at_risk", sa.Boolean(), nullable=True),
        sa.Column("concern_category", sa.Integer(), nullable=True),
        sa.Column("strengths", sa.String(), nullable=True),
        sa.Column("areas_for_improvement", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_audit_allocation_id")),
        sa.ForeignKeyConstraint(["framework_id"], ["framework_version.id"], name=op.f("fk_audit_framework_id")),
        sa.PrimaryKeyConstraint("allocation_id", name=op.f("pk_audit")),
    )


def _audit_acknowledgement() -> None:
    op.create_table(
        "audit_acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_audit_acknowledgement_allocation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_acknowledgement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_acknowledgement")),
        sa.UniqueConstraint(
            "allocation_id", "version", "what", name=op.f("uq_audit_acknowledgement_allocation_id_version_what")
        ),
    )


def _audit_card() -> None:
    op.create_table(
        "audit_card",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_audit_card_allocation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "activity_id", name=op.f("pk_audit_card")),
    )
    with op.batch_alter_table("audit_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_card_allocation_id"), ["allocation_id"], unique=False)


def _concern() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_by", sa.Date(), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("immediate_risk", sa.String(), nullable=True),
        sa.Column("what_is_wrong", sa.String(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("signed_off_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_concern_allocation_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_concern_raised_by_id")),
        sa.ForeignKeyConstraint(["signed_off_by_id"], ["person.id"], name=op.f("fk_concern_signed_off_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("ref", name=op.f("uq_concern_ref")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_raised_on"), ["raised_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_resolved_on"), ["resolved_on"], unique=False)


def _dip_sample_act() -> None:
    op.create_table(
        "dip_sample_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dip_sample_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_dip_sample_act_actor_id")),
        sa.ForeignKeyConstraint(["dip_sample_id"], ["dip_sample.id"], name=op.f("fk_dip_sample_act_dip_sample_id")),
        sa.ForeignKeyConstraint(["record_id"], ["dip_sample_record.id"], name=op.f("fk_dip_sample_act_record_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_dip_sample_act_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dip_sample_act")),
    )
    with op.batch_alter_table("dip_sample_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dip_sample_act_dip_sample_id"), ["dip_sample_id"], unique=False)


def _domain_rating() -> None:
    op.create_table(
        "domain_rating",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("moderated_rating", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_domain_rating_allocation_id")),
        sa.PrimaryKeyConstraint("allocation_id", "domain", name=op.f("pk_domain_rating")),
    )


def _engagement() -> None:
    op.create_table(
        "engagement",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("sentiment", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_engagement_allocation_id")),
        sa.PrimaryKeyConstraint("allocation_id", "party", name=op.f("pk_engagement")),
    )


def _escalation_transition() -> None:
    op.create_table(
        "escalation_transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("from_stage", sa.Integer(), nullable=True),
        sa.Column("to_stage", sa.Integer(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_escalation_transition_acting_for_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_escalation_transition_actor_id")),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_transition_escalation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_transition")),
    )
    with op.batch_alter_table("escalation_transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_transition_escalation_id"), ["escalation_id"], unique=False)


def _feedback_placing() -> None:
    op.create_table(
        "feedback_placing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_feedback_placing_allocation_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["person.id"], name=op.f("fk_feedback_placing_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_placing")),
    )
    with op.batch_alter_table("feedback_placing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_placing_allocation_id"), ["allocation_id"], unique=False)


def _impact_survey() -> None:
    op.create_table(
        "impact_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("practice_change", sa.String(), nullable=True),
        sa.Column("child_impact", sa.String(), nullable=True),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("chase_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_impact_survey_allocation_id")),
        sa.ForeignKeyConstraint(["respondent_id"], ["person.id"], name=op.f("fk_impact_survey_respondent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_survey")),
        sa.UniqueConstraint(
            "allocation_id", "respondent_id", name=op.f("uq_impact_survey_allocation_id_respondent_id")
        ),
    )
    with op.batch_alter_table("impact_survey", schema=None) as batch_op:
        batch_op.create_index(
            "ix_impact_survey_chase_on",
            ["chase_on"],
            unique=False,
            sqlite_where=sa.text("answered_on IS NULL AND part IS NOT NULL"),
            postgresql_where=sa.text("answered_on IS NULL AND part IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_impact_survey_respondent_id"), ["respondent_id"], unique=False)


def _kept_wording() -> None:
    op.create_table(
        "kept_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("was_asked", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_kept_wording_allocation_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["person.id"], name=op.f("fk_kept_wording_kept_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_wording")),
        sa.UniqueConstraint(
            "allocation_id",
            "place",
            "question",
            "digest",
            "was_asked",
            name=op.f("uq_kept_wording_allocation_id_place_question_digest_was_asked"),
        ),
    )


def _loop_meeting() -> None:
    op.create_table(
        "loop_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["first_id"], ["allocation.id"], name=op.f("fk_loop_meeting_first_id")),
        sa.ForeignKeyConstraint(["moderator_id"], ["person.id"], name=op.f("fk_loop_meeting_moderator_id")),
        sa.ForeignKeyConstraint(["second_id"], ["allocation.id"], name=op.f("fk_loop_meeting_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loop_meeting")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_loop_meeting_first_id_second_id")),
    )
    with op.batch_alter_table("loop_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loop_meeting_moderator_id"), ["moderator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loop_meeting_second_id"), ["second_id"], unique=False)


def _moderation() -> None:
    op.create_table(
        "moderation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("moderated_on", sa.Date(), nullable=True),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("met_standard", sa.Boolean(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_moderation_allocation_id")),
        sa.ForeignKeyConstraint(["moderator_id"], ["person.id"], name=op.f("fk_moderation_moderator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_allocation_id"), ["allocation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_moderator_id"), ["moderator_id"], unique=False)
        batch_op.create_index(
            "ix_moderation_unjudged",
            ["moderator_id"],
            unique=False,
            sqlite_where=sa.text("moderated_on IS NULL AND overall IS NULL AND met_standard IS NULL"),
            postgresql_where=sa.text("moderated_on IS NULL AND overall IS NULL AND met_standard IS NULL"),
        )


def _qa_task() -> None:
    op.create_table(
        "qa_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.Column("object_id", sa.String(), nullable=True),
        sa.Column("tenant_id", sa.String(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closing_note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_qa_task_allocation_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_qa_task_closed_by_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_qa_task_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_qa_task_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qa_task")),
    )
    with op.batch_alter_table("qa_task", schema=None) as batch_op:
        batch_op.create_index(
            "uq_qa_task_open",
            ["dedupe"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def _survey_respondent() -> None:
    op.create_table(
        "survey_respondent",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_survey_respondent_allocation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_respondent_person_id")),
        sa.PrimaryKeyConstraint("allocation_id", "part", name=op.f("pk_survey_respondent")),
    )
    with op.batch_alter_table("survey_respondent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_respondent_person_id"), ["person_id"], unique=False)


def _watch_review() -> None:
    op.create_table(
        "watch_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_watch_review_actor_id")),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_watch_review_allocation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_review")),
    )
    with op.batch_alter_table("watch_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watch_review_allocation_id"), ["allocation_id"], unique=False)


def _action_transition() -> None:
    op.create_table(
        "action_transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_action_transition_acting_for_id")),
        sa.ForeignKeyConstraint(["action_id"], ["agreed_action.id"], name=op.f("fk_action_transition_action_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_action_transition_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_transition")),
    )
    with op.batch_alter_table("action_transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_transition_action_id"), ["action_id"], unique=False)


def _action_verification() -> None:
    op.create_table(
        "action_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("checked", sa.String(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["agreed_action.id"], name=op.f("fk_action_verification_action_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["person.id"], name=op.f("fk_action_verification_checked_by_id")),
        sa.ForeignKeyConstraint(["month"], ["verification_draw.month"], name=op.f("fk_action_verification_month")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_verification")),
    )
    with op.batch_alter_table("action_verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_verification_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_verification_month"), ["month"], unique=False)


def _audit_answer() -> None:
    op.create_table(
        "audit_answer",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["audit.allocation_id"], name=op.f("fk_audit_answer_allocation_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_audit_answer_answered_by_id")),
        sa.PrimaryKeyConstraint("allocation_id", "step", name=op.f("pk_audit_answer")),
    )


def _audit_answer_revision() -> None:
    op.create_table(
        "audit_answer_revision",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["audit.allocation_id"], name=op.f("fk_audit_answer_revision_allocation_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_audit_answer_revision_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("allocation_id", "step", "revision", name=op.f("pk_audit_answer_revision")),
    )


def _audit_version() -> None:
    op.create_table(
        "audit_version",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("overall", sa.String(), nullable=False),
        sa.Column("at_risk", sa.Boolean(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_audit_version_acting_for_id")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["audit.allocation_id"], name=op.f("fk_audit_version_allocation_id")
        ),
        sa.ForeignKeyConstraint(["returned_by_id"], ["person.id"], name=op.f("fk_audit_version_returned_by_id")),
        sa.PrimaryKeyConstraint("allocation_id", "version", name=op.f("pk_audit_version")),
    )
    with op.batch_alter_table("audit_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_version_on_day"), ["on_day"], unique=False)


def _concern_spell() -> None:
    op.create_table(
        "concern_spell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_spell_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_spell")),
    )
    with op.batch_alter_table("concern_spell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_spell_concern_id"), ["concern_id"], unique=False)


def _concern_transition() -> None:
    op.create_table(
        "concern_transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_concern_transition_acting_for_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_concern_transition_actor_id")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_transition_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_transition")),
    )
    with op.batch_alter_table("concern_transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_transition_concern_id"), ["concern_id"], unique=False)


def _contact_attempt() -> None:
    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["audit.allocation_id"], name=op.f("fk_contact_attempt_allocation_id")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_contact_attempt_noted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
        sa.UniqueConstraint("made_by", name=op.f("uq_contact_attempt_made_by")),
    )
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_attempt_allocation_id"), ["allocation_id"], unique=False)


def _draft_action() -> None:
    op.create_table(
        "draft_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["audit.allocation_id"], name=op.f("fk_draft_action_allocation_id")),
        sa.ForeignKeyConstraint(["first_id"], ["draft_action.id"], name=op.f("fk_draft_action_first_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_draft_action_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_action")),
        sa.UniqueConstraint("made_by", name=op.f("uq_draft_action_made_by")),
    )
    with op.batch_alter_table("draft_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_action_allocation_id"), ["allocation_id"], unique=False)


def _late_words() -> None:
    op.create_table(
        "late_words",
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["audit.allocation_id"], name=op.f("fk_late_words_allocation_id")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["person.id"], name=op.f("fk_late_words_typed_by_id")),
        sa.PrimaryKeyConstraint("allocation_id", name=op.f("pk_late_words")),
    )


def _loop_reply() -> None:
    op.create_table(
        "loop_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["loop_meeting.id"], name=op.f("fk_loop_reply_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_loop_reply_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loop_reply")),
    )
    with op.batch_alter_table("loop_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loop_reply_meeting_id"), ["meeting_id"], unique=False)


def _moderation_answer() -> None:
    op.create_table(
        "moderation_answer",
        sa.Column("moderation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_moderation_answer_answered_by_id")),
        sa.ForeignKeyConstraint(["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_answer_moderation_id")),
        sa.PrimaryKeyConstraint("moderation_id", "step", name=op.f("pk_moderation_answer")),
    )


def _moderation_answer_revision() -> None:
    op.create_table(
        "moderation_answer_revision",
        sa.Column("moderation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_moderation_answer_revision_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderation_id"], ["moderation.id"], name=op.f("fk_moderation_answer_revision_moderation_id")
        ),
        sa.PrimaryKeyConstraint("moderation_id", "step", "revision", name=op.f("pk_moderation_answer_revision")),
    )


def _survey_answer() -> None:
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("practice_change", sa.String(), nullable=True),
        sa.Column("child_impact", sa.String(), nullable=True),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_survey_answer_actor_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["impact_survey.id"], name=op.f("fk_survey_answer_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_survey_id"), ["survey_id"], unique=False)


def _undone_closure() -> None:
    op.create_table(
        "undone_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("completion_note", sa.String(), nullable=True),
        sa.Column("reopened_on", sa.Date(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["agreed_action.id"], name=op.f("fk_undone_closure_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undone_closure")),
    )
    with op.batch_alter_table("undone_closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undone_closure_action_id"), ["action_id"], unique=False)


def _concern_acknowledgement() -> None:
    op.create_table(
        "concern_acknowledgement",
        sa.Column("raising_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_concern_acknowledgement_person_id")),
        sa.ForeignKeyConstraint(
            ["raising_id"], ["concern_transition.id"], name=op.f("fk_concern_acknowledgement_raising_id")
        ),
        sa.PrimaryKeyConstraint("raising_id", "person_id", name=op.f("pk_concern_acknowledgement")),
    )


def _concern_alarm() -> None:
    op.create_table(
        "concern_alarm",
        sa.Column("raising_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_concern_alarm_for_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_concern_alarm_person_id")),
        sa.ForeignKeyConstraint(["raising_id"], ["concern_transition.id"], name=op.f("fk_concern_alarm_raising_id")),
        sa.PrimaryKeyConstraint("raising_id", "for_id", "person_id", "round", name=op.f("pk_concern_alarm")),
    )
