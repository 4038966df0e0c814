"""The council's own names in a question: whole, in part, misspelt, numbered, and never guessed."""

from datetime import date

import pytest

from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.language.names import NamedPerson, names_of
from metrics.query import Dimension

NAMES = names_of(
    {
        Dimension.TEAM: [
            *("Castle Hill Assessment Team", "Castle Hill Safeguarding Team 1", "Castle Hill Safeguarding Team 2"),
            *("Deep Dale Assessment Team", "Deep Dale Children in Care Team", "Early Help Team 1", "Early Help Team 2"),
            *("Duty and Support", "16+", "May Street", "Millbrook"),
        ],
        Dimension.SERVICE: ["Children's Social Care", "Early Help", "Youth Support"],
        Dimension.LOCALITY: ["Castle Hill", "Deep Dale", "Millbrook"],
        Dimension.LEGAL_STATUS: ["CIN", "CP", "CiC", "Care Leaver", "Assessment"],
        Dimension.DOMAIN: ["Supervision", "Quality of Plans", "Risk and need identified and reduced in time"],
        Dimension.THEME: ["Process", "Drift and Delay"],
    },
    [
        NamedPerson("uma.elm@northmoor.example", "Uma Elm", is_moderator=True),
        NamedPerson("wilf.tarn@northmoor.example", "Wilf Tarn"),
        NamedPerson("inga.tarn@northmoor.example", "Inga Tarn", manages=("Early Help Team 1", "May Street")),
    ],
)
T, S, L, P = Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.LEGAL_STATUS


def asked(text: str) -> Understood | Unclear | OutOfScope:
    return interpret(text, date(2019, 9, 10), NAMES)


def filters(text: str) -> dict[Dimension, tuple[str, ...]]:
    outcome = asked(text)
    assert isinstance(outcome, Understood), f"{text}: {outcome}"
    return dict(outcome.query.filters)


@pytest.mark.parametrize(
    ("said", "dimension", "meant"),
    [
        ("Castle Hill Assessment Team", T, "Castle Hill Assessment Team"),
        ("castle hill assessment", T, "Castle Hill Assessment Team"),
        ("the Assessment team in Castle Hill", T, "Castle Hill Assessment Team"),
        ("Castle Hill Safeguarding 2", T, "Castle Hill Safeguarding Team 2"),
        ("Safeguarding Team 1 in Castle Hill", T, "Castle Hill Safeguarding Team 1"),
        ("Deep Dale CiC team", T, "Deep Dale Children in Care Team"),
        ("Early Help 2", T, "Early Help Team 2"),
        ("EH team 1", T, "Early Help Team 1"),
        ("D&S", T, "Duty and Support"),
        ("Duty & Support", T, "Duty and Support"),
        ("16 plus", T, "16+"),
        ("May Street", T, "May Street"),
        ("Castle Hill", L, "Castle Hill"),
        ("Casle Hil", L, "Castle Hill"),
        ("castlehill", L, "Castle Hill"),
        ("CSC", S, "Children's Social Care"),
        ("social care", S, "Children's Social Care"),
        ("YS", S, "Youth Support"),
        ("LAC", P, "CiC"),
        ("looked after children", P, "CiC"),
        ("children on a child protection plan", P, "CP"),
        ("Assessment audits", P, "Assessment"),
        ("Millbrook locality", L, "Millbrook"),
        ("the Millbrook team", T, "Millbrook"),
    ],
)
def test_a_name_is_known_in_the_forms_that_people_use(said: str, dimension: Dimension, meant: str) -> None:
    assert filters(f"good rate for {said}, August") == {dimension: (meant,)}


