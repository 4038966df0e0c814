"""The watch list: a child whose audit was Requires Improvement and at risk, until QA says that they are not."""

from datetime import date

from domain.words import AllocationStatus, QaTaskKind, Rating, WatchOutcome
from storage.tables.allocations import allocation
from storage.tables.audits import audit
from storage.tables.concerns import watch_review
from storage.tables.service import qa_task
from tests.conversation.council import Council
from tests.fakes_cards import Shown

FOUND = {"in_words": "Visits have begun again."}
RI = Rating.REQUIRES_IMPROVEMENT
FIRST, AGAIN = date(2026, 11, 20), date(2026, 12, 18)


def audited(council: Council, ref: str, returned_on: date, overall: Rating, *, at_risk: bool | None = None) -> None:
    """An audit of the one child, returned on a day."""
    if not council.rows(allocation):
        council.allocates(council.rosa)
        given = {}
    else:
        given = {key: value for key, value in council.rows(allocation)[0]._mapping.items() if key != "id"}
    back = {"ref": ref, "returned_on": returned_on, "status": AllocationStatus.UPLOADED}
    with council.unit() as unit:
        change = allocation.insert().values(given | back) if given else allocation.update().values(back)
        key = unit.connection.execute(change.returning(allocation.c.id)).scalar_one()
        unit.connection.execute(audit.insert().values(allocation_id=key, overall=overall, at_risk=at_risk))


async def reviews(council: Council, card: Shown, outcome: str, day: str = "") -> Shown:
    form = await council.dan.presses(card, "Review")
    given = {"in_outcome": outcome, **FOUND, **({"in_day": day} if day else {})}
    return await council.dan.presses(form, "Save the review", given)


async def test_a_returned_audit_at_risk_is_watched_until_qa_takes_it_off(council_on_each: Council) -> None:
    council = council_on_each
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    for somebody in (council.dan, council.tom, council.hal, council.mina):
        listed = await somebody.says("watch list")
        assert "1 child on the list, 0 to review now." in listed.words
        assert "Its review is on Saturday 20 February 2027." in listed.words
        assert ("Review" in listed.buttons) is (somebody is council.dan)
    for somebody in (council.rosa, council.sue):
        assert "CS_5000037" not in (await somebody.says("watch list")).words
    card = await council.dan.says("watch list")
    form = await council.dan.presses(card, "Review")
    wrong = {"in_outcome": "Still at risk", "in_day": "2026-11-20", "in_words": "Moved to SW1A 1AA."}
    refused = await council.dan.presses(form, "Save the review", wrong)
    assert "Choose a day that is still to come." in refused.words
    assert "looks like a postcode" in refused.words
    still = await reviews(council, card, "Still at risk", "2026-12-21")
    assert "Its review is on Monday 21 December 2026." in still.words
    assert "Reviewed on Friday 20 November 2026 by Dan Iqbal: still at risk." in still.words
    twice = await council.dan.presses(refused, "Save the review", {**FOUND, "in_day": "2026-12-21"})
    assert "somebody has reviewed it just now" in twice.words
    await council.time_passes(days=31)
    due = await council.dan.says("watch list")
    assert "Its review is due since Monday 21 December 2026." in due.words
    assert "No child is on the list." in (await reviews(council, due, "No longer at risk")).words
    assert [row.outcome for row in council.rows(watch_review)] == list(WatchOutcome)[:2]


async def test_on_the_day_of_a_review_qa_has_a_task_once(council: Council) -> None:
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    for days, tasks in ((80, 0), (13, 1), (1, 1)):
        await council.time_passes(days=days)
        await council.time_passes(minutes=60)
        assert len(council.rows(qa_task, kind=QaTaskKind.CHILD_OF_CONCERN)) == tasks
    inbox = await council.dan.says("qa tasks")
    assert "is to be reviewed since Saturday 20 February 2027: reference CS_5000037, Alder Vale 1." in inbox.words
    assert "1 child on the list, 1 to review now." in (await council.dan.presses(inbox, "Watch list")).words


async def test_a_later_audit_says_whether_the_child_became_inadequate(council: Council) -> None:
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    card = await council.dan.says("watch list")
    assert "Of 1 audit ever at risk of decline, 0 (0%) had a later Inadequate audit of that child." in card.words
    form = await council.dan.presses(card, "Review")
    assert "Now Inadequate, by a later audit" not in form.words
    audited(council, "AUD-2", AGAIN, Rating.INADEQUATE)
    card = await council.dan.says("watch list")
    assert "A later audit of this child is Inadequate: AUD-2." in card.words
    assert "Of 1 audit ever at risk of decline, 1 (100%) had a later Inadequate audit of that child." in card.words
    assert "No child is on the list." in (await reviews(council, card, "Now Inadequate, by a later audit")).words


async def test_of_several_audits_at_risk_of_one_child_the_latest_is_on_the_list(council: Council) -> None:
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    audited(council, "AUD-2", AGAIN, RI, at_risk=True)
    listed = await council.dan.says("watch list")
    assert "1 child on the list, 0 to review now." in listed.words
    assert "Audit AUD-2, returned on Friday 18 December 2026." in listed.words


async def test_the_two_of_a_loop_are_one_child_and_neither_is_a_later_audit_of_the_other(council: Council) -> None:
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    audited(council, "AUD-2", FIRST, RI, at_risk=True)
    with council.unit() as unit:
        unit.connection.execute(allocation.update().values(loop_ref="L1"))
    listed = await council.dan.says("watch list")
    assert "1 child on the list, 0 to review now." in listed.words
    assert "Of 1 audit ever at risk of decline, 0 (0%) had a later Inadequate audit of that child." in listed.words
    assert "0 were audited again." in listed.words
    with council.unit() as unit:
        unit.connection.execute(audit.update().where(audit.c.allocation_id == 2).values(overall=Rating.INADEQUATE))
    listed = await council.dan.says("watch list")
    assert "1 child on the list" in listed.words
    assert "A later audit of this child is Inadequate" not in listed.words
    assert "Of 1 audit ever at risk of decline, 0 (0%)" in listed.words


async def test_an_audit_that_was_sent_back_is_off_the_list_until_it_is_judged_again(council: Council) -> None:
    audited(council, "AUD-1", FIRST, RI, at_risk=True)
    for status, words in (
        (AllocationStatus.SENT_BACK, "No child is on the list."),
        (AllocationStatus.MODERATED, "1 child on the list"),
    ):
        with council.unit() as unit:
            unit.connection.execute(allocation.update().values(status=status))
        assert words in (await council.tom.says("watch list")).words, status
