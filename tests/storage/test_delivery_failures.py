import asyncio
from collections import deque
from datetime import timedelta

import pytest

from bot.ports import (
    Address,
    ConversationGoneError,
    PassingError,
    RefusedError,
    SendError,
    UncertainError,
    UnreachableError,
)
from bot.undelivered import TRIES_BEFORE_QA_HEARS
from domain.words import SendClass, SendStatus
from duties import uncertain_notices
from storage.qa_tasks import close_task, open_tasks
from storage.store import Store
from tests.storage.post import Post

ALARM, NOTICE = SendClass.ALARM, SendClass.NOTICE
AWAY = (
    "Teams takes no messages from auditbot (http_503). What is owed waits, and goes as soon as Teams takes it."
    " If it lasts, ask your Teams administrator."
)
NOT_YET = (
    "A message (greeting) to Rosa has not got through yet (http_502). It goes on being tried."
    " Tell them yourself if it cannot wait."
)


@pytest.fixture
def post(store: Store) -> Post:
    post = Post(store)
    post.has_met("rosa")
    return post


def _goes_wrong(post: Post, *errors: SendError | None) -> None:
    post.teams.going_wrong["rosa"] = deque(errors)


async def test_passing_trouble_is_waited_out_and_the_message_goes(post: Post) -> None:
    key = post.owes("rosa")
    _goes_wrong(post, PassingError("http_503"), PassingError("not_connected"))
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 3)
    assert post.tries(key) == ["passing", "passing", "sent"]
    assert post.teams.reached() == ["rosa"]


async def test_waits_grow_from_try_to_try(post: Post) -> None:
    post.owes("rosa")
    _goes_wrong(post, *[PassingError("http_503")] * 4)
    await post.delivers()
    longest = [1.0, 2.0, 4.0, 8.0]
    assert all(top / 2 <= wait <= top for wait, top in zip(post.stopwatch.slept, longest, strict=True))


async def test_it_waits_as_long_as_teams_asks(post: Post) -> None:
    post.owes("rosa")
    _goes_wrong(post, PassingError("http_429", retry_after=17))
    await post.delivers()
    assert post.stopwatch.slept == [17]
    assert post.teams.reached() == ["rosa"]


async def test_a_run_does_not_wait_for_a_retry_that_is_far_off_and_leaves_it_deferred(post: Post) -> None:
    key = post.owes("rosa")
    _goes_wrong(post, PassingError("http_429", retry_after=3600))
    await post.delivers()
    assert post.stopwatch.slept == []
    assert post.standing(key) == (SendStatus.PENDING, "http_429", 1)


async def test_an_outage_of_teams_however_long_loses_nothing_and_qa_has_one_task_until_it_is_over(post: Post) -> None:
    post.has_met("bela")
    keys = [post.owes("rosa"), post.owes("bela")]
    for name in ("rosa", "bela"):
        post.teams.going_wrong[name] = deque([PassingError("http_503")] * 1000)
    for _ in range(TRIES_BEFORE_QA_HEARS + 8):
        await post.delivers()
        post.clock.at += timedelta(minutes=6)  # past the longest wait
    assert post.qa_reads() == [AWAY]
    post.teams.going_wrong.clear()
    await post.delivers()
    assert [post.standing(key)[0] for key in keys] == [SendStatus.SENT, SendStatus.SENT]
    assert post.qa_reads() == []


async def test_qa_hears_of_one_message_that_waits_while_others_go(post: Post) -> None:
    post.has_met("bela")
    key = post.owes("rosa")
    _goes_wrong(post, *[PassingError("http_502")] * 1000)
    for round_ in range(TRIES_BEFORE_QA_HEARS):
        post.owes("bela", subject=round_)
        await post.delivers()
        post.clock.at += timedelta(minutes=6)
    assert post.qa_reads() == [NOT_YET]
    post.teams.going_wrong.clear()
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.SENT
    assert post.qa_reads() == []


async def test_an_alarm_is_tried_until_it_gets_through_and_qa_hears_meanwhile(post: Post) -> None:
    key = post.owes("rosa", 1, ALARM)
    _goes_wrong(post, *[PassingError("http_503", retry_after=1)] * 3, PassingError("http_503", retry_after=60))
    await post.delivers()
    assert post.qa_reads() == ["An alarm (greeting) to Rosa is not getting through (http_503). Phone them now."]
    post.clock.at += timedelta(minutes=6)
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 5)
    assert post.qa_reads() == []  # nobody is to phone about what has come


