"""Who may ask and see what: each cell of DOMAIN's table, "Who may do and see what", and the sentences beside it."""

from datetime import date

import pytest

from domain.words import Role
from metrics.catalogue import HEADLINE, METRICS
from metrics.periods import month_period
from metrics.permission import (
    CALIBRATION,
    COMPARES_RATERS,
    NO_NAMES,
    NOT_AT_ALL,
    NOT_YOURS,
    Allowed,
    Denied,
    Places,
    permitted,
)
from metrics.query import VIEWER, Dimension, Query, Reach
from metrics.scope import Viewer

TODAY = date(2019, 9, 10)
AUGUST = (month_period(2019, 8),)
ME = "wilf.tarn@northmoor.example"
MINE, THEIRS = "inga.moss@northmoor.example", "hugo.lunn@northmoor.example"
PLACES = Places(
    {
        Dimension.SERVICE: {"Families": frozenset({"North 1", "North 2"}), "Youth": frozenset({"South 1"})},
        Dimension.LOCALITY: {"North": frozenset({"North 1", "North 2"}), "South": frozenset({"South 1"})},
        Dimension.HEAD_OF_SERVICE: {ME: frozenset({"North 1", "North 2"}), THEIRS: frozenset({"South 1"})},
    },
    {MINE: "North 1", THEIRS: "South 1", ME: "North 1"},
)
OWN_TEAM = {Dimension.TEAM: ("North 1",)}
OTHER_TEAM = {Dimension.TEAM: ("South 1",)}


def viewer(*roles: str) -> Viewer:
    """Somebody with roles; a manager has one team, a head of service a service of two."""
    held = frozenset(Role(role) for role in roles)
    teams = ("North 1", "North 2") if Role.HEAD_OF_SERVICE in held else ("North 1",)
    return Viewer(1, ME, held, teams if held & {Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE} else (), "North 1")


def query(metric: str = HEADLINE, **asked: object) -> Query:
    return Query(metric, AUGUST, TODAY, **asked)  # type: ignore[arg-type] # the fields that a test names


ASKED = {
    "the whole council": query(filters={}),
    "their own team": query(filters=OWN_TEAM),
    "another's team": query(filters=OTHER_TEAM),
    "by month": query(group_by=(Dimension.MONTH,)),
    "by team": query(group_by=(Dimension.TEAM,)),
    "by auditor": query(group_by=(Dimension.AUDITOR,)),
    "the rows": query(lists=True),
    "their team's rows": query(filters=OWN_TEAM, lists=True),
    "another's rows": query(filters=OTHER_TEAM, lists=True),
    "their own audits": query(reach=Reach.MINE),
    "their own rows": query(reach=Reach.MINE, lists=True),
    "one of their people": query(filters={Dimension.AUDITOR: (MINE,)}),
    "another's person": query(filters={Dimension.AUDITOR: (THEIRS,)}),
}
# What comes of it: `yes`, as it was asked; `whole`, the whole council's in its stead; `own`, their own; `teams`, the
# rows of their own teams; `no`. Where two differ, the first is of the headline rate, the second of any other figure.
TABLE = {
    # asked:               auditor      moderator    manager  head     director  qa    leader  worker  iro
    "the whole council": ("yes no", "yes no", "yes", "yes", "yes", "yes", "yes", "no", "no"),
    "their own team": ("whole no", "whole no", "yes", "yes", "yes", "yes", "yes", "no", "no"),
    "another's team": ("whole no", "whole no", "whole", "whole", "yes", "yes", "yes", "no", "no"),
    "by month": ("yes no", "yes no", "yes", "yes", "yes", "yes", "yes", "no", "no"),
    "by team": ("whole no", "whole no", "yes", "yes", "yes", "yes", "yes", "no", "no"),
    "by auditor": ("whole no", "whole no", "yes", "yes", "yes", "yes", "no", "no", "no"),
    "the rows": ("no", "no", "teams", "teams", "yes", "yes", "no", "no", "no"),
    "their team's rows": ("no", "no", "yes", "yes", "yes", "yes", "no", "no", "no"),
    "another's rows": ("no", "no", "whole", "whole", "yes", "yes", "no", "no", "no"),
    "their own audits": ("own", "own", "own", "own", "own", "own", "own", "own", "own"),
    "their own rows": ("own", "own", "own", "own", "own", "own", "own", "own", "own"),
    "one of their people": ("whole no", "whole no", "yes", "yes", "yes", "yes", "no", "no", "no"),
    "another's person": ("whole no", "whole no", "whole", "whole", "yes", "yes", "no", "no", "no"),
}
ROLES = ("auditor", "moderator", "team_manager", "head_of_service", "director", "qa", "leader", "social_worker", "iro")
CELLS = [(role, what, TABLE[what][place]) for what in TABLE for place, role in enumerate(ROLES)]


