"""The question corpus itself: whole, consistent with the contract and about invented people only."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

GOLDEN = Path(__file__).parent.parent / "golden"
CORPUS = GOLDEN / "corpus"
FILES = sorted(CORPUS.glob("*.jsonl"))
KINDS = {"answer": 900, "clarify": 100, "refuse": 120, "no_data": 4}  # with how many there must be at least
STOCKS = {"concerns_open", "oldest_concern", "open_actions", "overdue_actions", "overdue_rate", "days_overdue"}
METRICS = STOCKS | {
    *("completion_rate", "pool_completion_rate", "standard_rate", "net_completion_rate", "net_standard_rate"),
    *("allocated", "returned", "met_standard", "not_met_standard", "late_returns", "exempted", "exemptions"),
    *("outstanding", "nil_returns", "not_uploaded", "late_rate", "exemption_rate", "return_days", "auditor_pool"),
    *("moderator_pool", "moderator_ratio", "sample_coverage", "ratings", "good_rate", "requires_improvement_rate"),
    *("inadequate_rate", "domain_ratings", "at_risk_rate", "strong_teams", "weak_teams", "teams_not_audited"),
    *("workers_not_audited", "upgraded_rate", "downgraded_rate", "moderation_agreement", "auditor_calibration"),
    *("inadequate_by_moderator_rate", "participation_rate", "family_contact", "feedback_sentiment", "action_status"),
    *("concerns_raised", "concerns_resolved", "escalations", "dip_sample", "impact"),
}
PERIODS = {"month", "quarter", "year"}
PEOPLE_KEYS = {"auditor", "moderator", "owner", "head_of_service"}
FIXED_WORDS: dict[str, set[object]] = {
    "legal_status": {"CIN", "CP", "CiC", "Care Leaver", "CWD", "Assessment", "No plan"},
    "rating": {"Outstanding", "Good", "Requires Improvement", "Inadequate", "Not Graded"},
    "party": {"social_worker", "manager", "iro_or_chair", "child", "parent"},
    "route": {"iro", "cp_chair"},
    "stage": {1, 2, 3},
    "category": {"1", "2"},
    "status": {"in process", "resolved", "on_time", "late", "overdue", "not_yet_due"},
    "theme": {"Drift and Delay", "Process", "Safeguarding"},
    "kind": {"health", "leave", "discretionary", "director", "other"},
    "sentiment": {"positive", "mixed", "negative"},
    "contact": {"included", "attempted", "none"},
    "answer": {"yes", "no", "partial", "not_applicable"},
    "aspect": {"practice_change", "child_impact"},
    "domain": {
        *("Seeing and Hearing the Child", "Quality of Assessment", "Quality of Plans", "Supervision"),
        *("Decision Making and Management Oversight", "Meetings and Reviews", "Impact of Diversity"),
    },
}
PLACES = {"team", "service", "locality"}
FILTERS = {*FIXED_WORDS, *PLACES, *PEOPLE_KEYS}
BREAKDOWNS = {
    *(PERIODS | PLACES | PEOPLE_KEYS),
    *("legal_status", "rating", "domain", "party", "route", "stage", "status", "theme"),
    *("kind", "sample", "question"),
}
REQUIRED = {"id", "council", "as", "today", "kind", "metric", "months", "filters", "group_by", "list"}
ALSO = {"also", "also_kinds", "also_group_by", "also_filters", "also_months"}
OPTIONAL = {"q", "turns", "as_at", "compare", "asked", "definition", "why", *ALSO}
HEADLINE_ONLY = {"auditor", "moderator", "external_moderator", "social_worker", "iro", "cp_chair"}
AMERICAN = re.compile(
    r"\b(colors?|centers?|behaviors?|programs?|harbor|labor|analyz\w+|organiz\w+|prioritiz\w+|summariz\w+|recogniz\w+"
    r"|favorite|neighbors?|enroll?ment|judgment|gray|traveled|modeled|labeled|canceled|fulfill|math|fall of)\b",
    re.IGNORECASE,
)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Council:
    """One council's words: teams as rows of the `teams` sheet, people by e-mail address."""

    teams: list[Record]
    people: dict[str, Record]

    def words(self, place: str) -> set[str]:
        return {str(team[place]) for team in self.teams}

    def managed_by(self, email: str) -> set[str]:
        return {team["team"] for team in self.teams if email in (team["team_manager"], team["head_of_service"])}


