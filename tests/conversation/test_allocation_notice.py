"""The notice of an allocation, and what becomes of it: owed, delivered, recorded, never repeated."""

from datetime import datetime

import pytest

from domain.words import QaTaskKind, Role, SendStatus
from storage.tables.people import channel_address
from storage.tables.service import outbox, outbox_attempt, qa_task
from tests.conversation.council import SUNDAY_AT_THREE, Council, heading, starts

NOTICE = "An audit for you"


def notices(council: Council) -> list[tuple[SendStatus, str | None]]:
    return [(row.status, row.outcome) for row in council.rows(outbox, template="allocation_notice")]


def tries(council: Council) -> list[str | None]:
    return [row.outcome for row in council.rows(outbox_attempt)]


async def test_someone_who_has_never_written_gets_their_notice_and_starts_from_it(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    council.allocates(rosa)
    await council.time_passes(minutes=5)
    notice = await rosa.next_message(0)
    assert heading(notice) == NOTICE
    assert "Alder Vale 1" in notice.words
    assert "Friday 4 December 2026" in notice.words
    assert "CS_5000037" not in notice.words, "the reference shows once the audit is opened"
    assert {"Start audit", "Conflict of interest"} <= set(notice.buttons)
    assert notice.summary == "A practice audit has been allocated to you."
    opened = [call.body for call in council.teams.calls if call.name == "open"]
    assert [body["members"] for body in opened] == [[{"id": rosa.object_id}]], "one conversation, by object id"
    assert notices(council) == [(SendStatus.SENT, "sent")]
    assert heading(await rosa.presses(notice, "Start audit")) == "Who was involved"


async def test_the_notice_goes_once_whatever_the_clock_does(council: Council) -> None:
    council.allocates(council.rosa)
    for minutes in (5, 5, 60, -60, 5):
        await council.time_passes(minutes=minutes)
    assert len(council.rosa.messages) == 1
    assert tries(council) == ["sent"]


@pytest.mark.parametrize(
    ("day", "hour", "opening"),
    [(20, 18, "2026-11-23T08:00"), (22, 3, "2026-11-23T08:00"), (24, 7, "2026-11-24T08:00")],
)
async def test_the_notice_waits_for_working_hours(council: Council, day: int, hour: int, opening: str) -> None:
    council.is_now(council.clock.now().replace(day=day, hour=hour))
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert council.rosa.messages == []
    assert notices(council) == [(SendStatus.PENDING, None)]
    council.is_now(datetime.fromisoformat(f"{opening}:00+00:00"))
    await council.time_passes(minutes=0)
    assert [heading(shown) for shown in council.rosa.messages] == [NOTICE]


async def test_the_notice_is_not_sent_when_the_audit_was_started_meanwhile(council: Council) -> None:
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    await starts(council.rosa)
    before = len(council.rosa.messages)
    await council.time_passes(hours=30)
    assert notices(council) == [(SendStatus.LAPSED, "lapsed")]
    assert len(council.rosa.messages) == before


async def test_the_notice_in_the_chat_leads_to_the_step_once_the_audit_is_started_elsewhere(council: Council) -> None:
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    notice = await council.rosa.next_message(0)
    await starts(council.rosa)
    assert heading(await council.rosa.presses(notice, "Start audit")) == "Who was involved"
    assert len(council.events("started_audit")) == 1


async def test_403_stops_sending_until_they_interact_and_qa_hears_of_it(council: Council) -> None:
    council.rosa.refuses_with = "ConversationBlockedByUser"
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "ConversationBlockedByUser")]
    council.allocates(council.rosa, "CS_5000038")
    await council.time_passes(minutes=5)
    assert council.teams.counts()["send"] == 1, "nothing more is tried"
    (task,) = council.rows(qa_task)
    assert (task.kind, task.person_id) == (QaTaskKind.UNREACHABLE_PERSON, council.id_of(council.rosa))
    council.rosa.refuses_with = ""
    await council.rosa.says("help")
    assert council.rows(channel_address, person_id=council.id_of(council.rosa))[0].unreachable_since is None
    council.allocates(council.rosa, "CS_5000039")
    await council.time_passes(minutes=5)
    assert heading(council.rosa.messages[-1]) == NOTICE


async def test_403_on_first_contact_is_somebody_without_the_app(council: Council) -> None:
    council.rosa.installed = False
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "BotNotInConversationRoster")]
    assert "not installed for them" in council.rows(qa_task)[0].about


async def test_404_makes_the_conversation_anew_once(council: Council) -> None:
    await council.rosa.says("help")
    council.allocates(council.rosa)
    council.teams.fail_next("send", status=404)
    await council.time_passes(minutes=5)
    assert council.teams.counts()["open"] == 1
    assert notices(council) == [(SendStatus.SENT, "sent")]
    assert heading(council.rosa.messages[-1]) == NOTICE


