"""A council in which something of every kind is under way, so that every button meets rows that are there."""

from collections.abc import Mapping
from typing import Any

from dialogs.table import COMMANDS
from domain.words import AllocationKind, Post, Role
from storage.tables.allocations import allocation
from tests.conversation.council import BIRCH, Council, heading, starts, walks
from tests.conversation.moderators import grades, opens, sets_policy, with_moderator
from tests.fakes_people import FakePerson
from tests.fuzz.cards_met import Rounds
from tests.fuzz.presses import Met
from tests.fuzz.world import WRONG, turned_away

Answers = Mapping[str, Mapping[str, str]]
AT_RISK = {"Overall grade": {"in_rating": "Requires Improvement"}, "Is it getting worse?": {"in_at_risk": "yes"}}
INADEQUATE = {
    "Overall grade": {"in_rating": "Inadequate"},
    "How urgent is it?": {"in_category": "2", "in_what": "Alone at night, as CS_503 says."},
}


# Of each kind one goes every way that there is; the others go by their help alone.
_EVERY_WAY = ("Rosa Adeyemi", "Sue Okafor", "Tom Lindqvist", "Mina Castell", "Mo Tanner", "Ida Kowal", "Dan Iqbal")


async def rich(council: Council) -> None:
    """People of every kind, and audits at every place of their way, over six weeks and more."""
    turned_away(council)
    employ(council)
    sets_policy(council, "moderated", "all")
    ines = named(council, "Ines Varga")
    await _returns(council, council.rosa, "CS_501", {})
    await _returns(council, council.rosa, "CS_502", AT_RISK)
    await _returns(council, ines, "CS_503", INADEQUATE)
    await _differ(council, council.rosa, ines)
    mo = named(council, "Mo Tanner")
    side_by_side, _ = await grades(mo, await opens(council, mo))
    await mo.presses(side_by_side, "Confirm")
    await council.time_passes(days=45)
    await _goes_on(council)
    await council.service.let_time_pass()


async def rich_and_walked(council: Council) -> list[Met]:
    """The same once everybody has typed every command and pressed what came of it; the buttons that they met."""
    await rich(council)
    rounds = Rounds(council, most=2)
    for somebody in [one for one in council.teams.people if one.name not in WRONG]:
        await rounds.goes(somebody, sorted(COMMANDS) if somebody.name in _EVERY_WAY else ["help"])
        await council.time_passes(minutes=6)
    return [(deed.name, str(deed.verb), {**deed.data, **deed.inputs}) for deed in rounds.deeds]


def employ(council: Council) -> None:
    """Those whom `Council` does not have already."""
    council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    council.employs("Nils Brandt", Role.AUDITOR, team_id=BIRCH)
    council.employs("Ida Kowal", Role.IRO, team_id=None)
    council.employs("Lea Quist", Role.LEADER, team_id=None)
    council.employs("Sid Ferrer", Role.SOCIAL_WORKER, team_id=BIRCH)
    council.employs("Exi Norden", team_id=BIRCH)  # once of every role, by now of none
    council.holds(council.employs("Bea Olsen", Role.TEAM_MANAGER, team_id=BIRCH), Post.TEAM_MANAGER, BIRCH)
    council.holds(council.employs("Hob Lunt", Role.HEAD_OF_SERVICE, team_id=None), Post.HEAD_OF_SERVICE, BIRCH)
    with_moderator(council)
    with_moderator(council, "Wim Castor")


def named(council: Council, name: str) -> FakePerson:
    """Somebody of the council."""
    return next(one for one in council.teams.people if one.name == name)


def _words(ref: str) -> Answers:
    """What is written in an audit names it: whoever is shown such words has been shown that audit."""
    return {
        "Seeing and Hearing the Child": {"in_rating": "Outstanding", "in_evidence": f"Seen alone, says {ref}."},
        "What the family said": {"in_child_sentiment": "Mixed", "in_child_words": f"Cross about {ref}."},
    }


async def _returns(council: Council, auditor: FakePerson, ref: str, answers: Answers) -> None:
    council.allocates(auditor, ref)
    actions = await walks(auditor, await starts(auditor), "Actions", {**_words(ref), **answers})
    form = await auditor.presses(actions, "Add action")
    due_day = {key: "2027-02-01" for key in form.inputs if "due" in key}
    given = {"in_what": f"Teasel plan for {ref}.", "in_owner": "Someone else", **due_day}
    form = await auditor.presses(form, "Save action", given)
    card = await auditor.presses(form, "Save action", {"in_name": "Tom Lindqvist"})
    await auditor.presses(await walks(auditor, card), "Return audit")
    await council.time_passes(minutes=6)


async def _differ(council: Council, first: FakePerson, second: FakePerson) -> None:
    """Two auditors have one record, and grade it otherwise."""
    key = council.allocates(first, "CS_504")
    with council.unit() as unit:
        of_it = allocation.c.id == key
        unit.connection.execute(allocation.update().where(of_it).values(loop_ref="L1", kind=AllocationKind.LOOPED))
        row: dict[str, Any] = dict(unit.connection.execute(allocation.select().where(of_it)).mappings().one())
        other = {**row, "ref": "AUD-CS_504-2", "auditor_id": council.id_of(second)}
        unit.connection.execute(allocation.insert().values({name: one for name, one in other.items() if name != "id"}))
    for auditor, answers in ((first, {}), (second, AT_RISK)):
        review = await walks(auditor, await starts(auditor), answers={**_words("CS_504"), **answers})
        assert heading(await auditor.presses(review, "Return audit"))
    await council.time_passes(minutes=6)


async def _goes_on(council: Council) -> None:
    """What is under way when it is January: begun, overdue, not begun, asked to be excused from."""
    ines, nils = named(council, "Ines Varga"), named(council, "Nils Brandt")
    council.allocates(council.rosa, "CS_505")
    await walks(council.rosa, await starts(council.rosa), "Supervision", _words("CS_505"))
    council.allocates(council.rosa, "CS_506", due_in=-9)
    council.allocates(ines, "CS_507")
    await walks(ines, await starts(ines), "Quality of Plans", _words("CS_507"))
    council.allocates(nils, "CS_508")
    council.allocates(nils, "CS_509", due_in=-20)
    await council.time_passes(minutes=6)
