"""What is done to a child of concern: responded to, reviewed, signed off, put on the record, put right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import CONCERN, FORM, Verb
from dialogs import likely_names
from dialogs.concern_register import TITLES, held_entry, shown
from dialogs.concern_words import CATEGORIES, due_words
from dialogs.turn import Press, Reply, Turn
from domain.concern_lifecycle import ConcernPart, check_act, wants_words
from domain.errors import NotAllowedError
from domain.free_text import complaint_about
from domain.words import ConcernAct, ConcernStatus
from storage import record
from storage.concern_alarms import sound
from storage.concern_due import fix_due_days
from storage.concern_entries import Entry, entry_by_id
from storage.concern_judgements import alarmed
from storage.concern_moves import move
from storage.concern_scope import Reach
from storage.concern_turns import tell_next

_PLACE = "child_of_concern"
_WORDS = "words"


@dataclass(frozen=True, slots=True)
class _Form:
    """What a form asks: its title, what comes of it, the question, the complaint where nothing is said, its button."""

    title: str
    words: str
    question: str
    required: str
    button: str


_FORMS: Mapping[ConcernAct, _Form] = {
    ConcernAct.RESPOND: _Form(
        "Respond to a child of concern",
        "QA reviews what you write, then a director signs it off.",
        "What was done for this child?",
        "Say what was done for this child.",
        "Send the response",
    ),
    ConcernAct.SEND_BACK: _Form(
        "Send a response back",
        "The team manager and the head of service read your reasons. The due day of the response stays as it is.",
        "What is still missing?",
        "Say what is still missing.",
        "Send back",
    ),
    ConcernAct.SET_CATEGORY: _Form(
        "Change the category",
        "",
        "Why?",
        "Say why in a few words. It stays in the history.",
        "Change the category",
    ),
    ConcernAct.CLOSE: _Form(
        "Close an entry as opened by mistake",
        "It counts as raised and as resolved today. Its history stays.",
        "Why was it opened by mistake?",
        "Say why in a few words. It stays in the history.",
        "Close the entry",
    ),
    ConcernAct.REOPEN: _Form(
        "Open an entry again",
        "It waits for a response again, and counts as raised again today. Earlier figures stay as they were.",
        "Why?",
        "Say why in a few words. It stays in the history.",
        "Open it again",
    ),
}
_NOTES: Mapping[ConcernAct, str] = {
    ConcernAct.RESPOND: "Your response is with QA now.",
    ConcernAct.ACCEPT: "The response is accepted. It is with the director now.",
    ConcernAct.SEND_BACK: "It is with the team manager and the head of service again.",
    ConcernAct.SIGN_OFF: "It is signed off. What is left is to put it on the child's record.",
    ConcernAct.PLACE: "It is down as on the child's record. This entry is resolved.",
    ConcernAct.SET_CATEGORY: "The category is changed.",
    ConcernAct.CLOSE: "The entry is closed as opened by mistake.",
    ConcernAct.REOPEN: "The entry is open again.",
}


def form(turn: Turn, press: Press) -> Reply:
    """The empty form of an act that wants words, if the entry stands where it can be done."""
    entry, mine = held_entry(turn, press.number(CONCERN))
    act = _act(press)
    if act is None:
        return shown(turn, entry, mine)
    refused = _refused(entry, mine, act)
    return shown(turn, entry, mine, refused) if refused else _ask(turn, entry, act, "", "")


def _act(press: Press) -> ConcernAct | None:
    name = press.data.get(FORM, "")
    return ConcernAct(name) if name in {act.value for act in TITLES} else None


def _refused(entry: Entry, mine: Reach, act: ConcernAct) -> str:
    try:
        check_act(act, entry.status, mine.parts(entry.team_id))
    except NotAllowedError as refusal:
        return str(refusal)
    return ""


def _ask(turn: Turn, entry: Entry, act: ConcernAct, given: str, wrong: str) -> Reply:
    asked = _FORMS[act]
    due, _ = due_words(entry, turn.today)
    pairs = [("Entry", entry.ref), ("Reference", entry.case_ref), ("Team", entry.team)]
    pairs += [("Category", CATEGORIES[entry.category]), *([("Response", due)] if due else [])]
    words = asked.words or _about_category(entry)
    data = {CONCERN: entry.id, FORM: act.value}
    form_of = ChangeForm(
        asked.title,
        pairs,
        words,
        [Asked(_WORDS, asked.question, required=asked.required, hint="No names of children or families, please.")],
        Button(asked.button, Verb.ACT_ON_CONCERN, data, style="positive"),
        Button("Cancel", Verb.CONCERN_ENTRY, {CONCERN: entry.id}, sends_inputs=False),
        {_WORDS: given},
        {_WORDS: wrong} if wrong else {},
    )
    return Reply(form_card(form_of, turn.card_id), is_refused=bool(wrong))


def _other(category: int) -> int:
    return 2 if category == 1 else 1


def _about_category(entry: Entry) -> str:
    if entry.category == 1:
        return (
            "It becomes category 2. Its response is due ten working days after it was raised, or as your council set."
        )
    again = "" if entry.status is ConcernStatus.OPEN else " What was answered so far stays in the history."
    return f"It becomes category 1. The alarm goes out at once, and a response is due today.{again}"


def act(turn: Turn, press: Press) -> Reply:
    """Do something to an entry, or show where it stands and why that can't be done."""
    entry, mine = held_entry(turn, press.number(CONCERN))
    wanted = _act(press)
    if wanted is None:
        return shown(turn, entry, mine)
    words = press.inputs.get(_WORDS, "").strip()
    refused = _refused(entry, mine, wanted)
    if refused:
        return replace(shown(turn, entry, mine, refused, words), is_refused=True)
    asked = _words_asked(turn, press, entry, wanted, words)
    return asked or _done(turn, entry, mine, wanted, words)


