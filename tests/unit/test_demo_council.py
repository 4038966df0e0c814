"""The demonstration council is large, plausible, invented, and the same again for the same day."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.days_off import calendar_for
from bot.demo import cast
from bot.demo.council import Council, make_council, store_council
from bot.demo.directory import read_directory
from bot.demo.names import DOMAIN, FIRST_NAMES, SURNAMES
from bot.demo.news import what_the_clock_brought
from bot.demo.scenes import QUEUE
from bot.demo.teams import CAST_TEAM
from bot.timetable import run_due
from domain.calendar import WorkingCalendar, last_day_of, london_day
from domain.identifiers import refusal
from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Policy
from domain.words import ActionStatus, AllocationStatus, ConcernStatus, Role
from storage.audits import open_audits_of
from storage.dip_reviews import samples_in_hand
from storage.dip_samples import samples_set_up
from storage.loops import meetings_of_moderator, overall_of, replies_to
from storage.moderation import judged_by, queue_of
from storage.schema import upgrade
from storage.store import Actor, Store
from storage.surveys import surveys_to
from storage.tables.allocations import Allocation, allocation
from storage.tables.concerns import concern
from storage.tables.people import person
from storage.tables.registers import escalation
from tests.fakes_messenger import StandingClock

CALENDAR = WorkingCalendar(frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}))
NOW = datetime(2026, 11, 20, 10, 32, tzinfo=UTC)
DAYS = [
    NOW,
    datetime(2026, 11, 1, 9, tzinfo=UTC),  # a Sunday, and the first of its month
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2026, 6, 30, 23, 30, tzinfo=UTC),  # already July in London
]


@pytest.fixture(scope="module")
def council() -> Council:
    return make_council(NOW, CALENDAR)


@pytest.fixture(scope="module", params=DAYS, ids=lambda day: f"{day:%Y-%m-%d}")
def council_of_any_day(request: pytest.FixtureRequest) -> tuple[date, Council]:
    return london_day(request.param), make_council(request.param, CALENDAR)


def _open_round(council: Council) -> list[Allocation]:
    month = council.rounds[-1].month
    return [one for one in council.course.allocations if one.month == month]


def test_it_has_forty_teams_in_three_services(council: Council) -> None:
    assert len({team.name for team in council.staff.teams}) == 40
    assert len({team.service for team in council.staff.teams}) == 3


def test_it_has_about_sixty_auditors_and_a_moderator_for_every_three(council: Council) -> None:
    auditors = council.staff.holders(Role.AUDITOR)
    moderators = council.staff.holders(Role.MODERATOR) + council.staff.holders(Role.EXTERNAL_MODERATOR)
    assert 55 <= len(auditors) <= 65
    assert len(moderators) * 3 >= len(auditors) - 6


def test_everybody_is_invented_and_has_an_address_that_leads_nowhere(council: Council) -> None:
    members = {persona.name for persona in cast.CAST}
    for one in council.staff.people:
        first, last = one.name.split(" ")
        assert one.name in members or (first in FIRST_NAMES and last in SURNAMES)
        assert one.email.endswith(f"@{DOMAIN}")
    assert DOMAIN.endswith(".example")


def test_no_two_people_share_a_name_an_address_or_an_object_id(council: Council) -> None:
    people = council.staff.people
    for values in ({one.name for one in people}, {one.email for one in people}):
        assert len(values) == len(people)
    assert len({one.entra_object_id for one in people}) == len(people)


def test_the_same_day_gives_the_same_council(council: Council) -> None:
    again = make_council(NOW, CALENDAR)
    assert [[row.model_dump() for row in rows] for rows in again.rows()] == [
        [row.model_dump() for row in rows] for rows in council.rows()
    ]


def test_another_seed_gives_another_council(council: Council) -> None:
    other = make_council(NOW, CALENDAR, seed=7)
    assert [one.name for one in other.staff.people] != [one.name for one in council.staff.people]


def test_nobody_audits_their_own_team(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    own = {one.id: one.team_id for one in council.staff.people}
    assert all(own[given.auditor_id] != given.team_id for given in council.course.allocations)


def test_every_team_has_an_audit_every_month(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    audited = {(given.month, given.team_id) for given in council.course.allocations}
    assert len(audited) == 13 * 40


def test_one_month_is_open_with_every_audit_due_in_the_coming_weeks(
    council_of_any_day: tuple[date, Council],
) -> None:
    today, council = council_of_any_day
    assert [one.is_open for one in council.rounds] == [False] * 12 + [True]
    assert all(today < given.due_on <= today + timedelta(days=45) for given in _open_round(council))


def test_the_months_before_are_closed(council_of_any_day: tuple[date, Council]) -> None:
    today, council = council_of_any_day
    assert all(max(one.due_on, last_day_of(one.month)) < today for one in council.rounds[:-1])


def test_nothing_happens_after_the_day_it_is_made(council_of_any_day: tuple[date, Council]) -> None:
    today, council = council_of_any_day
    assert all(change.on_day < today for change in council.course.transitions)
    assert all(given.returned_on is None or given.returned_on < today for given in council.course.allocations)
    assert all(done.completed_on is None or done.completed_on < today for done in council.follow_up.actions)


def test_every_state_is_where_its_history_leads(council: Council) -> None:
    last = {change.allocation_id: change.to_status for change in council.course.transitions}
    assert last == {given.id: given.status for given in council.course.allocations}


def test_every_action_is_open_or_completed_as_its_history_says(council: Council) -> None:
    last = {one.action_id: (one.to_status, one.on_day) for one in council.follow_up.action_transitions}
    assert {one.id: one.completed_on or one.raised_on for one in council.follow_up.actions} == {
        key: day for key, (_, day) in last.items()
    }
    completed = {one.id for one in council.follow_up.actions if one.completed_on}
    assert completed == {key for key, (status, _) in last.items() if status is ActionStatus.COMPLETED}


def test_history_runs_forwards(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    latest: dict[int, datetime] = {}
    for change in council.course.transitions:
        assert latest.get(change.allocation_id, change.at) <= change.at
        latest[change.allocation_id] = change.at


def test_some_come_back_late_and_some_never(council: Council) -> None:
    closed = [one for one in council.course.allocations if one.month != council.rounds[-1].month]
    returned = [one for one in closed if one.returned_on]
    late = [one for one in returned if one.returned_on and one.returned_on > one.due_on]
    nil = [one for one in closed if one.status in WITH_THE_AUDITOR]
    assert 0.7 < (len(returned) - len(late)) / len(closed) < 0.9
    assert len(late) > 30
    assert len(nil) > 30


def test_a_withdrawn_audit_names_the_one_that_replaces_it(council: Council) -> None:
    given = {one.ref: one for one in council.course.allocations}
    withdrawn = [one for one in given.values() if one.status is AllocationStatus.WITHDRAWN]
    assert withdrawn
    for one in withdrawn:
        assert one.replaced_by
        assert given[one.replaced_by].case_id == one.case_id
        assert given[one.replaced_by].auditor_id != one.auditor_id


def test_what_audits_say_would_be_accepted_in_chat(council: Council) -> None:
    said = [audit.strengths for audit in council.findings.audits]
    said += [rating.evidence or rating.reason for rating in council.findings.domain_ratings]
    said += [one.comment or one.reason for one in council.findings.engagement]
    assert {text: refusal(text) for text in said if text and refusal(text)} == {}


def test_rosa_has_an_audit_of_the_casts_team_to_start(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    rosa = council.staff.named(cast.AUDITOR)
    [given] = [one for one in _open_round(council) if one.auditor_id == rosa.id]
    assert given.status is AllocationStatus.ALLOCATED
    assert council.staff.teams[given.team_id - 1].name == CAST_TEAM
    assert council.staff.managers[given.team_id].name == cast.MANAGER.name
    assert council.staff.heads[given.team_id].name == cast.HEAD_OF_SERVICE.name


def test_moira_has_an_audit_under_way(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    moira = council.staff.named(cast.MANAGER)
    [given] = [one for one in _open_round(council) if one.auditor_id == moira.id]
    assert given.status is AllocationStatus.STARTED


def test_the_cast_owe_nothing_from_earlier_months(council_of_any_day: tuple[date, Council]) -> None:
    _, council = council_of_any_day
    members = {council.staff.named(persona).id for persona in cast.CAST}
    owed = [one for one in council.course.allocations if one.status in WITH_THE_AUDITOR]
    assert {one.month for one in owed if one.auditor_id in members} == {council.rounds[-1].month}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'demo.db'}")
    upgrade(store.engine)
    yield store
    store.close()


def test_everybody_can_be_found_by_name_with_their_part(council: Council, store: Store) -> None:
    store.do(lambda unit: store_council(unit, council), NOW, Actor("command"))
    directory = store.do(read_directory, NOW, Actor("command"))
    for one in council.staff.people:
        assert [found.object_id for found in directory.meant_by(one.name)] == [one.entra_object_id]
    for persona in cast.CAST:
        assert [(found.name, found.part) for found in directory.meant_by(persona.name.split()[0])] == [
            (persona.name, persona.part)
        ]


def test_it_is_stored_whole(council: Council, store: Store) -> None:
    batches: list[int] = []
    store.do(lambda unit: store_council(unit, council, batches.append), NOW, Actor("command"))
    with store.unit(NOW, Actor("command")) as unit:
        counts = {
            table.name: unit.connection.scalar(select(func.count()).select_from(table))
            for table in (allocation, person)
        }
        moira = council.staff.named(cast.MANAGER)
        [waiting] = open_audits_of(unit, moira.id or 0)
    assert sum(batches) == council.size
    assert counts == {
        "allocation": len(council.course.allocations),
        "person": len(council.staff.people),
    }
    assert waiting.framework_id is not None
    assert waiting.position == "domain_voice"


def test_past_audits_were_moderated_and_one_in_eight_was_changed_with_a_reason(
    council_of_any_day: tuple[date, Council],
) -> None:
    today, council = council_of_any_day
    grades = {audit.allocation_id: audit.overall for audit in council.findings.audits}
    rows = council.moderations.rows
    changed = [one for one in rows if one.overall != grades[one.allocation_id]]
    assert 0.08 < len(changed) / len(rows) < 0.16
    assert all((one in changed) == bool(one.reason) for one in rows)
    assert all(one.moderated_on is not None and one.moderated_on < today for one in rows)
    given = {one.id: one for one in council.course.allocations}
    assert all(one.moderator_id != given[one.allocation_id].auditor_id for one in rows)
    assert len({one.moderator_id for one in rows}) > 15


def test_something_waits_for_each_of_the_cast(council: Council, store: Store) -> None:
    store.do(lambda unit: store_council(unit, council), NOW, Actor("command"))
    key = {persona: council.staff.named(persona).id or 0 for persona in cast.CAST}
    ivo, cerys = key[cast.MODERATOR], key[cast.REVIEWER]
    with store.unit(NOW, Actor("command")) as unit:
        assert len(queue_of(unit, ivo)) == QUEUE
        assert [one.met_standard for one in judged_by(unit, ivo, 3)] == [False]
        [meeting] = meetings_of_moderator(unit, ivo)
        assert (meeting.proposal is not None, len(replies_to(unit, meeting))) == (True, 1)
        first, second = (overall_of(unit, one) for one in meeting.pair)
        assert first != second
        assert surveys_to(unit, key[cast.SOCIAL_WORKER], 5)
        disputes = unit.connection.execute(select(escalation.c.raised_by_id, escalation.c.stage)).all()
        assert [tuple(one) for one in disputes] == [(cerys, 2)]
        [sample] = samples_set_up(unit, 5)
        assert (sample.records, sample.shared, sample.done) == (6, 6, 3)
        assert samples_in_hand(unit, cerys)[0].next_record_id is not None
        standing = {(row.category, row.status) for row in unit.connection.execute(concern.select())}
    stages = {one for one in standing if one[1] is not ConcernStatus.RESOLVED}
    assert {category for category, _ in stages} == {1, 2}
    assert len({status for _, status in stages}) >= 2


def test_the_grades_are_spread_as_councils_report_them(council: Council) -> None:
    overall = Counter(audit.overall for audit in council.findings.audits if audit.overall)
    assert len(overall) == 4
    assert overall.most_common(1)[0][1] < overall.total() * 0.6


async def test_a_morning_on_it_says_who_was_told_by_which_rule_and_what_was_held_back(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'news.db'}")
    upgrade(store.engine)
    council = make_council(NOW, calendar_for(Policy()))
    store.do(lambda unit: store_council(unit, council), NOW, Actor("command"))
    clock = StandingClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    await run_due(store, clock, clock.at)
    with store.unit(clock.at, Actor("command")) as unit:
        news = what_the_clock_brought(unit, NOW)
        assert what_the_clock_brought(unit, clock.at).told == ()
    lines = [line for told in news.told for line in told.lines]
    assert any("working days after" in line and "(its due day), to" in line for line in lines)
    assert any(line.endswith("Held back: it was a day of leave.") for line in news.held_back)
    assert any(line.endswith("Held back: an exemption holds for that month.") for line in news.held_back)
    blocked = next(one.name for one in council.staff.people if one.id == council.circumstances.addresses[0].person_id)
    assert blocked in {told.name for told in news.told}
    store.close()
