"""Two at once over what follows an audit, on each engine: everything is kept once, and both see how it stands."""

import asyncio

from domain.words import EscalationStatus, Role
from storage.tables.acknowledgements import audit_acknowledgement
from storage.tables.allocations import case_record
from storage.tables.escalations import escalation_transition
from storage.tables.registers import escalation, impact_survey
from storage.tables.surveys import survey_answer
from storage.tables.themes import feedback_placing
from tests.conversation.council import Council, heading, returns
from tests.conversation.moderators import sets_policy
from tests.fakes_cards import Shown

REF = "CS_5000037"


def asked(council: Council) -> Shown:
    return [shown for shown in council.sue.messages if heading(shown) == "What has the audit changed?"][-1]


async def test_two_taps_two_moves_and_two_managers_at_once_count_once(council_on_each: Council) -> None:
    council = council_on_each
    sets_policy(council, "moderated", "none")
    council.allocates(council.rosa)
    await returns(council.rosa)
    iro = council.employs("Ines Varga", Role.IRO)

    eva = council.employs("Eva Marsh", Role.QA)
    first, second = await council.dan.says("feedback to theme"), await eva.says("feedback to theme")
    placed = await asyncio.gather(council.dan.presses(first, "Confirm"), eva.presses(second, "None of these"))
    assert len(council.rows(feedback_placing)) == 1, "the first to put a comment to themes has put it there"
    assert sum("Kept" in shown.words for shown in placed) == 1
    assert sum("Somebody has confirmed that one already" in shown.words for shown in placed) == 1

    page = await council.tom.says("my team")
    await asyncio.gather(council.tom.presses(page, "Acknowledge"), council.hal.presses(page, "Acknowledge"))
    assert len(council.rows(audit_acknowledgement)) == 1

    form = await iro.says("raise an escalation")
    what = {"in_ref": REF, "in_theme": "Process", "in_about": "The review was put off."}
    dispute = await iro.presses(form, "Raise it", what)
    up = await iro.presses(dispute, "Move to stage 2")
    by_qa = await council.dan.presses(await council.dan.says("my escalations"), "Look at it")
    end = await council.dan.presses(by_qa, "Resolve it")
    await asyncio.gather(
        iro.presses(up, "Move to stage 2", {"in_words": "No answer."}),
        council.dan.presses(end, "Resolve it", {"in_words": "Agreed by phone."}),
    )
    [row] = council.rows(escalation)
    steps = council.rows(escalation_transition)
    assert (row.stage, row.status) == (steps[-1].to_stage, steps[-1].to_status)
    assert [(one.from_stage, one.from_status) for one in steps[1:]] == [
        (one.to_stage, one.to_status) for one in steps[:-1]
    ], "each step begins where the one before it ended"
    assert len(steps) == 2, "whoever came second is shown how it stands by then"
    assert row.status is EscalationStatus.RESOLVED or row.stage == 2
    assert len(council.rows(case_record)) == 1

    await council.time_passes(minutes=15)
    await council.time_passes(days=45)
    card = asked(council)
    await asyncio.gather(council.sue.presses(card, "Improved"), council.sue.presses(card, "Worse"))
    [survey] = council.rows(impact_survey, respondent_id=council.id_of(council.sue))
    [answer] = council.rows(survey_answer)
    assert survey.practice_change == answer.practice_change
    assert survey.child_impact is None
