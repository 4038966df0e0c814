"""The rows of the benchmark's workbook: a large invented council over five years, 100,000 rows in all.

The same every time: whatever chance decides comes from a generator with a fixed seed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, product
from random import Random

# A cell as a spreadsheet holds it; None is a blank one.
Cell = str | int | float | date | None
Row = tuple[Cell, ...]

FIRST_YEAR, YEARS = 2014, 5
LOOKED_AT = 100
DUE_AFTER = timedelta(days=21)
SERVICES = ("Assessment", "Safeguarding", "Children in Care", "Early Help")
LOCALITIES = ("North", "East", "South", "West")
PLANS = ("CIN", "CP", "CiC", "Care Leaver", "CWD")
RATINGS = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
DOMAINS = ("Voice of the child", "Assessment", "Planning", "Review", "Supervision", "Recording", "Impact")
PARTIES = ("social_worker", "manager", "iro_or_chair", "child", "parent")
QUESTIONS = ("Is the chronology up to date?", "Was the child seen alone?", "Is there a plan?", "Is it reviewed?")
_SAID = (
    "The worker knows this family well and is in touch with them between visits.",
    "The plan was reviewed on time, but two of its actions have drifted.",
    "Supervision is recorded every month and is reflective.",
    "The child's own words are on the record, and they changed the plan.",
    "There were 3 visits in May and 2 in June; the gap in between isn't explained.",
    "The chronology stops in the autumn.",
    "The father was not spoken to, and nothing says why.",
    "School and health were asked, and what they said is weighed up.",
    "Contact was agreed at the meeting of 14 March and has gone ahead.",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows there are of what the other sheets hang on."""

    teams: int = 80
    people: int = 1_200
    cases: int = 4_000
    allocations: int = 5_270


@dataclass(slots=True)
class Council:
    """The council's people, records and months, from which every sheet draws."""

    size: Size = field(default_factory=Size)
    chance: Random = field(default_factory=lambda: Random(2019))  # noqa: S311 - invented rows, no secret

    @property
    def months(self) -> list[date]:
        """The firsts of the months."""
        return [date(FIRST_YEAR + year, month, 1) for year, month in product(range(YEARS), range(1, 13))]

    def team(self, number: int) -> str:
        """A team's name."""
        return f"{LOCALITIES[number % 4]} {SERVICES[number % 4]} Team {number + 1}"

    def person(self, number: int) -> str:
        """A person's e-mail address."""
        return f"person.{number + 1}@council.example"

    def anybody(self) -> str:
        """Anyone's e-mail address."""
        return self.person(self.chance.randrange(self.size.people))

    def outsider(self, team: int) -> str:
        """The e-mail address of somebody who is not of the team with that number."""
        there = self.chance.randrange(self.size.people)
        return self.person(there if there % self.size.teams != team else (there + 1) % self.size.people)

    def case(self, number: int) -> str:
        """A record's reference."""
        return str(5_000_000 + 37 * number)

    def words(self, sentences: int) -> str:
        """Free text of so many sentences, hardly ever the same twice."""
        return " ".join(self.chance.choices(_SAID, k=sentences))


def teams(council: Council) -> Iterator[Row]:
    """Each team with a manager and a head of service."""
    for number in range(council.size.teams):
        manager, head = council.person(number), council.person(council.size.teams + number % 10)
        yield council.team(number), SERVICES[number % 4], LOCALITIES[number % 4], manager, head


def people(council: Council) -> Iterator[Row]:
    """The managers of the teams first, then heads of service and everyone else; all are trained auditors."""
    for number in range(council.size.people):
        team = number % council.size.teams
        role = "team_manager" if number < council.size.teams else "social_worker"
        manager = council.person(team) if number >= council.size.teams else None
        fte = 0.5 if number % 7 == 0 else 1.0
        who = council.person(number), f"Person {number + 1}", "Practitioner"
        yield *who, council.team(team), manager, fte, f"{role};auditor", date(2013, 6, 3), None, None


def standing_exemptions(council: Council) -> Iterator[Row]:
    """One person in ten audits in alternate months."""
    for number in range(0, council.size.people, 10):
        yield council.person(number), "alternate_months", date(2014, 1, 1), None, "odd" if number % 20 else "even"


def cases(council: Council) -> Iterator[Row]:
    """Records spread over the teams."""
    for number in range(council.size.cases):
        team = council.team(number % council.size.teams)
        opened = date(2013, 1, 7) + timedelta(days=number % 900)
        plan = PLANS[number % len(PLANS)]
        yield council.case(number), team, council.anybody(), plan, council.anybody(), opened, None, None


def cycles(council: Council) -> Iterator[Row]:
    """Every service audits every month."""
    for month, service in product(council.months, SERVICES):
        allocated = month + timedelta(days=1)
        yield f"{month:%Y-%m}", service, "Planning", None, allocated, _due_on(allocated)


def allocations(council: Council) -> Iterator[Row]:
    """Records in turn, spread over the months."""
    for number in range(council.size.allocations):
        month = _month_of(council, number)
        allocated = month + timedelta(days=1)
        record = number % council.size.cases
        auditor = council.outsider(record % council.size.teams)
        yield (
            *(_ref(number), f"{month:%Y-%m}", council.case(record), auditor, allocated, _due_on(allocated)),
            *("core", None, None, None, None, None, None, None),
        )


