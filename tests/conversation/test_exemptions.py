"""Exemptions as conversations: asking, one's own word, the approver's answer, undoing it, by pressing and typing."""

from asyncio import gather
from datetime import timedelta

from domain.words import AllocationStatus, ExemptionKind
from storage.tables.allocations import allocation, allocation_transition, exemption
from storage.tables.exemptions import exemption_request, exemption_step
from tests.conversation.council import Council, heading, starts
from tests.conversation.exemption_talk import EXEMPT, LEAVE, NOT_EXEMPT, asks, gets, stands

NOVEMBER = "2026-11"


async def test_an_exemption_is_asked_for_approved_and_undone(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000041")
    await starts(council.rosa)
    told = await asks(council, LEAVE)
    assert heading(told) == "You have asked"
    assert "Mina Castell answers it." in told.words
    assert "You have asked to be exempt for this month" in (await council.rosa.says("my audits")).words

    request = await gets(council, council.mina)
    assert request.summary == "Somebody asks to be exempt for a month."
    for words in (
        "Rosa Adeyemi",
        "November 2026",
        "leave",
        "Two weeks away, booked in spring.",
        "0 besides health and leave; health 0; leave 0",
        "Completion of the whole council stays at 0 of 2 (0%).",
        "Net completion goes from 0 of 2 (0%) to no data, since nothing is left to count.",
    ):
        assert words in request.words
    approved = await council.mina.presses(request, "Approve")
    assert "Approved by Mina Castell" in approved.words
    (row,) = council.rows(exemption)
    assert (row.kind, row.month, row.source) == (ExemptionKind.LEAVE, NOVEMBER, "chat")
    assert (row.authorised_by_id, row.reason) == (council.id_of(council.mina), LEAVE["in_why"])
    assert {one.status for one in council.rows(allocation)} == {AllocationStatus.EXEMPTED}
    news = await gets(council, council.rosa, EXEMPT)
    assert heading(news) == "You are exempt for November 2026"
    assert "Mina Castell has approved it." in news.words

    again = await council.mina.presses(approved, "Undo")
    assert "Approve" in again.buttons
    assert council.rows(exemption) == []
    assert [one.status for one in council.rows(allocation)] == [AllocationStatus.STARTED, AllocationStatus.ALLOCATED]
    assert heading(await gets(council, council.rosa, "waits again")) == "Your request for November 2026 waits again"
    steps = [(one.from_status, one.to_status) for one in council.rows(exemption_step)]
    assert steps == [(None, "asked"), ("asked", "approved"), ("approved", "asked")]


async def test_two_a_year_need_nobody_else_and_the_third_goes_to_the_director(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Ask for an exemption")
    assert "Discretionary ones left for 2026/27: 2 of 2." in form.words
    given = {"in_kind": "Discretionary: my own word"}
    told = await council.rosa.presses(form, "Ask", given)
    assert heading(told) == "You are exempt for November 2026"
    assert "Discretionary ones left for 2026/27: 1 of 2." in told.words
    assert stands(council) is AllocationStatus.EXEMPTED
    (row,) = council.rows(exemption)
    assert (row.authorised_by_id, row.reason) == (council.id_of(council.rosa), None)
    # The same press once more changes nothing.
    assert heading(await council.rosa.presses(form, "Ask", given)) == "My exemptions"
    assert len(council.rows(exemption)) == 1

    assert heading(await council.rosa.says("exemption december discretionary")) == "You are exempt for December 2026"
    council.is_now(council.clock.now() + timedelta(days=40, hours=10))  # no notice comes between what is said
    asked = await council.rosa.says("exemption january discretionary")
    assert heading(asked) == "Ask for an exemption"
    assert "Your 2 discretionary ones for 2026/27 are used." in asked.words
    assert "Say why in a few words." in asked.words
    sent = await council.rosa.presses(asked, "Ask", {"in_why": "The team has lost two people."})
    assert heading(sent) == "You have asked"
    assert council.rows(exemption_request)[-1].approver_id == council.id_of(council.mina)
    history = await council.mina.says("exemption requests")
    request = await council.mina.presses(history, "Look at it")
    assert "2 besides health and leave (discretionary 2); health 0; leave 0" in request.words
    # A year that begins in April has two again.
    council.is_now(council.clock.now() + timedelta(days=80))
    assert "Discretionary ones left for 2027/28: 2 of 2." in (await council.rosa.says("my exemptions")).words


async def test_of_health_nobody_sees_or_keeps_more_than_the_word(council: Council) -> None:
    council.allocates(council.rosa)
    secret = "An operation on the fifteenth."
    told = await asks(council, {"in_kind": "Health", "in_why": secret})
    assert "What you wrote about your health is not kept" in told.words
    request = await gets(council, council.mina)
    assert "health" in request.words
    assert "In their words" not in request.words
    await council.mina.presses(request, "Approve")
    news = await gets(council, council.rosa, EXEMPT)
    register = await council.dan.says("exemptions november")
    assert "Rosa Adeyemi" in register.words
    everything = [row for name in exemption.metadata.tables for row in council.rows(council.table(name))]
    for place in (request.words, news.words, register.words, repr(everything), str(council.teams.sent)):
        assert "operation" not in place
    for message in (request, news):
        assert "health" not in message.summary.casefold()
    assert all("health" not in str(one.detail) for one in council.rows(council.table("event")))


async def test_a_reason_comes_back_refused_or_asked_about_with_what_was_typed(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Ask for an exemption")
    refused = await council.rosa.presses(form, "Ask", {**LEAVE, "in_why": "We are at SW1A 1AA."})
    assert "looks like a postcode" in refused.words
    assert refused.inputs["in_why"] == "We are at SW1A 1AA."
    asked = await council.rosa.presses(refused, "Ask", {**LEAVE, "in_why": "To be with Poppy Farnham."})
    assert "may name a child or their family" in asked.words
    assert council.rows(exemption_request) == []
    assert heading(await council.rosa.presses(asked, "Use it as it is")) == "You have asked"
    assert council.rows(exemption_request)[0].reason == "To be with Poppy Farnham."
    request = await gets(council, council.mina)
    decline = await council.mina.presses(request, "Decline")
    assert heading(decline) == "Decline an exemption"
    empty = await council.mina.presses(decline, "Decline", client_checks=False)
    assert "Say why in a few words." in empty.words
    declined = await council.mina.presses(empty, "Decline", {"in_why": "Poppy Farnham can wait; we are too few."})
    assert "Declined by Mina Castell" in declined.words, "a name that stayed once is not asked about again"
    news = await gets(council, council.rosa, NOT_EXEMPT)
    assert heading(news) == "No exemption for November 2026"
    assert "we are too few" in news.words
    assert "Declined" in (await council.rosa.says("my exemptions")).words
    assert stands(council) is AllocationStatus.ALLOCATED
    await council.mina.presses(declined, "Undo")
    assert council.rows(exemption_request)[0].status == "asked"


async def test_undoing_is_for_a_day_and_what_was_returned_all_the_same_stays_returned(council: Council) -> None:
    council.allocates(council.rosa)
    given = {"in_kind": "Discretionary: my own word"}
    told = await asks(council, given)
    council.is_now(council.clock.now() + timedelta(hours=23))
    mine = await council.rosa.presses(told, "Undo")
    assert heading(mine) == "My exemptions"
    assert "Discretionary ones left for 2026/27: 2 of 2." in mine.words
    assert stands(council) is AllocationStatus.ALLOCATED
    told = await asks(council, given)
    council.is_now(council.clock.now() + timedelta(hours=24, seconds=1))
    assert "more than a day ago" in (await council.rosa.presses(told, "Undo")).text
    assert "Undo" not in (await council.rosa.says("my exemptions")).buttons
    assert stands(council) is AllocationStatus.EXEMPTED


async def test_a_request_can_be_taken_back_and_everything_can_be_typed(council: Council) -> None:
    council.allocates(council.rosa)
    council.is_now(council.clock.now() + timedelta(hours=10))  # no notice comes between what is said
    assert heading(await council.rosa.says("exemption")) == "Ask for an exemption"
    assert heading(await council.rosa.says("exemption this month other: I train new people.")) == "You have asked"
    assert "You have asked for November 2026 already." in (await council.rosa.says("exemption november health")).words
    mine = await council.rosa.presses(await council.rosa.says("my exemptions"), "Take it back")
    assert "You have no exemption, and have asked for none." in mine.words
    gone = await council.mina.says("approve 1")
    assert "Taken back by Rosa Adeyemi" in gone.words
    assert council.rows(exemption) == []
    await council.rosa.says("exemption this month other: I train new people.")
    form = await council.mina.says("decline 2")
    assert heading(form) == "Decline an exemption"
    assert "Declined by Mina Castell" in (await council.mina.says("Decline 2: We are too few this month.")).words
    assert council.rows(exemption_request)[-1].answer == "We are too few this month."
    assert "Approve" in (await council.mina.says("undo request 2")).buttons
    assert "Approved by Mina Castell" in (await council.mina.says("approve 2")).words
    assert council.rows(allocation_transition)[-1].to_status is AllocationStatus.EXEMPTED
    offered = ((council.rosa, "my exemptions"), (council.mina, "exemption requests"), (council.dan, "exemptions"))
    for person, words in offered:
        assert f"'{words}'" in (await person.says("help")).words


async def test_a_request_counts_once_however_often_it_arrives_and_is_kept_as_it_was_typed(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Ask for an exemption")
    too_long = await council.rosa.presses(form, "Ask", {**LEAVE, "in_why": "away " * 500})
    assert "Please shorten it to 2,000." in too_long.words
    assert too_long.inputs["in_why"].startswith("away away")
    why = "=2+2 \N{SLEUTH OR SPY} *bold* <b>big</b>\n\N{RIGHT-TO-LEFT MARK}\u0637\u0641\u0644"
    # A double tap, and Teams delivers it again with the same id and with a new one.
    taps = await gather(*(council.rosa.presses(too_long, "Ask", {**LEAVE, "in_why": why}) for _ in range(2)))
    assert {heading(one) for one in taps} == {"You have asked", "My exemptions"}
    for new_id in (False, True):
        assert (await council.rosa.is_heard_again(new_id=new_id)).status == 200
    (request,) = council.rows(exemption_request)
    assert request.reason == why
    # The form on another device was made before: it says that this was asked.
    old = await council.rosa.presses(form, "Ask", {**LEAVE, "in_why": "Once more."})
    assert "You have asked for November 2026 already." in old.words
    card = await gets(council, council.mina)
    assert why.splitlines()[0] in card.words
    for new_id in (False, True):
        await council.mina.presses(card, "Approve")
        assert (await council.mina.is_heard_again(new_id=new_id)).status == 200
    assert len(council.rows(exemption_step)) == 2
    assert len(council.rows(exemption)) == 1
    old_decline = await council.mina.presses(card, "Decline")
    assert "Approved by Mina Castell" in old_decline.words, "an old card shows how it stands now"
