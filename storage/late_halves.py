"""The two audits of a loop that ended apart, one of them too late for a meeting: QA settles what they differ in."""

from domain.words import AllocationStatus, QaTaskKind, Rating
from storage.audits import AllocatedAudit
from storage.loops import meeting_of, other_halves, overall_of
from storage.moderation import judgements_of, unjudged_of
from storage.qa_tasks import close_matter, raise_task
from storage.store import Unit

_BACK = (AllocationStatus.RETURNED, AllocationStatus.MODERATED, AllocationStatus.UPLOADED)


def ask_qa_where_halves_differ(unit: Unit, given: AllocatedAudit) -> None:
    """Put a pair before QA whose overall grades differ though neither is to be moderated; close it where they agree.

    Call it once an audit has its outcome. A pair that had a meeting has one grade.
    """
    for other in other_halves(unit, given):
        is_done = other.status in _BACK and unjudged_of(unit, other.id) is None
        if is_done and meeting_of(unit, given.id) is None:
            _compare(unit, *sorted((given, other), key=lambda one: one.id))


def _compare(unit: Unit, first: AllocatedAudit, second: AllocatedAudit) -> None:
    matter = f"loop_apart:{first.id}:{second.id}"
    grades = [_final(unit, one.id) for one in (first, second)]
    if grades[0] == grades[1]:
        close_matter(unit, matter, "Both audits have the same overall grade now.")
        return
    words = (
        f"Audits {first.ref} ({grades[0]}) and {second.ref} ({grades[1]}) are of one record (reference "
        f"{first.case_ref}, {first.team}) and differ. One came back too late for a meeting. Talk to both auditors, "
        "then send back the one that is to change."
    )
    raise_task(unit, QaTaskKind.MODERATION, matter, words, allocation_id=first.id)


def _final(unit: Unit, allocation_id: int) -> Rating | None:
    judged = judgements_of(unit, allocation_id)
    return (judged[-1].overall if judged else None) or overall_of(unit, allocation_id)