async def test_a_person_who_blocked_the_bot_is_marked_and_qa_is_told_once(post: Post) -> None:
    first = post.owes("rosa", 1)
    _goes_wrong(post, UnreachableError("ConversationBlockedByUser"))
    await post.delivers()
    second = post.owes("rosa", 2)
    await post.delivers()
    assert post.standing(first) == (SendStatus.UNREACHABLE, "ConversationBlockedByUser", 1)
    assert post.standing(second) == (SendStatus.UNREACHABLE, "ConversationBlockedByUser", 0)
    assert post.teams.sent == []
    assert post.address("rosa").unreachable_since == post.clock.at
    assert post.qa_reads() == [
        (
            "Rosa can't be reached in Teams: they have blocked auditbot in Teams. "
            "Ask them to open auditbot and type 'help'."
        )
    ]


async def test_an_alarm_to_somebody_unreachable_is_a_task_of_its_own(post: Post) -> None:
    _goes_wrong(post, UnreachableError("BotDisabledByAdmin"))
    post.owes("rosa", 1)
    await post.delivers()
    alarm = post.owes("rosa", 2, ALARM)
    await post.delivers()
    assert post.standing(alarm)[0] is SendStatus.UNREACHABLE
    assert post.teams.sent == []
    assert post.qa_reads()[1] == (
        "An alarm (greeting) could not be sent to Rosa: "
        "an administrator has switched auditbot off in Teams. Phone them now."
    )


async def test_a_person_who_writes_again_is_reached_again(post: Post) -> None:
    _goes_wrong(post, UnreachableError("ConversationBlockedByUser"))
    post.owes("rosa", 1)
    await post.delivers()
    post.writes("rosa")
    post.owes("rosa", 2)
    await post.delivers()
    assert post.teams.reached() == ["rosa"]


async def test_a_first_contact_that_teams_refuses_marks_the_person(post: Post) -> None:
    post.knows("ines", object_id="ines")
    post.teams.not_opening["ines"].append(UnreachableError("BotNotInConversationRoster"))
    key = post.owes("ines")
    await post.delivers()
    assert post.standing(key) == (SendStatus.UNREACHABLE, "BotNotInConversationRoster", 1)
    assert post.address("ines").unreachable_since is not None
    assert post.qa_reads() == [
        (
            "Ines can't be reached in Teams: auditbot is not installed for them in Teams. "
            "Ask them to open auditbot and type 'help'."
        )
    ]


async def test_a_person_whom_teams_does_not_know_is_unreachable(post: Post) -> None:
    post.knows("ines", object_id="ines")
    post.teams.not_opening["ines"].append(ConversationGoneError("http_404"))
    key = post.owes("ines")
    await post.delivers()
    assert post.standing(key)[:2] == (SendStatus.UNREACHABLE, "not_known_to_teams")


async def test_a_conversation_that_is_gone_is_made_anew_once_and_the_message_goes(post: Post) -> None:
    post.teams.known = set()
    key = post.owes("rosa")
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)
    assert [address.conversation_id for address in post.teams.opened] == [None]
    assert post.address("rosa").conversation_id == "a:rosa:1"


async def test_a_conversation_that_is_gone_again_at_once_fails(post: Post) -> None:
    _goes_wrong(post, ConversationGoneError("http_404"), ConversationGoneError("http_404"))
    key = post.owes("rosa")
    await post.delivers()
    assert post.standing(key)[:2] == (SendStatus.FAILED, "conversation_gone")
    assert len(post.teams.opened) == 1
    assert len(post.qa_reads()) == 1


@pytest.mark.parametrize("reason", ["http_400", "http_401", "http_413", "http_500"])
async def test_a_notice_refused_for_our_own_fault_is_not_repeated_and_qa_is_told(post: Post, reason: str) -> None:
    key = post.owes("rosa")
    _goes_wrong(post, RefusedError(reason))
    await post.delivers()
    await post.delivers()
    assert post.standing(key) == (SendStatus.FAILED, reason, 1)
    assert post.teams.sent == []
    assert post.qa_reads() == [f"A message (greeting) to Rosa did not go ({reason}). Tell them yourself."]