def parsed(path: Path) -> Iterator[Record]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        record = json.loads(line)
        assert isinstance(record, dict), f"{path.name} line {number} is not an object"
        yield record


@cache
def questions() -> tuple[Record, ...]:
    return tuple(record for path in FILES for record in parsed(path))


def answered() -> list[Record]:
    return [question for question in questions() if question["metric"]]


def text_of(question: Record) -> str:
    return str(question.get("q") or " ".join(question["turns"]))


def sheet(book: Any, name: str) -> list[Record]:
    heading, *rows = book[name].values
    return [dict(zip(heading, row, strict=True)) for row in rows]


@cache
def councils() -> dict[str, Council]:
    book = openpyxl.load_workbook(GOLDEN / "2019-08.xlsx", read_only=True)
    people = {row["email"]: {**row, "roles": row["roles"].split(";")} for row in sheet(book, "people")}
    found = {"westshire": Council(sheet(book, "teams"), people)}
    book.close()
    for name, words in tomllib.loads((CORPUS / "councils.toml").read_text(encoding="utf-8")).items():
        found[name] = Council(words["teams"], {row["email"]: row for row in words["people"]})
    return found


def values(question: Record, key: str) -> list[Any]:
    value = question["filters"].get(key, [])
    return value if isinstance(value, list) else [value]


def next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def roles_of(question: Record) -> set[str]:
    return set(councils()[question["council"]].people[question["as"]]["roles"])


def complaints(found: Iterator[str]) -> None:
    all_of_them = list(found)
    assert not all_of_them, "\n".join(all_of_them)


def test_the_files_hold_six_hundred_questions_and_a_quarter_as_many_for_other_councils() -> None:
    asked_of = Counter(question["council"] for question in questions())
    assert asked_of["westshire"] >= 600
    assert asked_of.total() - asked_of["westshire"] >= 150
    assert set(asked_of) == set(councils())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_the_fields_of_the_format_and_no_others(path: Path) -> None:
    for question in parsed(path):
        assert set(question) >= REQUIRED, question["id"]
        assert set(question) <= REQUIRED | OPTIONAL, question["id"]
        assert ("q" in question) != ("turns" in question), question["id"]
        assert len(question.get("turns", ["", ""])) > 1, f"{question['id']}: a single turn is written as q"
        assert text_of(question).strip(), question["id"]


