"""QA reads the council's settings in plain words and changes them from a day on, the ladder a line at a time."""

from datetime import date

from domain.ladder import ItemKind, Party, Rung
from domain.policy import policy_on
from storage.policies import settings_of
from storage.tables.service import policy_setting
from tests.conversation.council import Council, heading

DECEMBER = date(2026, 12, 1)


async def test_a_setting_is_read_changed_from_a_day_on_and_keeps_its_history(council: Council) -> None:
    areas = await council.dan.says("policy")
    assert heading(areas) == "Settings"
    chasing = await council.dan.presses(areas, "Open: Chasing and leave")
    assert "When the day's list is made: 08:00" in chasing.words
    assert "As it was set up." in chasing.words
    shown = await council.dan.presses(chasing, "Look: When the day's list is made")
    form = await council.dan.presses(shown, "Change")
    wrong = await council.dan.presses(form, "Change it", {"in_value": "half past", "in_why": "Later start."})
    assert "Type a time such as 08:30." in wrong.words
    given = {"in_value": "9.30", "in_from": "2026-12-01", "in_why": "Later start."}
    asked = await council.dan.presses(wrong, "Change it", given)
    assert "From Tuesday 1 December 2026: 09:30, and no longer 08:00." in asked.words
    assert council.rows(policy_setting) == []
    kept = await council.dan.presses(asked, "Confirm")
    assert "It holds from Tuesday 1 December 2026 on." in kept.words
    assert "Set by Dan Iqbal on Friday 20 November 2026." in kept.words
    assert "Later start." in kept.words
    # Pressed once more, elsewhere: one row.
    await council.dan.presses(asked, "Confirm")
    [row] = council.rows(policy_setting)
    assert (row.name, row.value, row.effective_from, row.reason) == ("digest_from", "09:30", DECEMBER, "Later start.")
    listed = await council.dan.presses(areas, "Open: Chasing and leave")
    assert "From Tuesday 1 December 2026: 09:30." in listed.words
    same = await council.dan.presses(form, "Change it", given)
    assert "That is what holds then already." in same.words


async def test_each_kind_of_setting_is_typed_as_people_say_it(council: Council) -> None:
    areas = await council.dan.says("settings")
    hours = await council.dan.presses(areas, "Open: Working hours and days off")
    days = await council.dan.presses(
        await council.dan.presses(hours, "Look: Days on which the council is closed"), "Change"
    )
    typed = {"in_value": "29 December 2026, 30 Dec", "in_why": "The council is closed."}
    asked = await council.dan.presses(days, "Change it", typed)
    assert "Tuesday 29 December 2026, Wednesday 30 December 2026, and no longer none." in asked.words
    await council.dan.presses(asked, "Confirm")
    chasing = await council.dan.presses(areas, "Open: Chasing and leave")
    leave = await council.dan.presses(await council.dan.presses(chasing, "Look: What leave silences"), "Change")
    chosen = {"in_value": "Those above them too", "in_why": "Agreed with the directors."}
    await council.dan.presses(await council.dan.presses(leave, "Change it", chosen), "Confirm")
    far = await council.dan.presses(await council.dan.presses(chasing, "Look: How far it may be put off"), "Change")
    no = await council.dan.presses(far, "Change it", {"in_value": "some", "in_why": "x", "in_from": "2026-11-01"})
    assert "Type a whole number, such as 10." in no.words
    assert "Choose Friday 20 November 2026 or a later day." in no.words
    with council.unit() as unit:
        held = policy_on(date(2026, 11, 20), settings_of(unit))
    assert held.council_closure_days == (date(2026, 12, 29), date(2026, 12, 30))
    assert held.leave_silences == "ladder"


async def test_the_ladder_is_changed_a_line_at_a_time_in_words(council: Council) -> None:
    ladder = await council.dan.says("ladder")
    assert "5 working days after the due day: the auditor and their manager." in ladder.words
    assert "tells" not in ladder.words
    returns = await council.dan.presses(ladder, "Open: Audits to be returned")
    form = await council.dan.presses(returns, "Change: 5 working days after the due day: the auditor and their manager")
    assert (form.inputs["in_when"], form.inputs["in_days"]) == ("after", "5")
    wrong = await council.dan.presses(form, "Change a reminder", {"in_days": "many", "in_why": "Too soon."})
    assert "Type a whole number of working days, from 1 to 260." in wrong.words
    given = {"in_days": "6", "in_from": "2026-12-01", "in_why": "Too soon."}
    asked = await council.dan.presses(wrong, "Change a reminder", given)
    assert "the ladder has: 6 working days after the due day: the auditor and their manager." in asked.words
    kept = await council.dan.presses(asked, "Confirm")
    assert "From Tuesday 1 December 2026 another ladder is set." in kept.words
    added = await council.dan.presses(await council.dan.presses(kept, "Add a reminder"), "Add a reminder", {
        "in_when": "before", "in_days": "10", "in_tells": "The auditor", "in_from": "2026-12-02", "in_why": "Early.",
    })  # fmt: skip
    await council.dan.presses(added, "Confirm")
    with council.unit() as unit:
        changes = settings_of(unit)
    before, after = (policy_on(date(2026, 12, day), changes).ladder.rungs[ItemKind.RETURN] for day in (1, 2))
    assert Rung((Party.OWNER, Party.UP_THE_LINE), at=6) in before
    assert after == (Rung((Party.OWNER,), at=-10), *before)


async def test_the_last_line_stays_and_one_taken_out_is_said_back(council: Council) -> None:
    ladder = await council.dan.says("ladder")
    approvals = await council.dan.presses(ladder, "Open: Requests that wait for an answer")
    [out] = [title for title in approvals.buttons if title == "Take out"]
    form = await council.dan.presses(approvals, out)
    refused = await council.dan.presses(form, "Take this out", {"in_why": "Not needed."})
    assert "This is the last one here" in refused.words
    actions = await council.dan.presses(ladder, "Open: Actions")
    monthly = await council.dan.presses(actions, "Take out: Each month: the directors")
    asked = await council.dan.presses(monthly, "Take this out", {"in_why": "They read the report."})
    assert "nobody is told any more: Each month: the directors." in asked.words
    kept = await council.dan.presses(asked, "Confirm")
    assert "Each month" not in kept.words
    assert "They read the report." in (await council.dan.says("ladder")).words


async def test_settings_are_for_qa_alone(council: Council) -> None:
    areas = await council.dan.says("policy")
    assert "That is for the QA team." in (await council.mina.says("policy")).text
    assert "That is for the QA team." in (await council.mina.says("ladder")).text
    assert "That is for the QA team." in (await council.mina.presses(areas, "Open: Moderation")).text
