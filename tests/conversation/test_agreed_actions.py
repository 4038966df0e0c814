"""Actions agreed in an audit: what, who, by when; added and taken out again before the return."""

from typing import Any

import pytest

from domain.words import Role
from storage.tables.audits import agreed_action, draft_action
from tests.conversation.council import BIRCH, Council, heading, starts, walks
from tests.fakes_cards import Shown

PLAN = {"in_what": "Write a visiting plan.", "in_owner": "Sue Okafor (social worker)"}


async def at_the_form(council: Council) -> Shown:
    council.allocates(council.rosa)
    actions = await walks(council.rosa, await starts(council.rosa), to="Actions")
    return await council.rosa.presses(actions, "Add action")


def drafts(council: Council) -> list[tuple[str, int]]:
    rows = council.rows(draft_action)
    return [(row.description, row.owner_id) for row in rows if row.removed_at is None]


async def test_the_form_suggests_a_day_in_working_days_and_those_around_the_case_and_in_the_team(
    council: Council,
) -> None:
    form = await at_the_form(council)
    assert heading(form) == "Add an action"
    assert form.inputs["in_due"] == "2026-12-04", "ten working days ahead"
    choices = next(part["choices"] for part in form.card["body"] if part.get("id") == "in_owner")
    assert [one["title"] for one in choices] == [
        "Sue Okafor (social worker)",
        "Tom Lindqvist (team manager)",
        "Hal Morgan (head of service)",
        "Rosa Adeyemi (you)",
        "Dan Iqbal (dan.iqbal@council.example)",
        "Mina Castell (mina.castell@council.example)",
        "Someone else",
    ]


async def test_an_action_is_added_listed_and_taken_out(council: Council) -> None:
    actions = await council.rosa.presses(await at_the_form(council), "Save action", PLAN)
    assert heading(actions) == "Actions"
    assert "Write a visiting plan." in actions.words
    assert "Sue Okafor · by Friday 4 December 2026" in actions.words
    actions = await council.rosa.presses(actions, "Remove")
    assert "Agreed so far" not in actions.words
    assert drafts(council) == []
    assert len(council.rows(draft_action)) == 1, "its row stays"


async def test_an_action_taken_out_by_a_slip_is_brought_back_in_its_place_in_one_tap(council: Council) -> None:
    actions = await council.rosa.presses(await at_the_form(council), "Save action", PLAN)
    form = await council.rosa.presses(actions, "Add action")
    actions = await council.rosa.presses(form, "Save action", {**PLAN, "in_what": "Meet the school."})
    before = sorted(drafts(council))
    removed = await council.rosa.presses(actions, "Remove")
    assert "Removed:" in removed.words
    assert "Write a visiting plan." in removed.words
    actions = await council.rosa.presses(removed, "Bring it back")
    assert sorted(drafts(council)) == before
    assert actions.words.index("Write a visiting plan.") < actions.words.index("Meet the school.")
    assert "Bring it back" not in actions.buttons
    await council.rosa.presses(removed, "Bring it back")
    assert sorted(drafts(council)) == before, "an old card brings nothing back twice"


async def test_an_action_taken_out_is_not_among_the_returned(council: Council) -> None:
    form = await at_the_form(council)
    actions = await council.rosa.presses(form, "Save action", PLAN)
    actions = await council.rosa.presses(actions, "Remove")
    form = await council.rosa.presses(actions, "Add action")
    actions = await council.rosa.presses(form, "Save action", {**PLAN, "in_what": "Meet the school."})
    await council.rosa.presses(await walks(council.rosa, actions), "Return audit")
    assert [row.description for row in council.rows(agreed_action)] == ["Meet the school."]


