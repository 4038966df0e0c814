"""Who is who in the store: linked once, current on a day, deputies by date, who comes to mind for an action."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from domain.words import Post, Role
from storage import people
from storage.deputies import answering_for
from storage.store import Store
from storage.tables.people import person
from tests.storage.small_council import NOW, TODAY, SmallCouncil

TENANT = "11111111-2222-4333-8444-555555555555"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WAYS = ("rosa@council.example", " ROSA@Council.Example ", "Rosa@council.example")


@pytest.fixture
def council(store: Store) -> SmallCouncil:
    made = SmallCouncil(store)
    made.employs("rosa", Role.AUDITOR, Role.MODERATOR)
    return made


def test_a_person_is_known_with_all_their_roles(council: SmallCouncil) -> None:
    with council.unit() as unit:
        rosa = people.person_by_id(unit, council.people["rosa"])
    assert (rosa.name, rosa.email) == ("Rosa", "rosa@council.example")
    assert rosa.roles == {Role.AUDITOR, Role.MODERATOR}
    assert not rosa.is_welcomed


def test_a_person_without_a_role_is_known_too(council: SmallCouncil) -> None:
    council.employs("sam")
    with council.unit() as unit:
        assert people.person_by_id(unit, council.people["sam"]).roles == frozenset()


@pytest.mark.parametrize("email", WAYS)
def test_an_address_is_known_whatever_its_case(council: SmallCouncil, email: str) -> None:
    with council.unit() as unit:
        found = people.person_by_email(unit, email)
    assert found is not None
    assert found.id == council.people["rosa"]


def test_nobody_is_made_up(council: SmallCouncil) -> None:
    with council.unit() as unit:
        assert people.person_by_email(unit, "stranger@council.example") is None
        assert people.person_by_object_id(unit, "no such object") is None
        with pytest.raises(LookupError, match="no person 4711"):
            people.person_by_id(unit, 4711)


@pytest.mark.parametrize(("left_on", "is_current"), [(None, True), (TOMORROW, True), (TODAY, True), (YESTERDAY, False)])
def test_the_day_of_leaving_is_the_last(council: SmallCouncil, left_on: date | None, is_current: bool) -> None:  # noqa: FBT001 - a column of the table
    council.employs("sam", Role.QA, left_on=left_on)
    with council.unit() as unit:
        assert people.person_by_id(unit, council.people["sam"]).is_current(TODAY) is is_current
        assert (council.people["sam"] in people.people_with_role(unit, Role.QA, TODAY)) is is_current
        assert bool(people.find_people(unit, "Sam", TODAY)) is is_current


def test_a_person_is_linked_once(council: SmallCouncil) -> None:
    rosa = council.people["rosa"]
    with council.unit() as unit:
        assert people.link(unit, rosa, TENANT, "object-1", "email")
        assert not people.link(unit, rosa, TENANT, "object-2", "email")
        assert not people.link(unit, rosa, TENANT, "object-1", "email")
    (row,) = council.rows(person)
    assert (row.entra_object_id, row.tenant_id, row.linked_by, row.linked_at) == ("object-1", TENANT, "email", NOW)


def at_once(first: Callable[[], bool], second: Callable[[], bool]) -> list[bool]:
    """What two threads get that begin at the same moment."""
    barrier = Barrier(2)

    def begin(act: Callable[[], bool]) -> bool:
        barrier.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(2) as threads:
        return [one.result(timeout=30) for one in [threads.submit(begin, act) for act in (first, second)]]


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_claimants_at_once_one_is_linked(council: SmallCouncil, attempt: int) -> None:
    sam = council.employs(f"sam{attempt}")

    def claim(object_id: str) -> bool:
        with council.unit() as unit:
            return people.link(unit, sam, TENANT, object_id, "email")

    linked = at_once(lambda: claim("object-1"), lambda: claim("object-2"))
    assert sorted(linked) == [False, True]
    (row,) = council.rows(person, id=sam)
    assert row.entra_object_id == ("object-1" if linked[0] else "object-2")


def test_an_identity_that_came_by_import_takes_its_tenant_at_first_contact_and_keeps_it(
    council: SmallCouncil,
) -> None:
    sam = council.employs("sam", entra_object_id="object-9")
    with council.unit() as unit:
        people.note_tenant(unit, sam, TENANT)
        people.note_tenant(unit, sam, "another tenant")
        found = people.person_by_object_id(unit, "object-9")
    assert found is not None
    assert found.tenant_id == TENANT


def test_a_person_is_welcomed_once(council: SmallCouncil) -> None:
    with council.unit() as unit:
        assert people.mark_welcomed(unit, council.people["rosa"])
        assert not people.mark_welcomed(unit, council.people["rosa"])
        assert people.person_by_id(unit, council.people["rosa"]).is_welcomed


def test_of_two_welcomes_at_once_one_is_the_first(council: SmallCouncil) -> None:
    def welcome() -> bool:
        with council.unit() as unit:
            return people.mark_welcomed(unit, council.people["rosa"])

    assert sorted(at_once(welcome, welcome)) == [False, True]


def test_a_post_is_held_by_who_works_here(council: SmallCouncil) -> None:
    council.employs("moira")
    council.employs("dan", left_on=YESTERDAY)
    alder = council.has_team(team_manager="moira", head_of_service="dan")
    with council.unit() as unit:
        assert people.post_holder(unit, alder, Post.TEAM_MANAGER, TODAY) == council.people["moira"]
        assert people.post_holder(unit, alder, Post.HEAD_OF_SERVICE, TODAY) is None
        assert people.post_holder(unit, alder, Post.HEAD_OF_SERVICE, YESTERDAY) == council.people["dan"]
        assert people.teams_led_by(unit, council.people["moira"]) == {alder}
        assert people.teams_led_by(unit, council.people["rosa"]) == frozenset()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "stands_in"),
    [
        (TODAY, TODAY, True),
        (YESTERDAY, TOMORROW, True),
        (YESTERDAY, TODAY, True),
        (TODAY, TOMORROW, True),
        (YESTERDAY, YESTERDAY, False),
        (TOMORROW, TOMORROW, False),
    ],
)
def test_a_deputy_stands_in_from_day_to_day(
    council: SmallCouncil,
    starts_on: date,
    ends_on: date,
    stands_in: bool,  # noqa: FBT001 - a column of the table
) -> None:
    rosa, sam = council.people["rosa"], council.employs("sam")
    council.deputises("sam", "rosa", starts_on, ends_on)
    with council.unit() as unit:
        assert answering_for(unit, [rosa], TODAY) == ([rosa, sam] if stands_in else [rosa])


def test_a_deputy_is_told_once_and_a_leaver_not_at_all(council: SmallCouncil) -> None:
    rosa, moira, sam = council.people["rosa"], council.employs("moira"), council.employs("sam")
    council.employs("gone", left_on=YESTERDAY)
    for deputy, for_ in (("sam", "rosa"), ("sam", "moira"), ("moira", "rosa"), ("gone", "rosa")):
        council.deputises(deputy, for_, TODAY, TODAY)
    with council.unit() as unit:
        assert answering_for(unit, [rosa, moira, rosa], TODAY) == [rosa, moira, sam]
        assert answering_for(unit, [], TODAY) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sam Ade", ["sam"]),
        ("  sam   ADE ", ["sam"]),
        ("SAM@council.example", ["sam"]),
        ("sam", []),
        ("Sam", []),
        ("Zoë Ångström", ["zoe"]),
        ("ZOË ÅNGSTRÖM", ["zoe"]),
        ("Zoe\N{COMBINING DIAERESIS} A\N{COMBINING RING ABOVE}ngstro\N{COMBINING DIAERESIS}m", ["zoe"]),
        ("Kit Oak", ["kit", "kit2"]),
        ("%", []),
        ("Sam_Ade", []),
        ("", []),
    ],
)
def test_people_are_found_by_their_whole_name_or_address(council: SmallCouncil, typed: str, found: list[str]) -> None:
    for key, name in (("sam", "Sam Ade"), ("zoe", "Zoë Ångström"), ("kit", "Kit Oak"), ("kit2", "Kit Oak")):
        council.employs(key, name=name)
    council.employs("gone", name="Kit Oak", left_on=YESTERDAY)
    with council.unit() as unit:
        assert [one.id for one in people.find_people(unit, typed, TODAY)] == [council.people[key] for key in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sam", ["sam", "samira"]),
        ("sam ad", ["sam"]),
        ("ade sam", ["sam"]),
        ("ÅNG", ["zoe"]),
        ("Kit Oak", ["kit"]),
        ("kit", ["kit", "kit2"]),
        ("am", []),
        ("sam kit", []),
        ("%", []),
        ("", []),
    ],
)
def test_people_fit_who_have_the_whole_name_or_else_whose_names_begin_so(
    council: SmallCouncil, typed: str, found: list[str]
) -> None:
    names = {"sam": "Sam Ade", "samira": "Samira Bell", "zoe": "Zoë Ångström", "kit": "Kit Oak", "kit2": "Kit Oakley"}
    for key, name in names.items():
        council.employs(key, name=name)
    council.employs("gone", name="Sam Adebayo", left_on=YESTERDAY)
    with council.unit() as unit:
        assert [one.id for one in people.people_fitting(unit, typed, TODAY)] == [council.people[key] for key in found]


def test_those_around_a_case_come_to_mind_for_an_action(council: SmallCouncil) -> None:
    for name in ("sam", "moira", "dan", "ira"):
        council.employs(name)
    council.has_team(team_manager="moira", head_of_service="dan")
    given = council.allocates("rosa", social_worker_id=council.people["sam"], iro_or_chair_id=council.people["ira"])
    with council.unit() as unit:
        around = people.people_around(unit, given, TODAY)
    assert [(one.name, one.part) for one in around] == [
        ("Sam", "social worker"),
        ("Moira", "team manager"),
        ("Dan", "head of service"),
        ("Ira", "IRO or CP chair"),
        ("Rosa", "you"),
    ]


def test_nobody_comes_to_mind_twice_nor_after_they_left(council: SmallCouncil) -> None:
    council.employs("sam", left_on=YESTERDAY)
    council.employs("moira")
    council.has_team(team_manager="moira", head_of_service="moira")
    given = council.allocates("rosa", social_worker_id=council.people["sam"])
    with council.unit() as unit:
        around = people.people_around(unit, given, TODAY)
    assert [(one.name, one.part) for one in around] == [("Moira", "team manager"), ("Rosa", "you")]


def test_names_are_looked_up_together(council: SmallCouncil) -> None:
    sam = council.employs("sam")
    with council.unit() as unit:
        assert people.names_of(unit, [council.people["rosa"], sam, 4711]) == {
            council.people["rosa"]: "Rosa",
            sam: "Sam",
        }