async def test_429_is_waited_out_for_as_long_as_teams_asks(council: Council) -> None:
    council.allocates(council.rosa)
    council.teams.fail_next("send", status=429, retry_after="1")
    await council.time_passes(minutes=5)
    assert tries(council) == ["passing", "sent"]
    assert len(council.rosa.messages) == 1


async def test_a_dropped_connection_is_uncertain_and_the_notice_is_not_repeated(council: Council) -> None:
    council.allocates(council.rosa)
    council.teams.fail_next("send", drop=True, after_all=True)
    await council.time_passes(minutes=5)
    await council.time_passes(hours=2)
    assert notices(council) == [(SendStatus.UNCERTAIN, "connection_lost")]
    assert len(council.rosa.messages) == 1


async def test_whoever_teams_has_never_shown_us_becomes_a_qa_task(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    council.allocates(ada)
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "never_seen")]
    assert "Ada Quill" in council.rows(qa_task)[0].about


# Comings and goings of the app.


@pytest.mark.parametrize("has_written", [True, False])
async def test_nothing_is_sent_after_the_app_is_removed(council: Council, *, has_written: bool) -> None:
    if has_written:
        await council.rosa.says("help")
    before = len(council.rosa.messages)
    await council.rosa.uninstalls()
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "app_removed")]
    assert tries(council) == [], "Teams is not even asked"
    assert len(council.rosa.messages) == before
    assert "have removed auditbot" in council.rows(qa_task)[0].about


async def test_an_upgrade_is_no_opt_out(council: Council) -> None:
    await council.rosa.says("help")
    await council.rosa.upgrades()
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert [heading(shown) for shown in council.rosa.messages] == ["What you can do here", NOTICE]


async def test_a_reinstall_makes_a_person_reachable_again(council: Council) -> None:
    await council.rosa.says("help")
    await council.rosa.uninstalls()
    await council.rosa.installs()
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    assert [heading(shown) for shown in council.rosa.messages] == ["What you can do here", NOTICE]


async def test_removing_and_installing_are_on_the_record(council: Council) -> None:
    await council.rosa.installs()
    await council.rosa.upgrades()
    await council.rosa.uninstalls()
    rosa = council.id_of(council.rosa)
    for what, times in (("app_installed", 1), ("app_upgraded", 2), ("app_removed", 1)):
        assert [row.actor_id for row in council.events(what)] == [rosa] * times


# What could not reach somebody, once they are there.


async def test_whoever_opens_the_app_after_their_notice_could_not_go_gets_it_once(council_on_each: Council) -> None:
    council = council_on_each
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    council.allocates(ada)
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "never_seen")]
    await ada.installs()
    await council.time_passes(minutes=5)
    await ada.says("help")
    await council.time_passes(minutes=5)
    assert sum(heading(shown) == NOTICE for shown in ada.messages) == 1
    assert notices(council) == [(SendStatus.SENT, "sent")]
    (task,) = council.rows(qa_task)
    assert task.closing_note == "They have written since."


async def test_whoever_had_blocked_it_and_writes_gets_what_is_still_owed_and_nothing_else(council: Council) -> None:
    council.rosa.refuses_with = "ConversationBlockedByUser"
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000038")
    await council.time_passes(minutes=5)
    council.rosa.refuses_with = ""
    council.is_now(SUNDAY_AT_THREE)  # what is owed again waits for working hours like anything else
    await starts(council.rosa)
    await council.time_passes(hours=30)
    assert sorted(status for status, _ in notices(council)) == [SendStatus.LAPSED, SendStatus.SENT]
    assert sum(heading(shown) == NOTICE for shown in council.rosa.messages) == 1
    assert council.rows(qa_task)[0].closing_note == "They have written since."


async def test_removing_the_app_owes_nothing_anew(council: Council) -> None:
    council.rosa.refuses_with = "ConversationBlockedByUser"
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    await council.rosa.uninstalls()
    await council.time_passes(minutes=5)
    assert notices(council) == [(SendStatus.UNREACHABLE, "ConversationBlockedByUser")]
    assert council.rows(qa_task)[0].closed_at is None


async def test_404_on_first_contact_makes_the_conversation_anew_once(council: Council) -> None:
    council.allocates(council.rosa)
    council.teams.fail_next("send", status=404)
    await council.time_passes(minutes=5)
    assert council.teams.counts()["open"] == 2
    assert notices(council) == [(SendStatus.SENT, "sent")]
    assert len(council.rosa.messages) == 1
