from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.pace import Go, Urgency
from bot.ports import Address
from bot.sending import FirstContact
from domain.words import SendClass, SendStatus
from storage import addresses, outbox
from storage.store import Store
from tests.fakes_messenger import NoPace
from tests.storage.post import FIRST_CONTACT, FRIDAY_MORNING, TENANT, Post

ALARM, NOTICE = SendClass.ALARM, SendClass.NOTICE
FRIDAY_NIGHT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
MONDAY_OPENING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def post(store: Store) -> Post:
    return Post(store)


async def test_a_notice_reaches_the_person_it_is_owed_to_and_is_settled_as_sent(post: Post) -> None:
    post.has_met("rosa")
    key = post.owes("rosa")
    await post.delivers()
    [(object_id, conversation, message)] = post.teams.sent
    assert (object_id, conversation) == ("rosa", "a:rosa")
    assert message.card is not None
    assert message.card["body"][0]["text"] == "Greeting 1"
    assert (message.summary, message.urgent) == ("Auditbot greets you.", False)
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)
    assert post.tries(key) == ["sent"]
    assert post.qa_reads() == []


async def test_what_was_sent_is_not_sent_again(post: Post) -> None:
    post.has_met("rosa")
    post.owes("rosa")
    await post.delivers()
    post.clock.at += timedelta(days=30)
    await post.delivers()
    assert post.teams.reached() == ["rosa"]


async def test_what_is_no_longer_owed_at_the_moment_of_sending_lapses(post: Post) -> None:
    post.has_met("rosa")
    key = post.owes("rosa", 4)
    post.no_longer_owed.add(4)
    await post.delivers()
    assert post.teams.sent == []
    assert post.standing(key) == (SendStatus.LAPSED, "lapsed", 0)


async def test_what_is_owed_twice_before_it_goes_is_said_once(post: Post) -> None:
    post.has_met("rosa")
    first, other, last = post.owes("rosa", rung="09:00"), post.owes("rosa", 2), post.owes("rosa", rung="09:05")
    await post.delivers()
    texts = [message.card["body"][0]["text"] for _, _, message in post.teams.sent if message.card]
    assert sorted(texts) == ["Greeting 1", "Greeting 2"]
    assert [post.standing(key)[:2] for key in (first, other, last)] == [
        (SendStatus.LAPSED, "overtaken"),
        (SendStatus.SENT, "sent"),
        (SendStatus.SENT, "sent"),
    ]
    post.owes("rosa", rung="09:10")
    await post.delivers()
    assert post.teams.reached() == ["rosa"] * 3, "what is owed anew afterwards is said anew"


async def test_who_has_left_meanwhile_learns_nothing_more(post: Post) -> None:
    post.has_met("rosa")
    notice, alarm = post.owes("rosa"), post.owes("rosa", 2, ALARM)
    post.leaves("rosa")
    await post.delivers()
    assert post.standing(notice)[:2] == (SendStatus.LAPSED, "left")
    assert post.standing(alarm)[0] is SendStatus.SENT, "whom an alarm still concerns is for the alarm to say"
    assert post.teams.reached() == ["rosa"]


async def test_a_notice_at_six_in_the_evening_waits_for_the_next_opening(post: Post) -> None:
    post.has_met("rosa")
    key = post.owes("rosa")
    post.clock.at = FRIDAY_NIGHT
    await post.delivers()
    assert post.teams.sent == []
    assert post.standing(key) == (SendStatus.PENDING, None, 0)
    post.clock.at = MONDAY_OPENING - timedelta(seconds=1)
    await post.delivers()
    assert post.teams.sent == []
    post.clock.at = MONDAY_OPENING
    await post.delivers()
    assert post.teams.reached() == ["rosa"]


async def test_a_notice_claimed_in_working_hours_but_sent_after_them_waits_too(post: Post) -> None:
    post.has_met("rosa")
    key = post.owes("rosa")
    post.clock.at = FRIDAY_NIGHT - timedelta(seconds=1)

    class SlowTurn(NoPace):
        @asynccontextmanager
        async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
            post.clock.at = FRIDAY_NIGHT
            async with NoPace.turn(self, tenant_id, conversation, urgency) as go:
                yield go

    await post.delivery(SlowTurn()).deliver_due()
    assert post.teams.sent == []
    assert post.standing(key)[0] is SendStatus.PENDING


async def test_an_alarm_goes_at_any_hour(post: Post) -> None:
    post.has_met("rosa")
    post.clock.at = datetime(2026, 12, 25, 3, 0, tzinfo=UTC)
    post.owes("rosa", 1, ALARM)
    post.owes("rosa", 2, NOTICE)
    await post.delivers()
    [(_, _, message)] = post.teams.sent
    assert message.urgent
    assert message.card is not None
    assert message.card["body"][0]["text"] == "Greeting 1"


async def test_a_bank_holiday_is_no_working_day(post: Post) -> None:
    post.has_met("rosa")
    post.clock.at = datetime(2026, 12, 28, 10, 0, tzinfo=UTC)  # a Monday, Boxing Day's substitute
    post.owes("rosa")
    await post.delivers()
    assert post.teams.sent == []


