"""The lifecycle of an allocation: which change of state is allowed, and what to say when one is not."""

from domain.errors import NotAllowedError
from domain.words import AllocationStatus as S

# DOMAIN, "Lifecycle of an allocation". A reopened audit stays returned on its first day, so that reopening is
# no state of the allocation: it is a new version of the audit.
TRANSITIONS: dict[S, frozenset[S]] = {
    S.ALLOCATED: frozenset({S.STARTED, S.RETURNED, S.EXEMPTED, S.WITHDRAWN}),
    S.STARTED: frozenset({S.RETURNED, S.EXEMPTED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.SENT_BACK, S.MODERATED, S.UPLOADED}),
    S.SENT_BACK: frozenset({S.RETURNED, S.WITHDRAWN}),
    S.MODERATED: frozenset({S.SENT_BACK, S.UPLOADED}),
    S.UPLOADED: frozenset(),
    S.EXEMPTED: frozenset({S.STARTED, S.RETURNED, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}

# Who holds the audit and can still write in it.
WITH_THE_AUDITOR = frozenset({S.ALLOCATED, S.STARTED, S.SENT_BACK})

_STANDING = {
    S.ALLOCATED: "has been allocated and not started yet",
    S.STARTED: "has been started",
    S.RETURNED: "has already been returned",
    S.SENT_BACK: "was sent back to the auditor",
    S.MODERATED: "has been moderated",
    S.UPLOADED: "is on the child's record",
    S.EXEMPTED: "is exempt for the month",
    S.WITHDRAWN: "was withdrawn",
}


def standing(status: S) -> str:
    """A status as the end of a sentence that begins with "This audit"."""
    return _STANDING[status]


def check_transition(old: S, new: S) -> None:
    """Refuse a change of state that the lifecycle does not have.

    Raises:
        NotAllowedError: saying where the audit stands and what can be done from there.
    """
    if new in TRANSITIONS[old]:
        return
    sentence = f"This audit {standing(old)}, so it can't be {new.replace('_', ' ')}. Type 'my audits' to see yours."
    raise NotAllowedError(sentence)
