"""The sheets about audits: exemptions, what came back, its grades, who was involved, actions, concerns."""

from domain.words import OVERALL_RATINGS, ExemptionKind, Involvement, Party, Rating, Sentiment
from storage.tables.allocations import exemption
from storage.tables.audits import agreed_action, audit, domain_rating, engagement
from storage.tables.concerns import concern
from storage.workbook.actions import write_actions
from storage.workbook.audit_breaches import (
    warn_of_actions,
    warn_of_audits,
    warn_of_concerns,
)
from storage.workbook.audits import write_audits
from storage.workbook.cells import DAY, EMAIL, FREE_TEXT, MONTH, TEXT, YES_NO, number_of, one_of
from storage.workbook.concerns import write_concerns
from storage.workbook.exemptions import exempt_allocations, write_exemptions
from storage.workbook.findings import write_domain_ratings, write_engagement
from storage.workbook.sheet import Column, Sheet

_RI = {"RI": Rating.REQUIRES_IMPROVEMENT}
OVERALL = one_of(OVERALL_RATINGS, also=_RI)
GRADE = one_of(Rating, also={**_RI, "N/A": Rating.NOT_GRADED})
CATEGORY = number_of((1, 2), "category")

_ALLOCATION = Column("allocation_ref", TEXT, required=True, names="allocations", stored_as="allocation_id")

EXEMPTIONS = Sheet(
    "exemptions",
    ("email", "month"),
    exemption,
    (
        Column("email", EMAIL, required=True, names="people", stored_as="person_id"),
        Column("month", MONTH, required=True, stored_as="month"),
        Column("kind", one_of(ExemptionKind), required=True, stored_as="kind"),
        Column("reason", FREE_TEXT, stored_as="reason"),
        Column("authorised_by", EMAIL, names="people", stored_as="authorised_by_id"),
        Column("authorised_on", DAY, required=True, stored_as="authorised_on"),
    ),
    write_exemptions,
    finish=exempt_allocations,
)

AUDITS = Sheet(
    "audits",
    ("allocation_ref",),
    audit,
    (
        _ALLOCATION,
        Column("returned_on", DAY, required=True),
        Column("overall", OVERALL, required=True, stored_as="overall"),
        Column("at_risk", YES_NO, stored_as="at_risk"),
        Column("concern_category", CATEGORY, stored_as="concern_category"),
        Column("strengths", FREE_TEXT, stored_as="strengths"),
        Column("areas_for_improvement", FREE_TEXT, stored_as="areas_for_improvement"),
        Column("moderator", EMAIL, names="people"),
        Column("moderated_on", DAY),
        Column("moderated_overall", OVERALL),
        Column("met_standard", YES_NO),
        Column("uploaded_on", DAY),
    ),
    write_audits,
    warn=warn_of_audits,
)

DOMAIN_RATINGS = Sheet(
    "domain_ratings",
    ("allocation_ref", "domain"),
    domain_rating,
    (
        _ALLOCATION,
        Column("domain", FREE_TEXT, required=True, stored_as="domain"),
        Column("rating", GRADE, required=True, stored_as="rating"),
        Column("moderated_rating", GRADE, stored_as="moderated_rating"),
        Column("evidence", FREE_TEXT, stored_as="evidence"),
        Column("reason", FREE_TEXT, stored_as="reason"),
    ),
    write_domain_ratings,
)

ENGAGEMENT = Sheet(
    "engagement",
    ("allocation_ref", "party"),
    engagement,
    (
        _ALLOCATION,
        Column("party", one_of(Party), required=True, stored_as="party"),
        Column("outcome", one_of(Involvement), required=True, stored_as="outcome"),
        Column("sentiment", one_of(Sentiment), stored_as="sentiment"),
        Column("comment", FREE_TEXT, stored_as="comment"),
        Column("reason", FREE_TEXT, stored_as="reason"),
    ),
    write_engagement,
)

ACTIONS = Sheet(
    "actions",
    ("action_ref",),
    agreed_action,
    (
        Column("action_ref", TEXT, required=True, stored_as="ref"),
        _ALLOCATION,
        Column("owner", EMAIL, required=True, names="people", stored_as="owner_id"),
        Column("description", FREE_TEXT, required=True, stored_as="description"),
        Column("raised_on", DAY, required=True, stored_as="raised_on"),
        Column("due_on", DAY, required=True, stored_as="due_on"),
        Column("completed_on", DAY, stored_as="completed_on"),
        Column("completion_note", FREE_TEXT, stored_as="completion_note"),
    ),
    write_actions,
    warn=warn_of_actions,
)

CONCERNS = Sheet(
    "concerns",
    ("concern_ref",),
    concern,
    (
        Column("concern_ref", TEXT, required=True, stored_as="ref"),
        _ALLOCATION,
        Column("category", CATEGORY, required=True, stored_as="category"),
        Column("raised_on", DAY, required=True, stored_as="raised_on"),
        Column("responded_on", DAY, stored_as="responded_on"),
        Column("resolved_on", DAY, stored_as="resolved_on"),
        Column("signed_off_by", EMAIL, names="people", stored_as="signed_off_by_id"),
        Column("immediate_risk", FREE_TEXT, stored_as="immediate_risk"),
        Column("what_is_wrong", FREE_TEXT, stored_as="what_is_wrong"),
    ),
    write_concerns,
    warn=warn_of_concerns,
)