async def test_a_person_who_has_never_written_is_contacted_first_where_the_import_names_them(
    post: Post,
) -> None:
    post.knows("ines", object_id="ines")
    key = post.owes("ines")
    await post.delivers()
    assert post.teams.opened == [Address(TENANT, "ines", None, FIRST_CONTACT.service_url)]
    assert post.teams.reached() == ["ines"]
    assert post.standing(key)[0] is SendStatus.SENT
    kept = post.address("ines")
    assert (kept.conversation_id, kept.service_url) == ("a:ines:1", FIRST_CONTACT.service_url)


async def test_a_local_trial_that_knows_of_no_tenant_makes_first_contact_without_one(post: Post) -> None:
    post.knows("ines", object_id="ines")
    post.owes("ines")
    here = FirstContact("", "http://127.0.0.1:56150/")
    await post.delivery(first_contact=here).deliver_due()
    assert post.teams.opened == [Address("", "ines", None, here.service_url)]
    assert post.teams.reached() == ["ines"]


async def test_the_conversation_is_kept_before_anything_is_said_in_it(post: Post) -> None:
    post.knows("ines", object_id="ines")
    post.owes("ines")
    kept: list[str | None] = []

    async def look(_address: Address) -> None:
        kept.append(post.address("ines").conversation_id)

    post.teams.before_sending = look
    await post.delivers()
    assert kept == ["a:ines:1"]


async def test_a_second_message_uses_the_conversation_that_was_opened_for_the_first(post: Post) -> None:
    post.knows("ines", object_id="ines")
    post.owes("ines", 1)
    await post.delivers()
    post.owes("ines", 2)
    await post.delivers()
    assert len(post.teams.opened) == 1
    assert len(post.teams.sent) == 2


async def test_a_person_whose_object_id_nobody_knows_becomes_a_task_for_qa(post: Post) -> None:
    post.knows("omar")
    key = post.owes("omar")
    await post.delivers()
    assert post.standing(key) == (SendStatus.UNREACHABLE, "never_seen", 0)
    assert post.qa_reads() == [
        "Omar can't be reached in Teams: they have not opened auditbot yet. Ask them to open auditbot and type 'help'."
    ]


async def test_a_person_who_removed_the_app_is_sent_nothing_until_they_have_it_again(post: Post) -> None:
    rosa = post.has_met("rosa")
    with post.unit() as unit:
        addresses.mark_removed(unit, rosa)
    first = post.owes("rosa", 1)
    await post.delivers()
    assert post.teams.sent == []
    assert post.standing(first) == (SendStatus.UNREACHABLE, "app_removed", 0)
    assert len(post.qa_reads()) == 1
    with post.unit() as unit:
        addresses.mark_installed(unit, rosa)
    post.owes("rosa", 2)
    await post.delivers()
    assert post.teams.reached() == ["rosa"]


async def test_a_message_that_cannot_be_made_fails_and_qa_is_told(post: Post) -> None:
    post.has_met("rosa")
    post.has_met("ines")
    broken = post.owes("rosa", template="broken")
    whole = post.owes("ines")
    await post.delivers()
    assert post.standing(broken)[:2] == (SendStatus.FAILED, "our_error")
    assert post.standing(whole)[0] is SendStatus.SENT
    assert post.qa_reads() == ["A message (broken) to Rosa did not go (our_error). Tell them yourself."]


async def test_a_message_of_a_kind_that_only_another_version_makes_waits_for_it_and_qa_hears_of_a_long_wait(
    post: Post,
) -> None:
    post.has_met("rosa")
    key = post.owes("rosa", template="nobody_makes_this")
    await post.delivers()
    assert post.standing(key) == (SendStatus.PENDING, "another_version_makes_it", 1)
    assert post.qa_reads() == []
    for _ in range(11):
        post.clock.at += timedelta(minutes=5)
        await post.delivers()
    (said,) = post.qa_reads()
    assert said.startswith("A message (nobody makes this) to Rosa has not got through yet (another_version_makes_it).")
    # Once an instance of that version runs, it goes, and the task with it.
    post.clock.at += timedelta(minutes=5)
    post.new_kinds.add("nobody_makes_this")
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.SENT
    assert post.qa_reads() == []


async def test_a_message_left_sending_by_a_dead_instance_is_settled_by_the_next(post: Post) -> None:
    post.has_met("rosa")
    notice, alarm = post.owes("rosa", 1, NOTICE), post.owes("rosa", 2, ALARM)
    with post.unit() as unit:
        for message in outbox.claim(unit, "the dead one", 10, timedelta(minutes=2)):
            outbox.begin_sending(unit, message, timedelta(minutes=2))
    await post.delivers()
    assert post.teams.sent == []  # it may be alive yet
    post.clock.at = FRIDAY_MORNING + timedelta(minutes=3)
    await post.delivers()
    assert post.standing(notice) == (SendStatus.UNCERTAIN, "sender_lost", 1)
    assert post.standing(alarm)[0] is SendStatus.SENT
    assert len(post.teams.sent) == 1


async def test_each_request_waits_its_turn_the_opening_of_a_conversation_too(post: Post) -> None:
    pace = NoPace()
    post.knows("ines", object_id="ines")
    post.owes("ines")
    await post.delivery(pace).deliver_due()
    assert pace.requests == [(TENANT, "ines")] * 2


async def test_what_is_not_sent_uses_up_nobodys_turn(post: Post) -> None:
    pace = NoPace()
    post.has_met("rosa")
    post.owes("rosa", 4)
    post.no_longer_owed.add(4)
    await post.delivery(pace).deliver_due()
    assert pace.requests == []