async def test_an_alarm_that_teams_failed_on_is_repeated(post: Post) -> None:
    key = post.owes("rosa", 1, ALARM)
    _goes_wrong(post, RefusedError("http_500"))
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 2)
    assert post.tries(key) == ["uncertain", "sent"]


async def test_an_alarm_refused_for_its_content_is_not_repeated_and_qa_is_told_to_phone(
    post: Post,
) -> None:
    key = post.owes("rosa", 1, ALARM)
    _goes_wrong(post, RefusedError("http_400"))
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.FAILED
    assert post.qa_reads() == ["An alarm (greeting) to Rosa did not go (http_400). Phone them now."]


async def test_an_uncertain_notice_is_not_repeated(post: Post) -> None:
    key = post.owes("rosa")
    _goes_wrong(post, UncertainError("timeout"))
    post.teams.lost_on_the_way_back.add("rosa")
    await post.delivers()
    await post.delivers()
    assert post.standing(key) == (SendStatus.UNCERTAIN, "timeout", 1)
    assert post.teams.arrived == ["rosa"]


async def test_qa_hears_once_of_a_notice_in_doubt_and_never_of_a_nudge(post: Post) -> None:
    post.has_met("ines")
    post.has_met("omar")
    notice, nudge, other = post.owes("rosa"), post.owes("ines", 2, SendClass.NUDGE), post.owes("omar", 3)
    for name in ("rosa", "ines", "omar"):
        post.teams.going_wrong[name].append(UncertainError("timeout"))
    await post.delivers()
    assert {post.standing(key)[0] for key in (notice, nudge, other)} == {SendStatus.UNCERTAIN}
    with post.unit() as unit:
        assert uncertain_notices.record(unit) == 2
        assert uncertain_notices.record(unit) == 0
    wanted = "Nobody knows whether Rosa got a message (greeting): Teams did not say, so it is not sent again. "
    assert post.qa_reads()[0] == wanted + "Ask them, and tell them yourself if they did not."
    assert [said.split()[3] for said in post.qa_reads()] == ["Rosa", "Omar"]
    with post.unit() as unit:
        for task in open_tasks(unit, 9, 0):
            close_task(unit, task.id, "done")
        assert uncertain_notices.record(unit) == 0, "what QA has closed stays closed"


async def test_an_uncertain_alarm_is_repeated(post: Post) -> None:
    key = post.owes("rosa", 1, ALARM)
    _goes_wrong(post, UncertainError("timeout"))
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 2)
    assert post.tries(key) == ["uncertain", "sent"]


async def test_an_uncertain_alarm_that_has_been_acknowledged_since_is_not_repeated(post: Post) -> None:
    key = post.owes("rosa", 5, ALARM)
    _goes_wrong(post, UncertainError("connection_lost"))

    async def acknowledged_meanwhile(_address: object) -> None:
        post.no_longer_owed.add(5)

    post.teams.before_sending = acknowledged_meanwhile
    await post.delivers()
    assert post.standing(key)[:2] == (SendStatus.LAPSED, "lapsed")
    assert post.teams.sent == []


async def test_nothing_is_noted_as_sent_when_the_messenger_itself_breaks(post: Post) -> None:
    key = post.owes("rosa")

    async def break_down(_address: object) -> None:
        raise ZeroDivisionError

    post.teams.before_sending = break_down
    await post.delivers()
    assert post.standing(key)[:2] == (SendStatus.FAILED, "our_error")
    assert len(post.qa_reads()) == 1


async def test_a_send_that_hangs_holds_up_nobody_else(post: Post) -> None:
    names = [f"person{number}" for number in range(20)]
    for name in names:
        post.has_met(name)
        post.owes(name)
    post.owes("rosa")
    going = set(names)
    all_others_went = asyncio.Event()

    async def hang_for_rosa(address: Address) -> None:
        if address.object_id == "rosa":
            await all_others_went.wait()
        going.discard(address.object_id)
        if not going:
            all_others_went.set()

    post.teams.before_sending = hang_for_rosa
    async with asyncio.timeout(30):
        await post.delivers()
    assert sorted(post.teams.reached()) == sorted([*names, "rosa"])