async def test_everything_wrong_with_an_action_is_said_at_once_and_refilled(council: Council) -> None:
    form = await at_the_form(council)
    wrong = {"in_what": "", "in_owner": "", "in_due": "2026-11-19"}
    refused = await council.rosa.presses(form, "Save action", wrong, client_checks=False)
    for words in (
        "Say what should happen.",
        "Choose who does it, or type their name.",
        "Thursday 19 November 2026 has passed.",
    ):
        assert words in refused.words
    assert refused.inputs["in_due"] == "2026-11-19"
    assert drafts(council) == []


async def test_a_due_day_in_the_wrong_century_is_refused(council: Council) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Save action", {**PLAN, "in_due": "9999-12-31"})
    assert "Friday 31 December 9999 is more than two years away. Choose an earlier day." in refused.words
    assert drafts(council) == []


@pytest.mark.parametrize("due", ["", "soon", "2026-02-30", "31/12/2026"])
async def test_a_day_that_is_none_is_refused(council: Council, due: str) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Save action", {**PLAN, "in_due": due}, client_checks=False)
    assert "Choose a day, or type one like 2026-12-04." in refused.words
    assert refused.inputs["in_what"] == "Write a visiting plan."


async def test_today_is_soon_enough(council: Council) -> None:
    form = await at_the_form(council)
    actions = await council.rosa.presses(form, "Save action", {**PLAN, "in_due": "2026-11-20"})
    assert "by Friday 20 November 2026" in actions.words


async def test_an_identifier_in_an_action_is_refused(council: Council) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Save action", {**PLAN, "in_what": "Visit at SW1A 1AA."})
    assert "“SW1A 1AA” looks like a postcode" in refused.words
    assert refused.inputs["in_what"] == "Visit at SW1A 1AA."


async def someone_else(council: Council, name: str) -> Shown:
    form = await at_the_form(council)
    form = await council.rosa.presses(form, "Save action", {**PLAN, "in_owner": "Someone else"})
    assert "Type the name or e-mail address of the person who does it." in form.words
    return await council.rosa.presses(form, "Save action", {"in_name": name})


@pytest.mark.parametrize("name", ["Dan Iqbal", "dan  iqbal", "DAN.IQBAL@council.example", "dan", "iq da"])
async def test_someone_else_is_named_or_given_by_their_address(council: Council, name: str) -> None:
    assert heading(await someone_else(council, name)) == "Actions"
    assert drafts(council) == [("Write a visiting plan.", council.id_of(council.dan))]


@pytest.mark.parametrize("name", ["élodie ŒUVRARD", "Élodie Œuvrard"])
async def test_a_name_is_found_in_any_case_of_any_alphabet(council_on_each: Council, name: str) -> None:
    elodie = council_on_each.employs("Élodie Œuvrard", Role.IRO, email="e.o@council.example")
    assert heading(await someone_else(council_on_each, name)) == "Actions"
    assert drafts(council_on_each) == [("Write a visiting plan.", council_on_each.id_of(elodie))]


async def test_a_name_that_several_have_is_asked_again_by_address(council: Council) -> None:
    council.employs("Dan Iqbal", Role.IRO, linked=False, email="dan.b@council.example")
    council.employs("dan iqbal", Role.IRO, linked=False, email="dan.c@council.example")
    refused = await someone_else(council, "Dan Iqbal")
    assert "Several people fit “Dan Iqbal”" in refused.words
    assert "dan.c@council.example" in refused.words
    assert refused.inputs["in_name"] == "Dan Iqbal"
    assert (
        heading(await council.rosa.presses(refused, "Save action", {"in_name": "dan.c@council.example"})) == "Actions"
    )


async def test_a_name_that_nobody_has_is_said_to_be_unknown(council: Council) -> None:
    refused = await someone_else(council, "Nobody Atall")
    assert "I don't know anybody called “Nobody Atall”." in refused.words
    assert refused.inputs["in_what"] == "Write a visiting plan."


async def test_a_leaver_can_own_nothing(council: Council) -> None:
    council.employs("Lee Frost", Role.AUDITOR, left_on=council.clock.now().date().replace(day=1))
    assert "I don't know anybody called “Lee Frost”." in (await someone_else(council, "Lee Frost")).words