def again(turn: Turn, press: Press) -> Reply:
    """The same press twice: the entry as it stands now."""
    entry, mine = held_entry(turn, press.number(CONCERN))
    return shown(turn, entry, mine)


def _words_asked(turn: Turn, press: Press, entry: Entry, act: ConcernAct, words: str) -> Reply | None:
    """What is wrong with the words of an act that wants some, or what is to be asked about them."""
    if not wants_words(act):
        return None
    wrong = complaint_about(words, when_empty=_FORMS[act].required)
    if wrong:
        return _ask(turn, entry, act, words, wrong)
    asked = likely_names.unasked(turn, press, entry.allocation_id, _PLACE, {_WORDS: words})
    return likely_names.ask(turn, press, _ask(turn, entry, act, words, ""), asked) if asked else None


def _done(turn: Turn, entry: Entry, mine: Reach, act: ConcernAct, words: str) -> Reply:
    parts = mine.parts(entry.team_id)
    _act_as(turn, parts, entry, act)
    category = _other(entry.category) if act is ConcernAct.SET_CATEGORY else None
    number = move(turn.unit, entry, act, parts, turn.today, words=words or None, category=category)
    record.write(turn.unit, f"{act.value}_concern", "concern", entry.id, category=category or entry.category)
    fix_due_days(turn.unit, turn.policy, turn.calendar)
    now = entry_by_id(turn.unit, entry.id) or entry
    is_alarm = category == 1
    if is_alarm:
        sound(turn.unit, number, entry.team_id, turn.today)
    if now.status is not entry.status or is_alarm:
        told = alarmed(turn.unit, number) if is_alarm else ()
        tell_next(turn.unit, now, number, turn.calendar.next_open(turn.unit.now), but=told)
    return shown(turn, now, mine, _NOTES[act])


def _act_as(turn: Turn, parts: Mapping[ConcernPart, int], entry: Entry, act: ConcernAct) -> None:
    """Write down for whom it is done, where the viewer stands in for somebody."""
    for part, whose in parts.items():
        if not _refused_to(entry, act, part):
            if whose != turn.viewer.id:
                turn.unit.actor = replace(turn.unit.actor, acting_for=whose)
            return


def _refused_to(entry: Entry, act: ConcernAct, part: ConcernPart) -> bool:
    try:
        check_act(act, entry.status, {part})
    except NotAllowedError:
        return True
    return False