def came_of(asked: Query, *roles: str) -> str:
    """What became of a question, in the words of the table."""
    outcome = permitted(asked, viewer(*roles), PLACES)
    if isinstance(outcome, Denied):
        return "no"
    if outcome.query == asked:
        return "yes"
    if outcome.query.filters == {Dimension.AUDITOR: (ME,)}:
        return "own"
    if outcome.query.reach is Reach.MY_TEAMS:
        return "teams"
    assert not outcome.query.filters
    assert not outcome.query.lists
    assert outcome.note
    return "whole"


@pytest.mark.parametrize(("role", "what", "expected"), CELLS)
def test_of_the_headline_rate_everybody_gets_what_the_table_says(role: str, what: str, expected: str) -> None:
    assert came_of(ASKED[what], role) == expected.split()[0]


@pytest.mark.parametrize(("role", "what", "expected"), CELLS)
def test_of_any_other_figure_everybody_gets_what_the_table_says(role: str, what: str, expected: str) -> None:
    asked = ASKED[what]
    other = Query(
        "good_rate", asked.periods, asked.as_at, asked.filters, asked.group_by, asked.reach, lists=asked.lists
    )
    assert came_of(other, role) == expected.split()[-1]


@pytest.mark.parametrize("metric", [metric.id for metric in METRICS if metric.id != HEADLINE])
def test_the_headline_rate_is_the_only_figure_of_the_whole_council_that_an_auditor_gets(metric: str) -> None:
    assert permitted(query(metric), viewer("auditor"), PLACES) == Denied(NOT_YOURS)


@pytest.mark.parametrize("metric", [metric.id for metric in METRICS])
def test_a_manager_gets_every_figure_of_the_whole_council(metric: str) -> None:
    assert permitted(query(metric), viewer("team_manager"), PLACES) == Allowed(query(metric))


def test_a_refusal_offers_the_headline_rate() -> None:
    assert "the whole council's completion rate" in NOT_YOURS