async def test_an_owner_whom_the_card_did_not_offer_is_refused(council: Council) -> None:
    kim = council.employs("Kim Ruane", Role.SOCIAL_WORKER, team_id=BIRCH)
    form = await at_the_form(council)
    forged = {**PLAN, "in_owner": str(council.id_of(kim))}
    refused = await council.rosa.presses(form, "Save action", forged, client_checks=False)
    assert "Choose who does it, or type their name." in refused.words


async def test_a_name_typed_alone_needs_no_choice_above_it(council: Council) -> None:
    form = await at_the_form(council)
    actions = await council.rosa.presses(form, "Save action", {"in_what": "Meet the school.", "in_name": "hal mor"})
    assert heading(actions) == "Actions"
    assert drafts(council) == [("Meet the school.", council.id_of(council.hal))]


async def test_of_several_whom_a_name_fits_one_is_picked_from_the_list(council: Council) -> None:
    bea = council.employs("Dan Bealing", Role.SOCIAL_WORKER, team_id=BIRCH)
    form = await at_the_form(council)
    asked = await council.rosa.presses(form, "Save action", {"in_what": "Meet the school.", "in_name": "dan"})
    assert "Several people fit “dan”. Pick the one you mean" in asked.words
    choices = next(part["choices"] for part in asked.card["body"] if part.get("id") == "in_owner")
    assert [one["title"].split(" (")[0] for one in choices][:2] == ["Dan Bealing", "Dan Iqbal"]
    actions = await council.rosa.presses(
        asked, "Save action", {"in_owner": "Dan Bealing (dan.bealing@council.example)"}
    )
    assert heading(actions) == "Actions"
    assert drafts(council) == [("Meet the school.", council.id_of(bea))]


async def test_a_person_picked_and_another_named_is_asked_about(council: Council) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Save action", {**PLAN, "in_name": "Dan Iqbal"})
    assert "You picked Sue Okafor and typed “Dan Iqbal”." in refused.words
    assert drafts(council) == []


async def test_a_name_that_fits_half_the_council_asks_for_more_of_it(council: Council) -> None:
    for number in range(9):
        council.employs(f"Ann {'Abcdefghi'[number] * 3}", Role.SOCIAL_WORKER, team_id=BIRCH)
    refused = await someone_else(council, "ann")
    assert "9 people fit “ann”. Type more of the name." in refused.words


async def test_a_day_is_set_by_one_tap_and_the_rest_of_the_form_stays(council: Council) -> None:
    form = await at_the_form(council)
    form = await council.rosa.presses(form, "20 working days", PLAN)
    assert form.inputs["in_due"] == "2026-12-18"
    assert form.inputs["in_what"] == "Write a visiting plan."
    form = await council.rosa.presses(form, "10 working days")
    actions = await council.rosa.presses(form, "Save action")
    assert "by Friday 4 December 2026" in actions.words


async def test_a_sunday_is_taken_and_said(council: Council) -> None:
    form = await at_the_form(council)
    actions = await council.rosa.presses(form, "Save action", {**PLAN, "in_due": "2026-12-06"})
    assert "by Sunday 6 December 2026, which is not a working day" in actions.words


async def test_an_action_has_a_limit_of_its_own(council: Council) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Save action", {**PLAN, "in_what": "Visit. " * 300})
    assert "2,099 characters long. Please shorten it to 2,000." in refused.words
    assert drafts(council) == []


async def agreed(council: Council) -> Shown:
    return await council.rosa.presses(await at_the_form(council), "Save action", PLAN)


