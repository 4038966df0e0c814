"""Contact attempts: noted in one tap or a short form, shown, removed, and given back by the export with the reason."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.words import ContactWay, Party
from storage.store import Actor, Store
from storage.tables.audits import audit_answer, engagement
from storage.tables.contacts import contact_attempt
from storage.tables.wording import kept_wording
from storage.workbook.exporting import export_workbook
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown
from tests.storage.imports import tried

FIRST, REASONS, FORM = "Who was involved", "Why not everybody", "Note a contact attempt"
TAP = "Parent or carer: tried today"
RANG = {"in_whom": "Parent or carer", "in_day": "2026-11-12", "in_way": "by phone", "in_result": "It rang out."}


async def at_reasons(council: Council) -> Shown:
    council.allocates(council.rosa)
    return await walks(council.rosa, await starts(council.rosa), to=REASONS)


async def noted(council: Council, **other: str) -> Shown:
    form = await council.rosa.presses(await at_reasons(council), FORM)
    return await council.rosa.presses(form, "Save attempt", {**RANG, **other})


def attempts(council: Council) -> list[tuple[Party, date, ContactWay | None, str | None]]:
    rows = council.rows(contact_attempt, removed_at=None)
    return [(row.party, row.on_day, row.way, row.result) for row in rows]


def reasons(council: Council) -> dict[str, str | None]:
    return {row.party.value: row.reason for row in council.rows(engagement)}


async def test_one_tap_notes_a_try_of_today_and_keeps_what_was_typed(council_on_each: Council) -> None:
    council = council_on_each
    card = await council.rosa.presses(await at_reasons(council), TAP, {"in_parent": "No reply yet."})
    assert heading(card) == REASONS
    assert card.inputs["in_parent"] == "No reply yet."
    assert attempts(council) == [(Party.PARENT, date(2026, 11, 20), None, None)]
    (row,) = council.rows(contact_attempt)
    assert (row.noted_by_id, row.noted_at) == (council.id_of(council.rosa), council.clock.now())
    assert "Parent or carer. Tried on Friday 20 November 2026." in card.words
    assert TAP not in card.buttons, "it is noted for today"


async def test_only_those_who_were_tried_are_offered_a_tap(council: Council) -> None:
    card = await at_reasons(council)
    assert [title for title in card.buttons if "tried today" in title] == [TAP]


async def test_the_same_tap_twice_is_one_try(council: Council) -> None:
    card = await at_reasons(council)
    for _ in range(2):
        await council.rosa.presses(card, TAP)
    assert len(council.rows(contact_attempt)) == 1


async def test_the_form_takes_day_way_and_result_and_leads_back_to_the_step(council_on_each: Council) -> None:
    council = council_on_each
    card = await noted(council)
    assert heading(card) == REASONS
    assert attempts(council) == [(Party.PARENT, date(2026, 11, 12), ContactWay.PHONE, "It rang out.")]
    assert "Parent or carer. Tried on Thursday 12 November 2026 by phone: It rang out." in card.words


async def test_the_form_has_today_in_it_and_way_and_result_can_be_left_out(council: Council) -> None:
    form = await council.rosa.presses(await at_reasons(council), FORM)
    assert form.inputs == {"in_whom": "", "in_day": "2026-11-20", "in_way": "", "in_result": ""}
    assert "CS_5000037" in form.words
    await council.rosa.presses(form, "Save attempt", {"in_whom": "Child"})
    assert attempts(council) == [(Party.CHILD, date(2026, 11, 20), None, None)]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("in_whom", "", "Choose whom you tried to reach."),
        ("in_whom", "dog", "Choose whom you tried to reach."),
        ("in_day", "", "Choose a day, or type one like 2026-11-20."),
        ("in_day", "2026-11-21", "Saturday 21 November 2026 is still to come."),
        ("in_day", "2016-11-12", "Saturday 12 November 2016 is more than a year ago."),
        ("in_result", "x" * 301, "This is 301 characters long. Please shorten it to 300."),
        ("in_result", "Moved to M1 1AA.", "looks like a postcode"),
    ],
)
async def test_what_cannot_be_noted_comes_back_with_what_was_typed(
    council: Council, key: str, value: str, said: str
) -> None:
    card = await noted(council, **{key: value})
    assert heading(card) == FORM
    assert said in card.words
    assert {name: card.inputs[name] for name in ("in_day", "in_result") if name != key} == {
        name: RANG[name] for name in ("in_day", "in_result") if name != key
    }
    assert attempts(council) == []


async def test_a_likely_name_in_the_result_is_asked_about_once(council: Council) -> None:
    card = await noted(council, in_result="Kayleigh was out.")
    assert "“Kayleigh” may name a child or their family." in card.words
    assert heading(await council.rosa.presses(card, "Use it as it is")) == REASONS
    assert [row[3] for row in attempts(council)] == ["Kayleigh was out."]
    assert [(row.place, row.question) for row in council.rows(kept_wording)] == [("contacts", "result")]


async def test_a_try_is_removed_and_its_row_stays(council: Council) -> None:
    form = await council.rosa.presses(await noted(council), FORM)
    assert "It rang out." in form.words
    form = await council.rosa.presses(form, "Remove")
    assert heading(form) == FORM
    assert "Noted so far" not in form.words
    assert (attempts(council), len(council.rows(contact_attempt))) == ([], 1)


async def test_a_try_removed_by_a_slip_is_brought_back_in_one_tap_and_once(council: Council) -> None:
    form = await council.rosa.presses(await noted(council), FORM)
    before = attempts(council)
    removed = await council.rosa.presses(form, "Remove")
    assert "It rang out." in removed.words
    form = await council.rosa.presses(removed, "Bring it back")
    assert "Noted so far" in form.words
    assert attempts(council) == before
    await council.rosa.presses(removed, "Bring it back")
    assert attempts(council) == before, "an old card brings nothing back twice"


async def test_the_same_form_saved_twice_is_one_try_and_changed_it_is_two(council: Council) -> None:
    form = await council.rosa.presses(await at_reasons(council), FORM)
    for result in ("It rang out.", "It rang out.", "She rang back."):
        await council.rosa.presses(form, "Save attempt", {**RANG, "in_result": result})
    assert [row[3] for row in attempts(council)] == ["It rang out.", "She rang back."]


async def test_what_was_typed_on_the_step_is_kept_on_the_way_to_the_form(council: Council) -> None:
    card = await at_reasons(council)
    await council.rosa.presses(card, FORM, {"in_parent": "Two letters."})
    assert council.rows(audit_answer, step="involved_why")[0].answers == {"parent": "Two letters."}
    form = await council.rosa.presses(await council.rosa.says("continue"), FORM)
    assert (await council.rosa.presses(form, "Cancel")).inputs["in_parent"] == "Two letters."


async def test_what_may_not_be_stored_on_the_step_comes_back_before_the_form(council: Council) -> None:
    card = await council.rosa.presses(await at_reasons(council), FORM, {"in_parent": "Moved to M1 1AA."})
    assert heading(card) == REASONS
    assert "looks like a postcode" in card.words


async def test_an_immediate_concern_can_be_raised_from_the_form_and_brings_back_what_was_typed(
    council: Council,
) -> None:
    form = await council.rosa.presses(await at_reasons(council), FORM)
    concern = await council.rosa.presses(form, "Raise immediate concern", RANG)
    raised = await council.rosa.presses(concern, "Raise it now", {"in_what": "Nobody is home with a baby."})
    assert heading(raised) == "Concern raised"
    back = await council.rosa.presses(raised, "Continue audit")
    assert heading(back) == FORM
    assert back.inputs == {"in_whom": "parent", "in_day": "2026-11-12", "in_way": "phone", "in_result": "It rang out."}


async def test_those_who_need_none_meet_one_quiet_button_on_the_first_step(council: Council) -> None:
    council.allocates(council.rosa)
    card = await starts(council.rosa)
    assert heading(card) == FIRST
    assert card.buttons.count(FORM) == 1
    assert "Contact attempts" not in card.words
    card = await walks(council.rosa, card, to="Seeing and Hearing the Child")
    assert FORM not in card.buttons


async def test_no_more_than_forty_are_noted_and_the_form_says_what_to_do(council: Council) -> None:
    form = await council.rosa.presses(await at_reasons(council), FORM)
    for number in range(40):
        await council.rosa.presses(form, "Save attempt", {**RANG, "in_result": f"Try {number}."})
    full = await council.rosa.presses(form, "Save attempt", {**RANG, "in_result": "One more."})
    assert "Remove one below to note another." in full.words
    assert full.inputs["in_result"] == "One more."
    assert len(str(full.card)) < 100_000
    assert len(attempts(council)) == 40


async def returned(council: Council) -> Shown:
    card = await noted(council)
    card = await council.rosa.presses(card, TAP)
    form = await council.rosa.presses(card, FORM)
    child = {"in_whom": "Child", "in_day": "2026-11-19", "in_way": "by a visit", "in_result": "Asleep; seen later."}
    review = await walks(council.rosa, await council.rosa.presses(form, "Save attempt", child))
    assert heading(review) == REVIEW
    assert "Tried on Thursday 19 November 2026 by a visit: Asleep; seen later." in review.words
    return await council.rosa.presses(review, "Return audit")


async def test_at_the_return_they_stand_below_the_reason_of_their_party(council_on_each: Council) -> None:
    council = council_on_each
    receipt = await returned(council)
    assert "It rang out." not in receipt.words
    assert reasons(council) == {
        "social_worker": None,
        "manager": None,
        "iro_or_chair": None,
        "child": "Tried on Thursday 19 November 2026 by a visit: Asleep; seen later.",
        "parent": "Two letters and a call brought no reply.\n"
        "Tried on Thursday 12 November 2026 by phone: It rang out.\n"
        "Tried on Friday 20 November 2026.",
    }


def exported(store: Store, council: Council, place: Path) -> list[tuple[str, ...]]:
    with store.unit(council.clock.now(), Actor("command")) as unit:
        export_workbook(unit, place)
    sheet = load_workbook(place)["engagement"]
    return [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]


async def test_the_export_gives_back_every_word_of_them(council: Council, tmp_path: Path) -> None:
    await returned(council)
    head, *rows = exported(council.store, council, tmp_path / "out.xlsx")
    by_party = {row[head.index("party")]: row[head.index("reason")] for row in rows}
    assert by_party["parent"] == reasons(council)["parent"]
    assert by_party["child"] == reasons(council)["child"]


async def test_an_import_of_the_export_and_its_export_are_the_same(
    council: Council, postgresql_store: Store, tmp_path: Path
) -> None:
    await returned(council)
    first = exported(council.store, council, tmp_path / "out.xlsx")
    same = tried(council.store, tmp_path / "out.xlsx")
    assert (same.problems, same.counts["engagement"].unchanged) == ((), 5)
    assert tried(postgresql_store, tmp_path / "out.xlsx").is_written
    assert exported(postgresql_store, council, tmp_path / "again.xlsx") == first


async def test_the_familys_words_and_the_auditors_never_mix(council: Council, tmp_path: Path) -> None:
    theirs, ours = ANSWERS["What the family said"]["in_child_words"], "Asleep; seen later."
    receipt = await returned(council)
    row = council.rows(engagement, party=Party.CHILD)[0]
    assert row.comment == theirs
    assert theirs not in row.reason
    assert ours in row.reason
    head, *rows = exported(council.store, council, tmp_path / "out.xlsx")
    child = next(dict(zip(head, one, strict=True)) for one in rows if one[head.index("party")] == "child")
    assert child["comment"] == theirs
    assert child["reason"] == row.reason
    assert theirs not in receipt.words
    assert ours not in receipt.words
