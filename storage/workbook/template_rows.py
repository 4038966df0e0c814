"""The example row of each sheet of the template: one invented month, in which every name leads to another row.

An import knows them by their keys and leaves them aside (`examples`), so that no key may be one that a council has.
"""

from datetime import date

from storage.workbook.export_cells import OutgoingCell

_JO = "jo.example@council.example"
_TEAM = "Example Team"
_SERVICE = "Example Service"
_MONTH = "2025-09"
_CASE = "EXAMPLE-1"
_ALLOCATION = "EXAMPLE-A1"
_SAMPLE = "EXAMPLE-D1"
_RETURNED = date(2025, 9, 18)

EXAMPLES: dict[str, dict[str, OutgoingCell]] = {
    "teams": {
        "team": _TEAM,
        "service": _SERVICE,
        "locality": "North",
        "team_manager": _JO,
        "head_of_service": _JO,
    },
    "people": {
        "email": _JO,
        "name": "Jo Example",
        "job_title": "Practice Lead",
        "fte": 1,
        "roles": "auditor; team_manager",
        "trained_on": date(2025, 1, 13),
    },
    "standing_exemptions": {"email": _JO, "kind": "other", "from": date(2026, 1, 1), "to": date(2026, 3, 31)},
    "cases": {
        "case_ref": _CASE,
        "team": _TEAM,
        "legal_status": "CIN",
        "opened_on": date(2025, 2, 3),
        "tags": "example",
    },
    "cycles": {
        "month": _MONTH,
        "service": _SERVICE,
        "theme": "The child's voice",
        "framework": "seven-domains",
        "allocated_on": date(2025, 9, 1),
        "due_on": date(2025, 9, 19),
    },
    "allocations": {
        "allocation_ref": _ALLOCATION,
        "month": _MONTH,
        "case_ref": _CASE,
        "auditor": _JO,
        "allocated_on": date(2025, 9, 1),
        "due_on": date(2025, 9, 19),
        "kind": "core",
        "team": _TEAM,
        "service": _SERVICE,
        "locality": "North",
        "legal_status": "CIN",
    },
    "exemptions": {
        "email": _JO,
        "month": "2025-12",
        "kind": "leave",
        "reason": "Annual leave",
        "authorised_on": date(2025, 11, 20),
    },
    "audits": {
        "allocation_ref": _ALLOCATION,
        "returned_on": _RETURNED,
        "overall": "Inadequate",
        "concern_category": 2,
        "strengths": "Visits were regular and recorded.",
        "areas_for_improvement": "The plan says what is done, not what should change for the child.",
        "uploaded_on": date(2025, 9, 25),
    },
    "domain_ratings": {
        "allocation_ref": _ALLOCATION,
        "domain": "Seeing and Hearing the Child",
        "rating": "Requires Improvement",
        "evidence": "Seen alone twice in the period; wishes recorded, not used in the plan.",
    },
    "engagement": {
        "allocation_ref": _ALLOCATION,
        "party": "child",
        "outcome": "included",
        "sentiment": "mixed",
        "comment": "She listens, but nothing changes.",
    },
    "actions": {
        "action_ref": "EXAMPLE-T1",
        "allocation_ref": _ALLOCATION,
        "owner": _JO,
        "description": "Rewrite the plan with the family.",
        "raised_on": _RETURNED,
        "due_on": date(2025, 10, 17),
        "completed_on": date(2025, 10, 10),
        "completion_note": "Agreed with the family and shared.",
    },
    "concerns": {
        "concern_ref": "EXAMPLE-C1",
        "allocation_ref": _ALLOCATION,
        "category": 2,
        "raised_on": _RETURNED,
        "responded_on": date(2025, 9, 24),
        "resolved_on": date(2025, 10, 13),
        "signed_off_by": _JO,
        "immediate_risk": "",
        "what_is_wrong": "The plan does not say who sees the child, or how often.",
    },
    "escalations": {
        "escalation_ref": "EXAMPLE-E1",
        "case_ref": _CASE,
        "route": "iro",
        "theme": "Drift and delay",
        "stage": 1,
        "status": "resolved",
        "raised_on": date(2025, 9, 22),
        "resolved_on": date(2025, 10, 6),
        "about": "The review was put off twice.",
        "resolution": "A review was held within the week.",
    },
    "caseload": {"month": _MONTH, "legal_status": "Example status", "children": 412},
    "dip_samples": {"sample_ref": _SAMPLE, "title": "Supervision", "carried_out_on": date(2025, 9, 10)},
    "dip_sample_results": {
        "sample_ref": _SAMPLE,
        "case_ref": _CASE,
        "question": "Was supervision recorded in the last month?",
        "answer": "yes",
    },
    "impact_surveys": {
        "allocation_ref": _ALLOCATION,
        "respondent": _JO,
        "sent_on": date(2025, 10, 30),
        "answered_on": date(2025, 11, 4),
        "practice_change": "improved",
        "child_impact": "too_soon",
        "done": "with",
        "comment": "The talk helped more than the report.",
    },
}