def exemptions(council: Council) -> Iterator[Row]:
    """One person in a hundred a month, each month other people."""
    for place, month in enumerate(council.months):
        for number in range(place % LOOKED_AT, council.size.people, LOOKED_AT):
            who, director = council.person(number), council.person(council.size.teams)
            yield who, f"{month:%Y-%m}", "leave", None, director, month - timedelta(days=3)


def audits(council: Council) -> Iterator[Row]:
    """All but one audit in twenty came back; one in three was moderated."""
    for number in _returned(council):
        returned = _month_of(council, number) + timedelta(days=15)
        grade = council.chance.choice(RATINGS)
        moderated = number % 3 == 0
        yield (
            *(_ref(number), returned, grade, "yes" if grade == RATINGS[2] else None),
            *(2 if grade == RATINGS[3] else None, council.words(3), council.words(3)),
            *((council.anybody(), returned + timedelta(days=9), grade, "yes") if moderated else (None,) * 4),
            returned + timedelta(days=20),
        )


def domain_ratings(council: Council) -> Iterator[Row]:
    """A grade with its evidence in each of seven domains."""
    for number, domain in product(_returned(council), DOMAINS):
        yield _ref(number), domain, council.chance.choice(RATINGS), None, council.words(3), None


def engagement(council: Council) -> Iterator[Row]:
    """Who was involved, and what they said."""
    for number, party in product(_returned(council), PARTIES):
        heard = council.chance.random() < 0.5
        outcome, comment = ("included", council.words(1)) if heard else ("attempted", None)
        yield _ref(number), party, outcome, "positive" if heard else None, comment, None if heard else council.words(1)


def actions(council: Council) -> Iterator[Row]:
    """Three actions an audit, two of them done."""
    for place, (number, which) in enumerate(product(_returned(council), range(3))):
        raised = _month_of(council, number) + timedelta(days=15)
        done = (raised + timedelta(days=20), council.words(1)) if which else (None, None)
        what = council.words(1)
        yield f"N{place + 1:06}", _ref(number), council.anybody(), what, raised, raised + DUE_AFTER, *done


def concerns(council: Council) -> Iterator[Row]:
    """One audit in twenty-five."""
    for place, number in enumerate(islice(_returned(council), 0, None, 25)):
        raised = _month_of(council, number) + timedelta(days=16)
        yield f"C{place + 1:05}", _ref(number), 2, raised, raised + timedelta(days=7), None, None


def escalations(council: Council) -> Iterator[Row]:
    """Disputes over one record in ten."""
    for number in range(0, council.size.cases, 10):
        raised = date(2015, 1, 5) + timedelta(days=number % 1_200)
        end = ("resolved", raised, raised + timedelta(days=30)) if number % 20 else ("in process", raised, None)
        yield f"E{number:05}", council.case(number), "iro", "Drift and delay", 1 + number % 3, *end


def caseload(council: Council) -> Iterator[Row]:
    """How many children there were, month by month."""
    for month, plan in product(council.months, PLANS):
        yield f"{month:%Y-%m}", plan, council.chance.randrange(200, 2_000)


def dip_samples(council: Council) -> Iterator[Row]:
    """One a quarter."""
    for number, month in enumerate(council.months[::3]):
        yield f"D{number + 1:03}", f"Chronologies {month:%B %Y}", month + timedelta(days=9)


def dip_sample_results(council: Council) -> Iterator[Row]:
    """Four questions of thirty records each."""
    for number, record, question in product(range(YEARS * 4), range(30), QUESTIONS):
        answer = council.chance.choice(("yes", "no", "partial", "not_applicable"))
        yield f"D{number + 1:03}", council.case(30 * number + record), question, answer


def impact_surveys(council: Council) -> Iterator[Row]:
    """Asked of one worker an audit, answered by half of them."""
    for number in _returned(council):
        sent = _month_of(council, number) + timedelta(days=57)
        answered = (sent + timedelta(days=4), "improved", "too_soon", "with", council.words(1))
        yield _ref(number), council.person(number % 1_000), sent, *(answered if number % 2 else (None,) * 5)


def _due_on(allocated: date) -> date:
    due = allocated + DUE_AFTER
    return due - timedelta(days=max(0, due.weekday() - 4))  # a Friday rather than a weekend


def _ref(number: int) -> str:
    return f"A{number + 1:06}"


def _month_of(council: Council, number: int) -> date:
    return council.months[number * len(council.months) // council.size.allocations]


def _returned(council: Council) -> Iterator[int]:
    return (number for number in range(council.size.allocations) if number % 20)


# By the names of the sheets, in the order of the contract; a sheet's columns come in the contract's order too.
SHEETS: Mapping[str, Callable[[Council], Iterator[Row]]] = {
    "teams": teams,
    "people": people,
    "standing_exemptions": standing_exemptions,
    "cases": cases,
    "cycles": cycles,
    "allocations": allocations,
    "exemptions": exemptions,
    "audits": audits,
    "domain_ratings": domain_ratings,
    "engagement": engagement,
    "actions": actions,
    "concerns": concerns,
    "escalations": escalations,
    "caseload": caseload,
    "dip_samples": dip_samples,
    "dip_sample_results": dip_sample_results,
    "impact_surveys": impact_surveys,
}