@pytest.mark.parametrize("place", [Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.HEAD_OF_SERVICE])
def test_another_s_place_is_taken_away_and_named_nowhere(place: Dimension) -> None:
    value = {Dimension.TEAM: "South 1", Dimension.SERVICE: "Youth", Dimension.LOCALITY: "South"}.get(place, THEIRS)
    outcome = permitted(query(filters={place: (value,)}), viewer("team_manager"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.taken_away == {place: (value,)}
    assert value not in outcome.note
    assert value not in str(outcome.query.filters)


def test_two_places_of_which_one_is_another_s_are_the_whole_council() -> None:
    both = query(filters={Dimension.TEAM: ("North 1", "South 1")}, group_by=(Dimension.TEAM,))
    outcome = permitted(both, viewer("team_manager"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query == query()


def test_a_place_with_more_teams_than_theirs_is_not_theirs() -> None:
    outcome = permitted(query(filters={Dimension.LOCALITY: ("North",)}), viewer("team_manager"), PLACES)
    assert isinstance(outcome, Allowed)
    assert not outcome.query.filters
    assert permitted(query(filters={Dimension.LOCALITY: ("North",)}), viewer("head_of_service"), PLACES) == Allowed(
        query(filters={Dimension.LOCALITY: ("North",)})
    )


def test_a_place_that_nobody_knows_is_nobody_s() -> None:
    outcome = permitted(query(filters={Dimension.SERVICE: ("Closed",)}), viewer("head_of_service"), PLACES)
    assert isinstance(outcome, Allowed)
    assert not outcome.query.filters


def test_other_filters_stay_with_a_manager_and_go_from_the_headline_rate() -> None:
    care = {Dimension.LEGAL_STATUS: ("CiC",)}
    assert permitted(query(filters=care), viewer("team_manager"), PLACES) == Allowed(query(filters=care))
    outcome = permitted(query(filters=care), viewer("auditor"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query == query()
    assert outcome.taken_away == care


CALIBRATED = {
    **{f"{metric} by auditor": query(metric, group_by=(Dimension.AUDITOR,)) for metric in COMPARES_RATERS},
    **{f"{metric} by moderator": query(metric, group_by=(Dimension.MODERATOR,)) for metric in COMPARES_RATERS},
    **{f"{metric} of somebody": query(metric, filters={Dimension.AUDITOR: (MINE,)}) for metric in COMPARES_RATERS},
    "kappa with its rows": query("auditor_calibration", lists=True),
}


@pytest.mark.parametrize("what", sorted(CALIBRATED))
@pytest.mark.parametrize("role", ["team_manager", "head_of_service", "director", "leader"])
def test_calibration_of_a_person_is_for_that_person_and_qa(role: str, what: str) -> None:
    outcome = permitted(CALIBRATED[what], viewer(role), PLACES)
    assert outcome == Denied(CALIBRATION)
    assert isinstance(outcome, Denied)
    assert outcome.instead == query(CALIBRATED[what].metric)
    assert permitted(outcome.instead, viewer(role), PLACES) == Allowed(outcome.instead)
    assert permitted(CALIBRATED[what], viewer("qa"), PLACES) == Allowed(CALIBRATED[what])
    assert permitted(CALIBRATED[what], viewer(role, "qa"), PLACES) == Allowed(CALIBRATED[what])


def test_calibration_of_all_auditors_is_for_whoever_sees_figures() -> None:
    for role in ("director", "leader", "team_manager"):
        assert permitted(query("auditor_calibration"), viewer(role), PLACES) == Allowed(query("auditor_calibration"))


@pytest.mark.parametrize("role", ["auditor", "director", "team_manager"])
def test_one_s_own_calibration_is_one_s_own(role: str) -> None:
    outcome = permitted(query("auditor_calibration", reach=Reach.MINE), viewer(role), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query.filters == {Dimension.AUDITOR: (ME,)}


@pytest.mark.parametrize(
    ("roles", "what", "expected"),
    [
        (("auditor", "team_manager"), "their own team", "yes"),
        (("auditor", "team_manager"), "another's team", "whole"),
        (("auditor", "director"), "by auditor", "yes"),
        (("auditor", "leader"), "another's team", "yes"),
        (("auditor", "leader"), "by auditor", "no"),
        (("auditor", "leader"), "their own rows", "own"),
        (("team_manager", "leader"), "another's team", "yes"),
        (("team_manager", "leader"), "their team's rows", "yes"),
        (("team_manager", "leader"), "another's rows", "no"),
        (("team_manager", "leader"), "the rows", "teams"),
        (("team_manager", "leader"), "another's person", "no"),
        (("director", "leader"), "the rows", "yes"),
        (("social_worker", "auditor"), "the whole council", "yes"),
    ],
)
def test_somebody_with_several_roles_may_do_and_see_the_union(roles: tuple[str, ...], what: str, expected: str) -> None:
    assert came_of(ASKED[what], *roles) == expected


@pytest.mark.parametrize("metric", ["strong_teams", "weak_teams", "teams_not_audited"])
def test_a_leader_sees_which_teams_but_no_names_of_people(metric: str) -> None:
    assert permitted(query(metric, lists=True), viewer("leader"), PLACES) == Allowed(query(metric, lists=True))
    assert permitted(query("workers_not_audited", lists=True), viewer("leader"), PLACES) == Denied(NO_NAMES)


def test_my_actions_are_those_one_owns() -> None:
    outcome = permitted(query("overdue_actions", reach=Reach.MINE), viewer("auditor"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query.filters == {Dimension.OWNER: (ME,)}


def test_what_i_moderated_is_the_moderator_s_own() -> None:
    outcome = permitted(query("downgraded_rate", filters={Dimension.MODERATOR: (VIEWER,)}), viewer("moderator"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query.filters == {Dimension.MODERATOR: (ME,)}


def test_my_of_a_figure_that_is_nobody_s_own_is_my_teams() -> None:
    outcome = permitted(query("strong_teams", reach=Reach.MINE), viewer("head_of_service"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query.reach is Reach.MY_TEAMS


def test_my_teams_of_somebody_without_any_is_the_whole_council_and_says_so() -> None:
    outcome = permitted(query(reach=Reach.MY_TEAMS), viewer("director"), PLACES)
    assert isinstance(outcome, Allowed)
    assert outcome.query.reach is Reach.WHOLE
    assert outcome.note


@pytest.mark.parametrize("role", ["social_worker", "iro", "cp_chair"])
def test_whoever_has_no_figures_is_told_whom_to_ask(role: str) -> None:
    outcome = permitted(query(), viewer(role), PLACES)
    assert outcome == Denied(NOT_AT_ALL)
    assert "Ask the QA team" in NOT_AT_ALL