def test_no_identifier_and_no_question_comes_twice() -> None:
    ids = Counter(question["id"] for question in questions())
    asked = Counter((text_of(q).lower(), q["council"], q["as"], q["today"]) for q in questions())
    assert [name for name, count in ids.items() if count > 1] == []
    assert [what for what, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_questions_of_every_kind(kind: str) -> None:
    assert sum(question["kind"] == kind for question in questions()) >= KINDS[kind]


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_is_asked_for_in_at_least_eight_ways(metric: str) -> None:
    ways = {text_of(question).lower() for question in answered() if question["metric"] == metric}
    assert len(ways) >= 8


def test_only_metrics_and_kinds_of_the_contract_are_expected() -> None:
    named = {question["metric"] for question in answered()} | {m for q in questions() for m in q.get("also", [])}
    kinds = {question["kind"] for question in questions()} | {k for q in questions() for k in q.get("also_kinds", [])}
    assert named == METRICS
    assert kinds == set(KINDS)


def test_every_breakdown_and_every_filter_is_asked_for_and_no_unknown_one() -> None:
    groups = {question["group_by"] for question in questions()}
    assert {one for group in groups for one in (group.split(",") if group else [None])} == BREAKDOWNS | {None}
    assert {key for question in questions() for key in question["filters"]} == FILTERS


def test_a_refusal_or_a_choice_has_no_metric_and_an_answer_has_one() -> None:
    for question in questions():
        assert (question["metric"] is None) == (question["kind"] in {"clarify", "refuse"}), question["id"]
        if question["metric"] is None:
            assert not question["filters"], question["id"]
            assert not question["months"], question["id"]


def test_every_filter_says_a_word_of_its_council() -> None:
    def unknown() -> Iterator[str]:
        for question in questions():
            council = councils()[question["council"]]
            for key in question["filters"]:
                known = FIXED_WORDS.get(key) or (council.words(key) if key in PLACES else set(council.people))
                if not set(values(question, key)) <= known:
                    yield f"{question['id']}: {question['filters']}"

    complaints(unknown())


def test_what_is_as_good_is_written_like_what_is_expected_and_is_something_else() -> None:
    for question in questions():
        council = councils()[question["council"]]
        for other in question.get("also_filters", []):
            assert set(other) <= FILTERS, question["id"]
            assert other != question["filters"], question["id"]
            for place in PLACES & set(other):
                named = other[place] if isinstance(other[place], list) else [other[place]]
                assert set(named) <= council.words(place), question["id"]
        groups = question.get("also_group_by", [])
        assert question["group_by"] not in groups, question["id"]
        assert {one for group in groups for one in (group or "").split(",")} <= BREAKDOWNS | {"aspect", "period", ""}, (
            question["id"]
        )
        assert question["kind"] not in question.get("also_kinds", []), question["id"]
        assert question["metric"] not in question.get("also", []), question["id"]
        assert question["months"] not in question.get("also_months", []), question["id"]


def test_stocks_stand_as_at_a_day_and_all_else_has_months() -> None:
    def odd() -> Iterator[str]:
        for question in answered():
            stock, months = question["metric"] in STOCKS, bool(question["months"])
            if stock and months and question["group_by"] != "month":
                yield f"{question['id']}: a stock over months without rows by month"
            if not stock and not months and question["metric"] not in {"impact", "dip_sample"}:
                yield f"{question['id']}: a figure without months"

    complaints(odd())


def test_months_are_in_order_not_after_today_and_rows_where_they_are_apart() -> None:
    for question in answered():
        months, today = question["months"], question["today"]
        assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month) for month in months), question["id"]
        assert months == sorted(set(months)), question["id"]
        assert question["kind"] == "no_data" or not months or months[-1] <= today[:7], question["id"]
        apart = any(next_month(first) != second for first, second in pairwise(months))
        assert not apart or question["group_by"] == "month", question["id"]
        assert question["group_by"] not in PERIODS or len(months) > 1, question["id"]


def test_days_are_days_and_no_figure_stands_as_at_a_day_to_come() -> None:
    for question in questions():
        today = date.fromisoformat(question["today"])
        assert date.fromisoformat(question.get("as_at") or question["today"]) <= today, question["id"]
    assert len({question["today"] for question in questions()}) >= 20


def test_questions_are_asked_by_known_people_of_every_role() -> None:
    for question in questions():
        assert question["as"] in councils()[question["council"]].people, question["id"]
    asking = {role for question in questions() for role in roles_of(question)}
    wanted = {"auditor", "moderator", "team_manager", "head_of_service", "director", "qa", "leader", "social_worker"}
    assert asking >= wanted | {"iro"}


def test_an_auditor_is_promised_the_headline_rate_and_their_own_figures_only() -> None:
    def too_much() -> Iterator[str]:
        for question in answered():
            if roles_of(question) <= HEADLINE_ONLY:
                own = {question["as"]} in [set(values(question, key)) for key in ("auditor", "moderator", "owner")]
                headline = question["metric"] == "completion_rate" and not question["filters"]
                if not own and not (headline and question["group_by"] is None and not question["list"]):
                    yield f"{question['id']}: {text_of(question)}"

    complaints(too_much())


def test_a_manager_is_promised_figures_of_their_own_teams_or_the_whole_council() -> None:
    def too_much() -> Iterator[str]:
        for question in answered():
            council, viewer = councils()[question["council"]], question["as"]
            own = council.managed_by(viewer)
            wide = {t["team"] for t in council.teams if t["service"] in values(question, "service")}
            wide |= {t["team"] for t in council.teams if t["locality"] in values(question, "locality")}
            if roles_of(question) <= {"team_manager", "head_of_service", "auditor"} and own:
                heads = set(values(question, "head_of_service"))
                if not ({*values(question, "team"), *wide} <= own and heads <= {viewer}):
                    yield f"{question['id']}: {text_of(question)}"

    complaints(too_much())