@pytest.mark.parametrize(
    ("said", "dimension", "meant"),
    [
        ("Castle Hill and Deep Dale", L, ("Castle Hill", "Deep Dale")),
        ("Early Help 1 and 2", T, ("Early Help Team 1", "Early Help Team 2")),
        ("CIN and CP", P, ("CIN", "CP")),
    ],
)
def test_two_names_are_set_side_by_side(said: str, dimension: Dimension, meant: tuple[str, ...]) -> None:
    outcome = asked(f"completion for {said} in August")
    assert isinstance(outcome, Understood)
    assert outcome.query.filters == {dimension: meant}
    assert outcome.query.group_by == (dimension,)


@pytest.mark.parametrize(
    "said",
    ["Millbrook", "Assessment", "the assessment team", "Safeguarding Team", "Early Help 9", "Castle Hill Safeguarding"],
)
def test_what_could_be_several_is_asked_back_with_each_of_them(said: str) -> None:
    outcome = asked(f"completion for {said}")
    assert isinstance(outcome, Unclear)
    assert outcome.why == "name"
    assert len(outcome.choices) > 1


@pytest.mark.parametrize("said", ["Oakmere", "Castle Dale", "Team Alpha", "Tarn", "Northmoor", "Castle Hill Team 7"])
def test_a_name_that_is_not_there_gets_no_figure_in_its_stead(said: str) -> None:
    assert not isinstance(asked(f"completion for {said} in August"), Understood)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("late returns by Wilf Tarn this year", Dimension.AUDITOR),
        ("ratings where the auditor was Wilf Tarn", Dimension.AUDITOR),
        ("open actions for Wilf Tarn", Dimension.OWNER),
        ("open actions for Wilf Tarn's teams", Dimension.HEAD_OF_SERVICE),
        ("late returns by wilf.tarn@northmoor.example", Dimension.AUDITOR),
        ("late returns by Wilf Tran", Dimension.AUDITOR),
    ],
)
def test_a_person_is_whatever_they_can_be_to_the_figure(text: str, dimension: Dimension) -> None:
    assert filters(text) == {dimension: ("wilf.tarn@northmoor.example",)}


def test_the_teams_of_somebody_who_manages_some_are_these() -> None:
    assert filters("completion for Inga Tarn's teams in August") == {T: ("Early Help Team 1", "May Street")}


def test_who_moderates_is_the_moderator_of_what_was_moderated() -> None:
    moderator = {Dimension.MODERATOR: ("uma.elm@northmoor.example",)}
    assert filters("downgrades by Uma Elm in Q1") == moderator
    assert filters("moderation agreement for Uma Elm") == moderator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CP chair escalations", {Dimension.ROUTE: ("cp_chair",)}),
        ("escalations in process", {Dimension.STATUS: ("in process",)}),
        ("process escalations", {Dimension.THEME: ("Process",)}),
        ("drift & delay escalations", {Dimension.THEME: ("Drift and Delay",)}),
    ],
)
def test_a_phrase_of_the_field_goes_before_a_name_within_it(text: str, expected: dict[Dimension, tuple[str]]) -> None:
    assert filters(f"{text} in June") == expected


@pytest.mark.parametrize("text", ["at risk rate August", "how many RIs are flagged at risk in August"])
def test_a_phrase_of_the_field_is_not_broken_for_part_of_a_name(text: str) -> None:
    outcome = asked(text)
    assert isinstance(outcome, Understood)
    assert outcome.query.metric == "at_risk_rate"


def test_a_month_and_a_team_named_after_one_are_kept_apart() -> None:
    outcome = asked("completion for May Street in May")
    assert isinstance(outcome, Understood)
    assert outcome.query.filters == {T: ("May Street",)}
    assert outcome.query.period.key == "2019-05"
    assert asked("completion in May or May Street?") == Unclear(
        "either", ("completion_rate",), "completion in may or may street?"
    )


def test_the_same_values_give_the_same_names_so_that_nothing_is_made_twice() -> None:
    values = {Dimension.TEAM: ["North 1", "North 2"]}
    assert names_of(values) is names_of({Dimension.TEAM: ("North 1", "North 2")})
    assert names_of(values) is not names_of({Dimension.TEAM: ["North 1"]})
