"""Councils in which everything happens that makes counting hard, by seed; as plain rows and as a workbook.

Looped pairs that differ and agree, withdrawn allocations with replacements, exemptions before and after allocation
with several allocations a person, teams without locality, judgements without day, rating or standard, records audited
twice, leavers, moderators who are external, concerns resolved before they were raised, resolutions without a day,
months whose audits are due after their last day.
"""

import random
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from storage.workbook.cells import NOTHING
from storage.workbook.contract import SHEETS

SERVICES = ("Social Care", "Early Help", "Youth Support")
LOCALITIES = ("North", "South", None)
STATUSES = ("CIN", "CP", "CiC", "Care Leaver", "Assessment")
RATINGS = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
PARTIES = ("social_worker", "manager", "iro_or_chair", "child", "parent")
MONTHS = ("2018-12", "2019-01", "2019-02", "2019-03", "2019-04", "2019-05", "2019-06")
FIRST, LAST = date(2018, 12, 1), date(2019, 7, 31)
Rows = list[dict[str, Any]]


class EventfulCouncil:
    """One council; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a council made up again the same, no secret
        self.sheets: dict[str, Rows] = {sheet.name: [] for sheet in SHEETS}
        self._teams()
        self._people()
        self._cases()
        for month in MONTHS:
            self._round(month)
        self._registers()

    def sometimes(self, share: float) -> bool:
        """Whether something that happens in that share of cases happens now."""
        return self.chance.random() < share

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """Any day from one to another."""
        return first + timedelta(days=self.chance.randint(0, max(0, (last - first).days)))

    def one(self, of: Sequence[Any]) -> Any:
        """Any one of some."""
        return self.chance.choice(of)

    def _add(self, sheet: str, **cells: Any) -> dict[str, Any]:
        columns = next(one.columns for one in SHEETS if one.name == sheet)
        row = {column.name: cells.get(column.name) for column in columns}
        self.sheets[sheet].append(row)
        return row

    def _teams(self) -> None:
        for number in range(7):
            self._add(
                "teams",
                team=f"Team {number}",
                service=SERVICES[number % 3],
                locality=LOCALITIES[number % 3 if number else 1],
                team_manager=f"manager{number}@council.example",
                head_of_service=f"head{number % 2}@council.example",
            )

    def _person(self, name: str, *roles: str, **cells: Any) -> None:
        self._add("people", email=f"{name}@council.example", name=name.title(), roles=frozenset(roles), **cells)

    def _people(self) -> None:
        self._person("qa", "qa")
        for number in range(2):
            self._person(f"head{number}", "head_of_service")
        for number in range(7):
            self._person(f"manager{number}", "team_manager", "auditor", team=f"Team {number}", **self._service())
        for number in range(14):
            roles = ["auditor", *(["moderator"] if number % 4 == 0 else [])]
            roles += ["external_moderator"] if number == 8 else []
            team = None if number == 13 else f"Team {number % 7}"
            self._person(f"auditor{number}", *roles, team=team, **self._service())
        for number in range(3):
            self._person(f"moderator{number}", "moderator", team=f"Team {number}", **self._service())
        self._person("external", "external_moderator", trained_on=FIRST)
        for number in range(10):
            left = self.day() if self.sometimes(0.2) else None
            self._person(f"worker{number}", "social_worker", team=f"Team {number % 7}", left_on=left)
        self.auditors = [row["email"] for row in self.sheets["people"] if "auditor" in row["roles"]]
        for email in self.chance.sample(self.auditors, 6):
            first = self.day(date(2018, 10, 1))
            kind = self.one(("maternity", "extended_absence", "moderating", "other", "alternate_months"))
            to = first + timedelta(days=self.chance.randint(10, 150)) if self.sometimes(0.7) else None
            self._add("standing_exemptions", email=email, kind=kind, to=to, **{"from": first})

    def _service(self) -> dict[str, Any]:
        trained = self.day(date(2018, 1, 1), date(2019, 5, 1)) if self.sometimes(0.9) else None
        return {"trained_on": trained, "left_on": self.day() if self.sometimes(0.15) else None}

    def _cases(self) -> None:
        workers = [row["email"] for row in self.sheets["people"] if "social_worker" in row["roles"]]
        for number in range(45):
            self._add(
                "cases",
                case_ref=str(5000000 + 37 * number),
                team=f"Team {self.chance.randint(0, 6)}",
                social_worker=self.one(workers) if self.sometimes(0.9) else None,
                legal_status=self.one(STATUSES),
            )

    def _round(self, month: str) -> None:
        year, number = int(month[:4]), int(month[5:])
        first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
        due = last + timedelta(days=6) if self.sometimes(0.4) else last - timedelta(days=self.chance.randint(0, 9))
        for service in SERVICES:
            self._add("cycles", month=month, service=service, allocated_on=first, due_on=due)
        for email in self.chance.sample(self.auditors, 4):
            kind = self.one(("health", "leave", "discretionary", "director", "other"))
            self._add(
                "exemptions",
                email=email,
                month=month,
                kind=kind,
                authorised_on=self.day(first - timedelta(days=10), last),
            )
        for email in self.chance.sample(self.auditors, 12):
            for _ in range(self.one((1, 1, 1, 2))):
                self._allocate(month, email, first, due)

    def _allocate(self, month: str, email: str, first: date, due: date) -> None:
        case = self.one(self.sheets["cases"])
        if self.sometimes(0.15):
            loop = f"L{len(self.sheets['allocations'])}"
            partner = self.one([one for one in self.auditors if one != email])
            rows = [
                self._allocation(month, case, one, first, due, kind="looped", loop_ref=loop) for one in (email, partner)
            ]
        else:
            rows = [self._allocation(month, case, email, first, due, kind=self.one((None, "additional", "themed")))]
        for row in rows:
            if self.sometimes(0.1):
                row["withdrawn_on"] = self.day(row["allocated_on"], due + timedelta(days=20))
                if self.sometimes(0.6):
                    new = self._allocation(month, case, self.one(self.auditors), row["withdrawn_on"], due)
                    row["replaced_by"] = new["allocation_ref"]
                    self._audit(new)
                row["is_early"] = True
            self._audit(row)

    def _allocation(
        self, month: str, case: dict[str, Any], email: str, first: date, due: date, **cells: Any
    ) -> dict[str, Any]:
        moved: dict[str, Any] = {}
        if self.sometimes(0.3):
            team = self.one(self.sheets["teams"])
            moved = {"team": team["team"], "service": team["service"], "locality": team["locality"] or NOTHING}
            moved["legal_status"] = self.one(STATUSES)
        return self._add(
            "allocations",
            allocation_ref=f"A{len(self.sheets['allocations']):05}",
            month=month,
            case_ref=case["case_ref"],
            auditor=email,
            allocated_on=first + timedelta(days=self.chance.randint(0, 4)),
            due_on=due + timedelta(days=self.one((0, 0, 0, 3))),
            **moved,
            **cells,
        )

    def _audit(self, row: dict[str, Any]) -> None:
        returned = self.day(row["allocated_on"], row["due_on"] + timedelta(days=12))
        if row.pop("is_early", False):
            # What was withdrawn came back before that, or never.
            if returned > row["withdrawn_on"] or self.sometimes(0.5):
                return
        elif self.sometimes(0.2):
            return
        ref, overall = row["allocation_ref"], self._rating()
        audit = self._add("audits", allocation_ref=ref, returned_on=returned, overall=overall)
        audit["at_risk"] = self.one((True, False, None)) if overall == "Requires Improvement" else None
        audit["uploaded_on"] = self.day(returned, returned + timedelta(days=60)) if self.sometimes(0.8) else None
        if self.sometimes(0.75):
            self._moderate(audit, returned, overall)
        self._findings(ref, audit, returned)

    def _rating(self) -> str:
        return self.chance.choices(RATINGS, (1, 6, 8, 5))[0]

    def _moderate(self, audit: dict[str, Any], returned: date, overall: str) -> None:
        audit["moderator"] = self.one(("moderator0", "moderator1", "auditor8", "external")) + "@council.example"
        if self.sometimes(0.1):
            return  # assigned, not judged yet
        audit["moderated_on"] = self.day(returned, returned + timedelta(days=40)) if self.sometimes(0.8) else None
        if self.sometimes(0.85):
            audit["moderated_overall"] = overall if self.sometimes(0.6) else self._rating()
        audit["met_standard"] = self.one((True, True, True, False, None))
        if audit["moderated_overall"] is None and audit["met_standard"] is None:
            audit["met_standard"] = True

    def _findings(self, ref: str, audit: dict[str, Any], returned: date) -> None:
        for domain in self.chance.sample(("Supervision", "Quality of Plans", "Quality of Assessment"), 2):
            moderated = self._rating() if audit["moderated_overall"] and self.sometimes(0.3) else None
            rating = "Not Graded" if self.sometimes(0.15) else self._rating()
            self._add(
                "domain_ratings",
                allocation_ref=ref,
                domain=domain,
                rating=rating,
                moderated_rating=moderated,
                reason="-x",
            )
        for party in self.chance.sample(PARTIES, self.chance.randint(0, 5)):
            outcome = self.one(("included", "included", "attempted", "not_attempted", "not_applicable"))
            heard = outcome == "included" and self.sometimes(0.7)
            sentiment = self.one(("positive", "mixed", "negative")) if heard else None
            self._add("engagement", allocation_ref=ref, party=party, outcome=outcome, sentiment=sentiment)
        for _ in range(self.chance.randint(0, 3)):
            self._action(ref, returned)
        if self.sometimes(0.3):
            self._concern(ref, returned)
        for person in self.chance.sample(self.sheets["people"], self.one((0, 0, 1, 2))):
            self._survey(ref, person["email"], returned)

    def _action(self, ref: str, returned: date) -> None:
        raised = returned + timedelta(days=self.one((0, 0, 2)))
        due = raised + timedelta(days=self.chance.randint(0, 60))
        done = self.day(raised, due + timedelta(days=40)) if self.sometimes(0.6) else None
        number = len(self.sheets["actions"])
        owner = self.one(self.sheets["people"])["email"]
        self._add(
            "actions",
            action_ref=f"N{number:05}",
            allocation_ref=ref,
            owner=owner,
            description="Write the plan anew.",
            raised_on=raised,
            due_on=due,
            completed_on=done,
        )

    def _concern(self, ref: str, returned: date) -> None:
        raised = returned + timedelta(days=self.one((-1, 0, 1, 9)))
        resolved = raised + timedelta(days=self.chance.randint(-4, 70)) if self.sometimes(0.7) else None
        number, category = len(self.sheets["concerns"]), self.one((1, 2))
        self._add(
            "concerns",
            concern_ref=f"C{number:04}",
            allocation_ref=ref,
            category=category,
            raised_on=raised,
            resolved_on=resolved,
        )

    def _survey(self, ref: str, respondent: str, returned: date) -> None:
        answered = self.day(returned, returned + timedelta(days=60)) if self.sometimes(0.7) else None
        said = ("improved", "no_change", "worse", "too_soon", None)
        change, impact = (self.one(said), self.one(said)) if answered else (None, None)
        self._add(
            "impact_surveys",
            allocation_ref=ref,
            respondent=respondent,
            sent_on=returned,
            answered_on=answered,
            practice_change=change,
            child_impact=impact,
        )

    def _registers(self) -> None:
        for number in range(30):
            raised = self.day()
            status = self.one(("in process", "resolved"))
            resolved = self.day(raised) if status == "resolved" and self.sometimes(0.7) else None
            self._add(
                "escalations",
                escalation_ref=f"E{number}",
                case_ref=self.one(self.sheets["cases"])["case_ref"],
                route=self.one(("iro", "cp_chair")),
                theme=self.one(("Drift and Delay", "Process", "Safeguarding")),
                stage=self.one((1, 2, 3)),
                status=status,
                raised_on=raised,
                resolved_on=resolved,
            )
        for month in ("2019-01", "2019-04"):
            for status in STATUSES[:3]:
                self._add("caseload", month=month, legal_status=status, children=self.chance.randint(20, 60))
        for number in range(3):
            title = self.one(("Seen alone", "Plans"))
            self._add("dip_samples", sample_ref=f"D{number}", title=title, carried_out_on=self.day())
            for case in self.chance.sample(self.sheets["cases"], 8):
                answer = self.one(("yes", "no", "partial", "not_applicable"))
                self._add(
                    "dip_sample_results",
                    sample_ref=f"D{number}",
                    case_ref=case["case_ref"],
                    question=self.one(("Was the child seen?", "Is there a plan?")),
                    answer=answer,
                )
