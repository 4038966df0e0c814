"""Children of concern by typing: `entry REF`, `respond REF: …`, `accept REF`, `sign off REF` and the like."""

import re
from collections.abc import Callable

from cards.verbs import CONCERN, FORM, Verb
from dialogs import concern_acts
from dialogs.concern import acknowledge_alarm
from dialogs.concern_register import called, typed_entry
from dialogs.turn import Press, Reply, Turn, Viewer
from dialogs.uploads import typed as upload_typed
from domain.errors import NotAllowedError
from domain.words import ConcernAct, Role
from storage.concerns import last_alarm_to

# A reference has a digit in it: in anybody's text the same words without one are just words.
_REF = r"(?P<ref>[^\s:;,]*\d[^\s:;,]*)"
_ANY = re.IGNORECASE | re.DOTALL
_ENTRY = re.compile(rf"\s*(?:entry|child of concern)\s+{_REF}\s*[.!?]?\s*", _ANY)
_UPLOADED = re.compile(rf"\s*(?:uploaded|on the record|on the child's record)\s*:?\s+{_REF}\s*[.!?]?\s*", _ANY)
_ACTS: tuple[tuple[re.Pattern[str], ConcernAct], ...] = tuple(
    (re.compile(rf"\s*(?:{words})\s+{_REF}\s*(?:[:;,]\s*(?P<words>.*))?", _ANY), act)
    for words, act in (
        ("respond|respond to", ConcernAct.RESPOND),
        ("accept|accept response", ConcernAct.ACCEPT),
        ("send back|send response back", ConcernAct.SEND_BACK),
        ("sign off", ConcernAct.SIGN_OFF),
        ("record|put on record", ConcernAct.PLACE),
        ("category|change category", ConcernAct.SET_CATEGORY),
        ("close|opened by mistake", ConcernAct.CLOSE),
        ("open again|reopen", ConcernAct.REOPEN),
    )
)
# Who has a part in the register of their own; whoever stands in for one of them presses.
_READERS = (Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA)


def typed_about_concerns(text: str, viewer: Viewer) -> Callable[[Turn, Press], Reply] | None:
    """What a typed message asks of the register or of the child's record; None where it is about neither."""
    uploaded = _UPLOADED.fullmatch(text)
    if uploaded:
        return lambda turn, _press: upload_typed(turn, uploaded["ref"])
    if not viewer.is_a(*_READERS):
        return None
    entry = _ENTRY.fullmatch(text)
    if entry:
        return lambda turn, _press: typed_entry(turn, entry["ref"])
    for pattern, act in _ACTS:
        found = pattern.fullmatch(text)
        if found:
            return _doing(act, found["ref"], found["words"] or "")
    return None


def _doing(act: ConcernAct, ref: str, words: str) -> Callable[[Turn, Press], Reply]:
    def do(turn: Turn, _press: Press) -> Reply:
        data = {CONCERN: str(called(turn, ref) or ""), FORM: act.value}
        return concern_acts.act(turn, Press(Verb.ACT_ON_CONCERN, data, {"words": words}))

    return do


def acknowledge(turn: Turn, press: Press) -> Reply:
    """`acknowledge`: the last alarm that was sent to this person.

    Raises:
        NotAllowedError: none was.
    """
    del press
    number = last_alarm_to(turn.unit, turn.viewer.id)
    if number is None:
        raise NotAllowedError("No alarm was sent to you, so there is nothing for you to acknowledge.")
    return acknowledge_alarm(turn, Press(Verb.ACKNOWLEDGE, {"raising": str(number)}))