def test_what_scope_takes_away_is_another_s_and_is_said_with_its_reason() -> None:
    for question in questions():
        asked = question.get("asked", {})
        council = councils()[question["council"]]
        for key, word in asked.items():
            assert word in council.words(key), question["id"]
            assert key not in question["filters"], question["id"]
        if asked:
            assert question.get("why"), question["id"]
            assert roles_of(question) <= HEADLINE_ONLY or asked.get("team") not in council.managed_by(question["as"])


def test_a_person_is_filtered_by_only_where_the_question_names_them_or_means_the_viewer() -> None:
    for question in questions():
        people, said = councils()[question["council"]].people, text_of(question)
        for email in (email for key in PEOPLE_KEYS for email in values(question, key)):
            own = email == question["as"] and re.search(r"\b(I|i|me|my|mine|own)\b", said, re.IGNORECASE)
            assert own or people[email]["name"].casefold() in said.casefold(), question["id"]


def test_calibration_of_a_person_is_for_that_person_and_qa() -> None:
    for question in answered():
        if question["metric"] == "auditor_calibration":
            named = values(question, "auditor") or question["group_by"] == "auditor"
            assert not named or "qa" in roles_of(question) or named == [question["as"]], question["id"]


def known_words() -> set[str]:
    lines = (CORPUS / "capitals.txt").read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    for council in councils().values():
        names = [person["name"] for person in council.people.values()]
        places = [str(team[place]) for team in council.teams for place in PLACES]
        words |= {word for name in names + places for word in name.split()}
    return words


def capitals(said: str) -> list[str]:
    """Words with a capital, but the first of a sentence only where another capital follows, as in a name."""
    inside = re.findall(r"(?<![.?!:] )(?<=[ ,(])[A-Z][\w.&'+-]*", said)
    first = re.findall(r"(?:^|[.?!:] )([A-Z][\w']*)(?= [A-Z][a-z])", said)
    return [re.sub(r"'s?$", "", word.rstrip(".+")) for word in inside + first]


def test_every_capital_inside_a_question_belongs_to_an_invented_name_or_a_word_of_the_field() -> None:
    known = {re.sub(r"'s?$", "", word.rstrip(".+")) for word in known_words()}

    def strangers() -> Iterator[str]:
        for question in questions():
            for said in question.get("turns", [question.get("q")]):
                yield from (f"{question['id']}: {word} in {said}" for word in capitals(said) if word not in known)

    complaints(strangers())


def test_two_names_together_are_a_person_of_that_council() -> None:
    forenames = {person["name"].split()[0] for council in councils().values() for person in council.people.values()}
    surnames = {person["name"].split()[-1] for council in councils().values() for person in council.people.values()}
    for question in questions():
        known = {person["name"] for person in councils()[question["council"]].people.values()}
        for first, last in re.findall(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", text_of(question)):
            if first in forenames and last in surnames:
                assert f"{first} {last}" in known, question["id"]


def test_every_address_is_an_invented_one() -> None:
    for path in [*FILES, CORPUS / "councils.toml"]:
        for found in re.findall(r"[\w.+-]+@([\w.-]+)", path.read_text(encoding="utf-8")):
            assert found.endswith(".example"), f"{path.name}: {found}"


def test_councils_are_whole_so_that_every_post_is_held_by_somebody_in_them() -> None:
    for name, council in councils().items():
        held = {team[post] for team in council.teams for post in ("team_manager", "head_of_service")}
        assert held <= set(council.people), name
        assert len(council.words("team")) == len(council.teams), name
        roles = {role for person in council.people.values() for role in person["roles"]}
        assert roles >= {"qa", "director", "leader", "head_of_service", "team_manager", "auditor"}, name


@pytest.mark.parametrize("path", [*FILES, CORPUS / "councils.toml", CORPUS / "README.md"], ids=lambda path: path.name)
def test_the_spelling_is_british(path: Path) -> None:
    found = AMERICAN.findall(path.read_text(encoding="utf-8"))
    assert found == []
