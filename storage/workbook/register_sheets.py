"""The sheets of the registers: escalations, the caseload, dip samples, impact surveys."""

from domain.words import DipAnswer, Done, EscalationRoute, EscalationStatus, Impact
from storage.tables.registers import caseload, dip_sample, dip_sample_result, escalation, impact_survey
from storage.workbook.answers_in_chat import write_dip_sample_results, write_dip_samples, write_impact_surveys
from storage.workbook.audit_breaches import warn_of_escalations, warn_of_impact_surveys
from storage.workbook.cells import CASE_REFERENCE, DAY, EMAIL, FREE_TEXT, MONTH, TEXT, WHOLE_NUMBER, number_of, one_of
from storage.workbook.escalations import write_escalations
from storage.workbook.sheet import Column, Sheet
from storage.workbook.writing import write_rows

ESCALATIONS = Sheet(
    "escalations",
    ("escalation_ref",),
    escalation,
    (
        Column("escalation_ref", TEXT, required=True, stored_as="ref"),
        Column("case_ref", CASE_REFERENCE, required=True, names="cases", stored_as="case_id"),
        Column("route", one_of(EscalationRoute), required=True, stored_as="route"),
        Column("theme", FREE_TEXT, required=True, stored_as="theme"),
        Column("stage", number_of((1, 2, 3), "stage"), required=True, stored_as="stage"),
        Column("status", one_of(EscalationStatus), required=True, stored_as="status"),
        Column("raised_on", DAY, required=True, stored_as="raised_on"),
        Column("resolved_on", DAY, stored_as="resolved_on"),
        Column("about", FREE_TEXT, stored_as="about"),
        Column("resolution", FREE_TEXT, stored_as="resolution"),
    ),
    write_escalations,
    warn=warn_of_escalations,
)

CASELOAD = Sheet(
    "caseload",
    ("month", "legal_status"),
    caseload,
    (
        Column("month", MONTH, required=True, stored_as="month"),
        Column("legal_status", TEXT, required=True, stored_as="legal_status"),
        Column("children", WHOLE_NUMBER, required=True, stored_as="children"),
    ),
    write_rows,
)

DIP_SAMPLES = Sheet(
    "dip_samples",
    ("sample_ref",),
    dip_sample,
    (
        Column("sample_ref", TEXT, required=True, stored_as="ref"),
        Column("title", FREE_TEXT, required=True, stored_as="title"),
        Column("carried_out_on", DAY, required=True, stored_as="carried_out_on"),
    ),
    write_dip_samples,
)

DIP_SAMPLE_RESULTS = Sheet(
    "dip_sample_results",
    ("sample_ref", "case_ref", "question"),
    dip_sample_result,
    (
        Column("sample_ref", TEXT, required=True, names="dip_samples", stored_as="dip_sample_id"),
        Column("case_ref", CASE_REFERENCE, required=True, names="cases", stored_as="case_id"),
        Column("question", FREE_TEXT, required=True, stored_as="question"),
        Column("answer", one_of(DipAnswer), required=True, stored_as="answer"),
    ),
    write_dip_sample_results,
)

IMPACT_SURVEYS = Sheet(
    "impact_surveys",
    ("allocation_ref", "respondent"),
    impact_survey,
    (
        Column("allocation_ref", TEXT, required=True, names="allocations", stored_as="allocation_id"),
        Column("respondent", EMAIL, required=True, names="people", stored_as="respondent_id"),
        Column("sent_on", DAY, required=True, stored_as="sent_on"),
        Column("answered_on", DAY, stored_as="answered_on"),
        Column("practice_change", one_of(Impact), stored_as="practice_change"),
        Column("child_impact", one_of(Impact), stored_as="child_impact"),
        Column("done", one_of(Done), stored_as="done"),
        Column("comment", FREE_TEXT, stored_as="comment"),
    ),
    write_impact_surveys,
    warn=warn_of_impact_surveys,
)
