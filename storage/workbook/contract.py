"""The sheets of the import workbook, one declaration each (docs/workbook.md).

To import another sheet: declare it here or beside its like, put it into `SHEETS`, and give it a writer where its
rows are more than rows of one table.
"""

from domain.words import AllocationKind, Role, StandingKind
from storage.tables.allocations import allocation, case_record, cycle
from storage.tables.people import person, standing_exemption, team
from storage.workbook.allocations import write_allocations
from storage.workbook.audit_sheets import ACTIONS, AUDITS, CONCERNS, DOMAIN_RATINGS, ENGAGEMENT, EXEMPTIONS
from storage.workbook.breaches import (
    warn_of_allocations,
    warn_of_cases,
    warn_of_cycles,
    warn_of_people,
    warn_of_standing_exemptions,
)
from storage.workbook.cells import (
    CASE_REFERENCE,
    DAY,
    EMAIL,
    FREE_TEXT,
    MONTH,
    OBJECT_ID,
    SHARE_OF_FULL_TIME,
    TEXT,
    TEXT_OR_NOTHING,
    one_of,
    several_of,
)
from storage.workbook.exemptions import exempt_allocations
from storage.workbook.people import write_line_managers, write_people, write_posts
from storage.workbook.register_sheets import CASELOAD, DIP_SAMPLE_RESULTS, DIP_SAMPLES, ESCALATIONS, IMPACT_SURVEYS
from storage.workbook.sheet import Column, Sheet
from storage.workbook.writing import write_rows

TEAMS = Sheet(
    "teams",
    ("team",),
    team,
    (
        Column("team", TEXT, required=True, stored_as="name"),
        Column("service", TEXT, required=True, stored_as="service"),
        Column("locality", TEXT, stored_as="locality"),
        Column("team_manager", EMAIL, names="people"),
        Column("head_of_service", EMAIL, names="people"),
    ),
    write_rows,
    finish=write_posts,
)

PEOPLE = Sheet(
    "people",
    ("email",),
    person,
    (
        Column("email", EMAIL, required=True, stored_as="email"),
        Column("name", TEXT, required=True, stored_as="name"),
        Column("job_title", TEXT, stored_as="job_title"),
        Column("team", TEXT, names="teams", stored_as="team_id"),
        Column("line_manager", EMAIL, names="people"),
        Column("fte", SHARE_OF_FULL_TIME, stored_as="fte"),
        Column("roles", several_of(Role), required=True),
        Column("trained_on", DAY, stored_as="trained_on"),
        Column("left_on", DAY, stored_as="left_on"),
        Column("entra_object_id", OBJECT_ID, unique=True),
    ),
    write_people,
    finish=write_line_managers,
    warn=warn_of_people,
)

STANDING_EXEMPTIONS = Sheet(
    "standing_exemptions",
    ("email", "kind", "from"),
    standing_exemption,
    (
        Column("email", EMAIL, required=True, names="people", stored_as="person_id"),
        Column("kind", one_of(StandingKind), required=True, stored_as="kind"),
        Column("from", DAY, required=True, stored_as="starts_on"),
        Column("to", DAY, stored_as="ends_on"),
        Column("audits_in", one_of(("odd", "even")), stored_as="audits_in"),
    ),
    write_rows,
    warn=warn_of_standing_exemptions,
)

CASES = Sheet(
    "cases",
    ("case_ref",),
    case_record,
    (
        Column("case_ref", CASE_REFERENCE, required=True, stored_as="case_ref"),
        Column("team", TEXT, required=True, names="teams", stored_as="team_id"),
        Column("social_worker", EMAIL, names="people", stored_as="social_worker_id"),
        Column("legal_status", TEXT, required=True, stored_as="legal_status"),
        Column("iro_or_chair", EMAIL, names="people", stored_as="iro_or_chair_id"),
        Column("opened_on", DAY, stored_as="opened_on"),
        Column("closed_on", DAY, stored_as="closed_on"),
        Column("tags", FREE_TEXT, stored_as="tags"),
    ),
    write_rows,
    warn=warn_of_cases,
)

CYCLES = Sheet(
    "cycles",
    ("month", "service"),
    cycle,
    (
        Column("month", MONTH, required=True, stored_as="month"),
        Column("service", TEXT, required=True, stored_as="service"),
        Column("theme", FREE_TEXT, stored_as="theme"),
        Column("framework", TEXT, stored_as="framework"),
        Column("allocated_on", DAY, required=True, stored_as="allocated_on"),
        Column("due_on", DAY, required=True, stored_as="due_on"),
    ),
    write_rows,
    warn=warn_of_cycles,
)

ALLOCATIONS = Sheet(
    "allocations",
    ("allocation_ref",),
    allocation,
    (
        Column("allocation_ref", TEXT, required=True, stored_as="ref"),
        Column("month", MONTH, required=True, stored_as="month"),
        Column("case_ref", CASE_REFERENCE, required=True, names="cases", stored_as="case_id"),
        Column("auditor", EMAIL, required=True, names="people", stored_as="auditor_id"),
        Column("allocated_on", DAY, required=True, stored_as="allocated_on"),
        Column("due_on", DAY, required=True, stored_as="due_on"),
        Column("kind", one_of(AllocationKind), stored_as="kind"),
        Column("loop_ref", TEXT, stored_as="loop_ref"),
        Column("team", TEXT, names="teams", stored_as="team_id"),
        Column("service", TEXT, stored_as="service"),
        Column("locality", TEXT_OR_NOTHING, stored_as="locality"),
        Column("legal_status", TEXT, stored_as="legal_status"),
        Column("withdrawn_on", DAY),
        Column("replaced_by", TEXT, names="allocations", stored_as="replaced_by"),
    ),
    write_allocations,
    finish=exempt_allocations,
    warn=warn_of_allocations,
)

# In the order in which they are written: what a sheet names comes before it, or is written in `finish`.
SHEETS = (
    TEAMS,
    PEOPLE,
    STANDING_EXEMPTIONS,
    CASES,
    CYCLES,
    ALLOCATIONS,
    EXEMPTIONS,
    AUDITS,
    DOMAIN_RATINGS,
    ENGAGEMENT,
    ACTIONS,
    CONCERNS,
    ESCALATIONS,
    CASELOAD,
    DIP_SAMPLES,
    DIP_SAMPLE_RESULTS,
    IMPACT_SURVEYS,
)