async def test_an_action_is_changed_in_its_place(council_on_each: Council) -> None:
    council = council_on_each
    actions = await agreed(council)
    form = await council.rosa.presses(actions, "Add action")
    actions = await council.rosa.presses(form, "Save action", {**PLAN, "in_what": "Meet the school."})
    form = await council.rosa.presses(actions, "Change")
    assert heading(form) == "Change an action"
    assert form.inputs["in_what"] == "Write a visiting plan."
    assert form.inputs["in_owner"] == str(council.id_of(council.sue))
    assert form.inputs["in_due"] == "2026-12-04"
    change = {"in_what": "Write a visiting plan with the family.", "in_owner": "Hal Morgan (head of service)"}
    actions = await council.rosa.presses(form, "Save action", change)
    assert heading(actions) == "Actions"
    assert [what for what, _ in sorted(drafts(council))] == [
        "Meet the school.",
        "Write a visiting plan with the family.",
    ]
    words = actions.words
    assert words.index("with the family") < words.index("Meet the school."), "it keeps its place"
    assert len(council.rows(draft_action)) == 3, "its former words stay"


async def test_a_change_pressed_twice_changes_once(council: Council) -> None:
    form = await council.rosa.presses(await agreed(council), "Change")
    for _ in range(2):
        actions = await council.rosa.presses(form, "Save action", {"in_what": "Meet the school."})
        assert heading(actions) == "Actions"
    assert [what for what, _ in drafts(council)] == ["Meet the school."]
    assert len(council.rows(draft_action)) == 2


async def test_a_change_that_changes_nothing_writes_nothing(council: Council) -> None:
    form = await council.rosa.presses(await agreed(council), "Change")
    assert heading(await council.rosa.presses(form, "Save action")) == "Actions"
    assert len(council.rows(draft_action)) == 1


async def test_an_action_changed_on_another_device_meanwhile_is_said_and_kept_until_told_otherwise(
    council: Council,
) -> None:
    actions = await agreed(council)
    phone = await council.rosa.presses(actions, "Change")
    desk = await council.rosa.presses(actions, "Change")
    await council.rosa.presses(desk, "Save action", {"in_what": "Meet the school."})
    asked = await council.rosa.presses(phone, "Save action", {"in_what": "Ring the school."})
    assert "This action was changed here or on another device: “Meet the school.”" in asked.words
    assert asked.inputs["in_what"] == "Ring the school."
    assert [what for what, _ in drafts(council)] == ["Meet the school."]
    await council.rosa.presses(asked, "Save action")
    assert [what for what, _ in drafts(council)] == ["Ring the school."]


async def test_an_action_taken_out_on_another_device_meanwhile_can_be_added_again(council: Council) -> None:
    actions = await agreed(council)
    form = await council.rosa.presses(actions, "Change")
    await council.rosa.presses(actions, "Remove")
    asked = await council.rosa.presses(form, "Save action", {"in_what": "Ring the school."})
    assert "This action was taken out meanwhile." in asked.words
    assert drafts(council) == []
    await council.rosa.presses(asked, "Save action")
    assert [what for what, _ in drafts(council)] == ["Ring the school."]


async def test_an_old_remove_takes_out_no_newer_words(council: Council) -> None:
    actions = await agreed(council)
    form = await council.rosa.presses(actions, "Change")
    await council.rosa.presses(form, "Save action", {"in_what": "Ring the school."})
    await council.rosa.presses(actions, "Remove")
    assert [what for what, _ in drafts(council)] == ["Ring the school."]


async def test_an_owner_who_has_left_the_team_since_stays_on_the_form(council: Council) -> None:
    kim = council.employs("Kim Ruane", Role.SOCIAL_WORKER, team_id=BIRCH)
    form = await at_the_form(council)
    actions = await council.rosa.presses(form, "Save action", {"in_what": "Meet the school.", "in_name": "kim"})
    form = await council.rosa.presses(actions, "Change")
    assert form.inputs["in_owner"] == str(council.id_of(kim))
    await council.rosa.presses(form, "Save action", {"in_due": "2026-12-07"})
    assert drafts(council) == [("Meet the school.", council.id_of(kim))]


