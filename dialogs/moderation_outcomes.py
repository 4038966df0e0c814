"""The auditor sees what came of a moderation, and may answer it once; their moderator and QA read the answer."""

from cards.moderation_outcome import TOLD, OutcomeLine, answered_card, my_outcomes_card, outcome_card
from cards.verbs import AUDIT, Verb
from dialogs import likely_names, qa_notices
from dialogs.moderation_words import outcome_view, outcome_words, view_for
from dialogs.qa_audits import any_audit
from dialogs.standing import held_audit, own_audit
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.free_text import SHORT_TEXT, complaint_about
from domain.policy import Policy
from domain.words import AllocationStatus, QaTaskKind, Role
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, returned_audits_of
from storage.judging import answer_outcome
from storage.moderation import AssignedModeration, judgements_of, moderation_by_id
from storage.qa_tasks import raise_task
from storage.seals import sealed_from
from storage.store import Unit

# The notice to the moderator.
ANSWERED = "moderation_answered"
_SHOWN = 8
_NONE_YET = "This audit has no outcome of a moderation yet. Type 'my outcomes' to see those of your others."
_SEALED = "You are to grade this record yourself. You can see what came of the other audit once you have."
_HAS_OUTCOME = (AllocationStatus.MODERATED, AllocationStatus.UPLOADED, AllocationStatus.SENT_BACK)


def decided(unit: Unit, given: AllocatedAudit) -> AssignedModeration | None:
    """The judgement that an auditor may see: the latest one, unless they have returned the audit again since."""
    judged = judgements_of(unit, given.id) if given.status in _HAS_OUTCOME else []
    return judged[-1] if judged else None


def my_outcomes(turn: Turn, press: Press) -> Reply:
    """What came of this person's audits, the latest returned first."""
    del press
    found = [(one, decided(turn.unit, one)) for one in returned_audits_of(turn.unit, turn.viewer.id, _SHOWN)]
    lines = [
        OutcomeLine(given.id, given.case_ref, given.month, outcome_words(turn.unit, judged))
        for given, judged in found
        if judged is not None
    ]
    record.write(turn.unit, "saw_own_outcomes", "person", turn.viewer.id, outcomes=len(lines))
    return Reply(my_outcomes_card(lines, turn.card_id))


def _own(turn: Turn, given: AllocatedAudit) -> AssignedModeration:
    judged = decided(turn.unit, given)
    # Who goes through an audit for its auditor has no outcome of theirs to answer.
    if judged is None or given.auditor_id != turn.viewer.id:
        raise NotAllowedError(_NONE_YET)
    return judged


def show(turn: Turn, press: Press) -> Reply:
    """The outcome of one's own audit; of any audit for QA."""
    number = press.number(AUDIT)
    given = None if number is None else allocated_audit(turn.unit, number)
    if turn.viewer.is_a(Role.QA) and given is not None and given.auditor_id != turn.viewer.id:
        return _for_qa(turn, press)
    given = own_audit(turn, press)
    judged = _own(turn, given)
    record.write(turn.unit, "saw_outcome", "allocation", given.id)
    return Reply(outcome_card(outcome_view(turn, given, judged), turn.card_id))


def answer(turn: Turn, press: Press) -> Reply:
    """Keep what an auditor says to an outcome, once; the second try is told that the first one stands."""
    given = held_audit(turn, press)
    judged = _own(turn, given)
    text = press.inputs.get("answer", "").strip()
    if judged.answer is not None:
        note = "You have answered already: that answer stands. If there is more to say, tell QA."
        return Reply(outcome_card(outcome_view(turn, given, judged, note=note), turn.card_id))
    wrong = complaint_about(text, when_empty="Write what you want to say.", longest=SHORT_TEXT)
    card = outcome_card(outcome_view(turn, given, judged, typed=text, wrong=wrong or ""), turn.card_id)
    if wrong:
        return Reply(card, is_refused=True)
    asked = likely_names.unasked(turn, press, given.id, "answer to an outcome", {"answer": text})
    if asked:
        return likely_names.ask(turn, press, Reply(card), asked)
    return _keep(turn, press, given, judged, text)


def outcome_order(turn: Turn, text: str) -> Reply | None:
    """'answer the outcome: …' answers the latest outcome that is not answered yet; None of any other text."""
    opening, colon, said = text.partition(":")
    if opening.strip().casefold() != "answer the outcome" or not colon:
        return None
    for given in returned_audits_of(turn.unit, turn.viewer.id, _SHOWN):
        judged = decided(turn.unit, given)
        if judged is not None and judged.answer is None:
            return answer(turn, Press(Verb.ANSWER_OUTCOME, {AUDIT: str(given.id)}, {"answer": said.strip()}))
    return Reply(text="No outcome waits for your answer. Type 'my outcomes' to see them.")


def _keep(turn: Turn, press: Press, given: AllocatedAudit, judged: AssignedModeration, text: str) -> Reply:
    if answer_outcome(turn.unit, judged, given, text, turn.today):
        record.write(turn.unit, "answered_outcome", "allocation", given.id, moderation=judged.id)
        if judged.moderator_id is not None:
            qa_notices.tell(turn, ANSWERED, judged.moderator_id, judged.id)
        about = f"{turn.viewer.name} has answered the moderation of audit {given.ref}. In their words: {text}"
        matter = f"moderation_answer:{judged.id}"
        raise_task(turn.unit, QaTaskKind.MODERATION, matter, about, person_id=turn.viewer.id, allocation_id=given.id)
    return show(turn, press)


def _for_qa(turn: Turn, press: Press) -> Reply:
    given = any_audit(turn, press)
    judged = judgements_of(turn.unit, given.id)
    if given.id in sealed_from(turn.unit, turn.policy, turn.viewer.id):
        raise NotAllowedError(_SEALED)
    if not judged:
        raise NotAllowedError("Nobody has moderated this audit yet. Type 'audit' and its reference to see where it is.")
    record.write(turn.unit, "saw_outcome", "allocation", given.id)
    view = view_for(turn.unit, given, judged[-1], is_own=False)
    return Reply(outcome_card(view, turn.card_id))


def moderated_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit was moderated; not owed once it is somebody else's, or another judgement decides."""
    del policy
    given = allocated_audit(unit, owed.subject_id)
    judged = None if given is None else decided(unit, given)
    if given is None or judged is None or given.auditor_id != owed.person_id or owed.rung != str(judged.id):
        return None
    return Message(outcome_card(view_for(unit, given, judged, is_own=True), f"sent-{owed.id}"), TOLD)


def answered_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What the auditor said to it, for the moderator."""
    del policy
    judged = moderation_by_id(unit, owed.subject_id)
    given = None if judged is None else allocated_audit(unit, judged.allocation_id)
    if judged is None or given is None or judged.moderator_id != owed.person_id or not judged.answer:
        return None
    card = answered_card(view_for(unit, given, judged, is_own=False), f"sent-{owed.id}")
    return Message(card, "An auditor has answered one of your moderations.")
