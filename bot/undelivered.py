"""What a send's failure leads to, and what QA is told of it: never silence (DOMAIN, "What is sent, and when")."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.ports import PassingError, RefusedError, SendError, UncertainError, UnreachableError
from bot.ready import OTHER_VERSION
from domain.delivery_words import why_unreachable
from domain.words import QaTaskKind, SendClass, SendStatus
from storage import outbox
from storage.nudge_lines import DIGEST
from storage.outbox import ClaimedMessage
from storage.outbox_again import owe_again_to
from storage.outbox_waiting import has_sent_since
from storage.people import names_of
from storage.qa_tasks import close_matter, raise_task
from storage.store import Unit

# Tries after which QA hears that a notice or a nudge waits, while it goes on being tried: with waits from 1 s to
# 5 minutes the twelfth comes after some 20 minutes.
TRIES_BEFORE_QA_HEARS = 12
# Tries of an alarm after which QA hears that it is not getting through, while it goes on being tried.
ALARM_TRIES_BEFORE_QA_HEARS = 3
LONGEST_WAIT = 300.0
TEAMS_AWAY = "teams_away"
# Nothing sent for so long, with something to send: it is Teams, not one person's conversation.
_LATELY = timedelta(minutes=10)
OUR_ERROR = "our_error"
# Teams may have failed before or after it took the message in, and our own mistake may be over with the next
# release: for an alarm neither is an answer.
_UNCLEAR = frozenset({"http_500", OUR_ERROR})


@dataclass(frozen=True, slots=True)
class Ending:
    """What follows a failed try.

    Attributes:
        status: how the message is settled; PENDING means that it is tried again.
        outcome: how the try ended: `passing`, `uncertain`, or the settled status.
        wait: seconds until it is tried again.
    """

    status: SendStatus
    outcome: str
    wait: float = 0.0


def backoff(tries: int, random: Random) -> float:
    """Seconds to wait after so many tries: 1, 2, 4 … up to five minutes, less up to half by chance."""
    longest = min(LONGEST_WAIT, 2.0 ** min(tries - 1, 16))
    return longest * random.uniform(0.5, 1.0)


def ending_of(error: SendError, send_class: SendClass, tries: int, random: Random) -> Ending:
    """What follows a failed try: `tries` counts it (PLATFORM, Delivery; DOMAIN on uncertain sends)."""
    is_alarm = send_class is SendClass.ALARM
    match error:
        case UnreachableError():
            return Ending(SendStatus.UNREACHABLE, SendStatus.UNREACHABLE.value)
        case PassingError():  # however long it lasts: a nudge lapses with its day, anything else is owed until it goes
            wait = max(error.retry_after or 0.0, backoff(tries, random))
            return Ending(SendStatus.PENDING, "passing", wait)
        case RefusedError() if is_alarm and error.reason in _UNCLEAR:
            return Ending(SendStatus.PENDING, SendStatus.UNCERTAIN.value, backoff(tries, random))
        case UncertainError() if is_alarm:
            return Ending(SendStatus.PENDING, SendStatus.UNCERTAIN.value, backoff(tries, random))
        case UncertainError():
            return Ending(SendStatus.UNCERTAIN, SendStatus.UNCERTAIN.value)
        case _:
            return Ending(SendStatus.FAILED, SendStatus.FAILED.value)


def put_back(unit: Unit, message: ClaimedMessage, ending: Ending, reason: str, attempt_id: int | None) -> None:
    """Leave a message to be tried again; QA hears of what is not getting through."""
    not_before = unit.now + timedelta(seconds=ending.wait)
    outbox.put_back(unit, message, not_before, ending.outcome, reason=reason, attempt_id=attempt_id)
    tries = message.attempts + 1
    if message.send_class is SendClass.ALARM:
        if tries >= ALARM_TRIES_BEFORE_QA_HEARS:
            tell_qa_failed(unit, message, reason, goes_on=True)
    elif tries >= TRIES_BEFORE_QA_HEARS:
        _tell_qa_waiting(unit, message, reason)


def note_gone(unit: Unit, message: ClaimedMessage) -> None:
    """Take off QA's inbox that a message, or all of them, did not get through: this one has."""
    close_matter(unit, TEAMS_AWAY, "Teams takes messages again.")
    if message.attempts:
        close_matter(unit, _failed(message), "It has gone since.")


def _tell_qa_waiting(unit: Unit, message: ClaimedMessage, reason: str) -> None:
    """One task where nothing at all gets through; one a message where others do."""
    if reason == OTHER_VERSION or has_sent_since(unit, unit.now - _LATELY):
        about = (
            f"A message ({_words(message)}) to {_name(unit, message)} has not got through yet ({reason}). It goes on"
            " being tried. Tell them yourself if it cannot wait."
        )
        _raise_failed(unit, message, about)
        return
    about = (
        f"Teams takes no messages from auditbot ({reason}). What is owed waits, and goes as soon as Teams takes it."
        " If it lasts, ask your Teams administrator."
    )
    raise_task(unit, QaTaskKind.FAILED_DELIVERY, TEAMS_AWAY, about)


def tell_qa_unreachable(unit: Unit, message: ClaimedMessage, reason: str) -> None:
    """Put before QA that a person can't be reached: one open task a person, and one for each alarm."""
    name = _name(unit, message)
    why = why_unreachable(reason)
    if message.send_class is SendClass.ALARM:
        dedupe = f"unreachable_alarm:{message.id}"
        about = f"An alarm ({_words(message)}) could not be sent to {name}: {why}. Phone them now."
    else:
        dedupe = _unreachable(message.person_id)
        about = f"{name} can't be reached in Teams: {why}. Ask them to open auditbot and type 'help'."
    raise_task(
        unit,
        QaTaskKind.UNREACHABLE_PERSON,
        dedupe,
        about,
        person_id=message.person_id,
        outbox_id=message.id,
    )


def reachable_again(unit: Unit, person_id: int) -> None:
    """Owe a person what could not reach them, now that they have interacted, and take them off QA's inbox.

    That QA was to phone them about an alarm stays there: QA says when that is done.
    """
    owe_again_to(unit, person_id)
    close_matter(unit, _unreachable(person_id), "They have written since.")


def _unreachable(person_id: int) -> str:
    return f"unreachable:{person_id}"


def tell_qa_failed(unit: Unit, message: ClaimedMessage, reason: str, *, goes_on: bool = False) -> None:
    """Put before QA that a message did not go, or that an alarm is not getting through yet (`goes_on`)."""
    name = _name(unit, message)
    if goes_on:
        about = f"An alarm ({_words(message)}) to {name} is not getting through ({reason}). Phone them now."
    elif message.send_class is SendClass.ALARM:
        about = f"An alarm ({_words(message)}) to {name} did not go ({reason}). Phone them now."
    else:
        about = f"A message ({_words(message)}) to {name} did not go ({reason}). Tell them yourself."
    _raise_failed(unit, message, about)


def _raise_failed(unit: Unit, message: ClaimedMessage, about: str) -> None:
    raise_task(
        unit,
        QaTaskKind.FAILED_DELIVERY,
        _failed(message),
        about,
        person_id=message.person_id,
        outbox_id=message.id,
    )


def _failed(message: ClaimedMessage) -> str:
    return f"failed_delivery:{message.id}"


def _name(unit: Unit, message: ClaimedMessage) -> str:
    return names_of(unit, [message.person_id]).get(message.person_id, "somebody")


def _words(message: ClaimedMessage) -> str:
    return "the day's list" if message.template == DIGEST else message.template.replace("_", " ")