async def test_an_action_of_somebody_elses_audit_cannot_be_changed(council: Council) -> None:
    actions = await agreed(council)
    sam = council.employs("Sam Oyelaran", Role.AUDITOR)
    council.allocates(sam, "CS_5000040")
    theirs = await walks(sam, await starts(sam), to="Actions")
    change = {**actions.button("Change")}
    change["data"] = {**change["data"], "audit": theirs.button("Review")["data"]["audit"]}
    shown = await sam.presses(Shown(card={**theirs.card, "actions": [change]}), "Change")
    assert heading(shown) == "Actions", "there is no such action in their own audit"
    assert "Write a visiting plan." not in shown.words


async def test_the_concern_button_of_the_form_forgets_neither_the_action_nor_what_was_typed(council: Council) -> None:
    form = await council.rosa.presses(await agreed(council), "Change")
    concern = await council.rosa.presses(form, "Raise immediate concern", {"in_what": "Ring the school."})
    form = await council.rosa.presses(concern, "Go back, nothing to raise")
    assert heading(form) == "Change an action"
    await council.rosa.presses(form, "Save action")
    assert [what for what, _ in drafts(council)] == ["Ring the school."]


async def test_cancel_leads_back_to_the_actions_and_adds_nothing(council: Council) -> None:
    assert heading(await council.rosa.presses(await at_the_form(council), "Cancel")) == "Actions"
    assert drafts(council) == []


async def test_saving_twice_adds_one_action(council_on_each: Council) -> None:
    form = await at_the_form(council_on_each)
    for _ in range(2):
        actions = await council_on_each.rosa.presses(form, "Save action", PLAN)
        assert heading(actions) == "Actions"
    assert len(drafts(council_on_each)) == 1


async def test_an_old_form_with_other_words_overwrites_nothing_and_loses_nothing(council: Council) -> None:
    form = await at_the_form(council)
    await council.rosa.presses(form, "Save action", PLAN)
    other = {**PLAN, "in_what": "Meet the school."}
    asked = await council.rosa.presses(form, "Save action", other)
    assert drafts(council) == [("Write a visiting plan.", council.id_of(council.sue))]
    assert "Write a visiting plan." in asked.words, "it says what this form saved before"
    assert asked.inputs["in_what"] == "Meet the school."
    await council.rosa.presses(asked, "Save action")
    assert [what for what, _ in drafts(council)] == ["Write a visiting plan.", "Meet the school."]


async def test_a_form_without_its_one_time_id_touches_nobody_elses_action(council: Council) -> None:
    def bare(card: Shown) -> Shown:
        button: dict[str, Any] = {**card.button("Save action")}
        button["data"] = {key: value for key, value in button["data"].items() if key != "once"}
        return Shown(card={**card.card, "actions": [button]}, activity_id=card.activity_id)

    await council.rosa.presses(bare(await at_the_form(council)), "Save action", PLAN)
    sam = council.employs("Sam Oyelaran", Role.AUDITOR)
    council.allocates(sam, "CS_5000040")
    form = await sam.presses(await walks(sam, await starts(sam), to="Actions"), "Add action")
    await sam.presses(bare(form), "Save action", {**PLAN, "in_what": "Meet the school."})
    assert [what for what, _ in drafts(council)] == ["Write a visiting plan.", "Meet the school."]


async def test_the_concern_button_of_the_form_keeps_what_was_typed_in_it(council: Council) -> None:
    form = await at_the_form(council)
    concern = await council.rosa.presses(form, "Raise immediate concern", PLAN)
    assert "Raise it now" in concern.buttons
    form = await council.rosa.presses(concern, "Go back, nothing to raise")
    assert heading(form) == "Add an action"
    assert form.inputs["in_what"] == "Write a visiting plan."
    assert form.inputs["in_owner"] == str(council.id_of(council.sue))
    assert heading(await council.rosa.presses(form, "Save action")) == "Actions"
