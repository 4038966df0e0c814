"""The services and the forty teams of the demonstration council."""

from dataclasses import dataclass

SOCIAL_CARE = "Children's Social Care"
EARLY_HELP = "Early Help"
YOUTH_SUPPORT = "Youth Support"
SERVICES = (SOCIAL_CARE, EARLY_HELP, YOUTH_SUPPORT)

LOCALITIES = ("Northgate", "Southmere", "Eastholm", "Westbrook")

# The plans or statuses of the children a kind of team works with (DOMAIN: CIN, CP, CiC, Care Leaver, CWD).
_PLANS: dict[str, tuple[str, ...]] = {
    "Assessment": ("CIN", "CIN", "CP"),
    "Family Safeguarding": ("CIN", "CP", "CP"),
    "Child Protection": ("CP",),
    "Edge of Care": ("CIN", "CP", "CiC"),
    "Multi-Agency Safeguarding Hub": ("CIN",),
    "Children in Care": ("CiC",),
    "Care Leavers": ("Care Leaver",),
    "Children with Disabilities": ("CWD", "CWD", "CIN"),
}


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team as the council draws it up.

    Attributes:
        line: which head of service it answers to, as an index into `LINES`.
        plans: the plans or statuses of its children, the commoner ones more than once.
    """

    name: str
    service: str
    locality: str | None
    line: int
    plans: tuple[str, ...]


LINES = ("Assessment and Safeguarding", "Children in Care and Disability", "Early Help", "Youth Support")


def _in_each_locality(kind: str, service: str, line: int) -> list[TeamPlan]:
    plans = _PLANS.get(kind, ("CIN",))
    return [TeamPlan(f"{kind} {place}", service, place, line, plans) for place in LOCALITIES]


def _countywide(kind: str, service: str, line: int) -> TeamPlan:
    return TeamPlan(kind, service, None, line, _PLANS.get(kind, ("CIN",)))


def _social_care() -> list[TeamPlan]:
    safeguarding = [
        team
        for kind in ("Assessment", "Family Safeguarding", "Child Protection")
        for team in _in_each_locality(kind, SOCIAL_CARE, 0)
    ]
    safeguarding += [_countywide(kind, SOCIAL_CARE, 0) for kind in ("Edge of Care", "Multi-Agency Safeguarding Hub")]
    in_care = [
        team for kind in ("Children in Care", "Care Leavers") for team in _in_each_locality(kind, SOCIAL_CARE, 1)
    ]
    disability = _in_each_locality("Children with Disabilities", SOCIAL_CARE, 1)
    return safeguarding + in_care + disability[:2]


def _early_help() -> list[TeamPlan]:
    everywhere = [team for kind in ("Family Help", "Early Support") for team in _in_each_locality(kind, EARLY_HELP, 2)]
    return [
        *everywhere,
        *(_countywide(kind, EARLY_HELP, 2) for kind in ("Parenting", "Family Group Meetings")),
    ]


def _youth_support() -> list[TeamPlan]:
    youth_justice = _in_each_locality("Youth Justice", YOUTH_SUPPORT, 3)
    return [*_in_each_locality("Targeted Youth Support", YOUTH_SUPPORT, 3), *youth_justice[:2]]


TEAMS = (*_social_care(), *_early_help(), *_youth_support())

# Rosa's audit is of this team, so that the alarm she raises finds the cast's own manager and head of service.
CAST_TEAM = "Assessment Northgate"
AUDITORS_TEAM = "Children in Care Westbrook"
