"""A reviewer answers the records of a dip sample: a question a tap, kept at once, stopped and gone on with at will."""

from cards.dip_samples import InHandLine, RecordView, my_samples_card, record_card, record_form_card
from cards.verbs import RECORD
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.policy import Policy
from domain.words import DipAnswer
from storage import dip_reviews as store
from storage import record
from storage.dip_reviews import RecordToReview
from storage.dip_samples import sample_of
from storage.store import Unit

SUMMARY = "QA has asked you to look at some records."
_NOT_YOURS = "That is none of your records to review. Type 'my dip samples' to see yours."


def my_samples(turn: Turn, press: Press) -> Reply:
    """The open samples of which this person reviews records."""
    del press
    lines = _lines(turn.unit, turn.viewer.id)
    return Reply(my_samples_card(lines, turn.card_id))


def _lines(unit: Unit, person_id: int) -> list[InHandLine]:
    found = store.samples_in_hand(unit, person_id)
    return [InHandLine(one.title, one.done, one.records, one.next_record_id) for one in found]


def _mine(turn: Turn, press: Press, *, to_answer: bool = False) -> RecordToReview:
    """The record of a press, if this person reviews it.

    Raises:
        NotAllowedError: somebody else does, or there is none.
    """
    number = press.number(RECORD)
    found = None if number is None else store.record_of(turn.unit, number, to_answer=to_answer)
    if found is None or found.reviewer_id != turn.viewer.id:
        raise NotAllowedError(_NOT_YOURS)
    return found


def _view(turn: Turn, one: RecordToReview) -> RecordView:
    hand = next(
        (held for held in store.samples_in_hand(turn.unit, turn.viewer.id) if held.sample_id == one.sample_id), None
    )
    following = store.next_record(turn.unit, one.sample_id, turn.viewer.id, one.id)
    return RecordView(
        record_id=one.id,
        title=one.title,
        case_ref=one.case_ref,
        done=hand.done if hand else 0,
        count=hand.records if hand else 0,
        questions=one.questions,
        answers={question: answer.value for question, answer in one.answers.items()},
        next_record=following if following != one.id else None,
        may_change=not one.is_closed,
    )


def show(turn: Turn, press: Press) -> Reply:
    """A record at its next question, or with its answers."""
    return _shown(turn, _mine(turn, press))


def _shown(turn: Turn, one: RecordToReview) -> Reply:
    return Reply(record_card(_view(turn, one), turn.card_id))


def answer(turn: Turn, press: Press) -> Reply:
    """One tap answers one question, and the next one comes: of this record, or of the next."""
    one = _mine(turn, press, to_answer=True)
    place, chosen = press.number("place") or 0, press.data.get("answer", "")
    asked = one.questions[place - 1] if 0 < place <= len(one.questions) else None
    if one.is_closed or asked is None or asked != one.next_question or chosen not in set(DipAnswer):
        return _shown(turn, one)
    store.answer_record(turn.unit, one, asked, DipAnswer(chosen), turn.today)
    record.write(turn.unit, "answered_dip_sample", "dip_sample", one.sample_id, record=one.id)
    return _shown(turn, _again(turn, one))


def _again(turn: Turn, one: RecordToReview) -> RecordToReview:
    return store.record_of(turn.unit, one.id) or one


def form(turn: Turn, press: Press) -> Reply:
    """All questions of a record at once, to change their answers."""
    one = _mine(turn, press)
    if one.is_closed:
        return _shown(turn, one)
    given = {f"q{number}": one.answers[asked] for number, asked in enumerate(one.questions, 1) if asked in one.answers}
    return Reply(
        record_form_card(_view(turn, one), {}, {key: str(found) for key, found in given.items()}, turn.card_id)
    )


def save(turn: Turn, press: Press) -> Reply:
    """Keep the answers of a form that differ from those that stand."""
    one = _mine(turn, press, to_answer=True)
    if one.is_closed:
        return _shown(turn, one)
    given = {f"q{number}": press.inputs.get(f"q{number}", "") for number in range(1, len(one.questions) + 1)}
    wrong = {key: "Choose one of these." for key, chosen in given.items() if chosen not in set(DipAnswer)}
    if wrong:
        return Reply(record_form_card(_view(turn, one), wrong, given, turn.card_id), is_refused=True)
    for asked, chosen in zip(one.questions, given.values(), strict=True):
        if one.answers.get(asked) != chosen:
            store.answer_record(turn.unit, one, asked, DipAnswer(chosen), turn.today)
    record.write(turn.unit, "answered_dip_sample", "dip_sample", one.sample_id, record=one.id)
    return _shown(turn, _again(turn, one))


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That there are records to review; not owed once they are done, given to others, or the sample is closed."""
    del policy
    sample = sample_of(unit, owed.subject_id)
    if sample is None or sample.closed_on or store.next_record(unit, sample.id, owed.person_id) is None:
        return None
    hand = [one for one in store.samples_in_hand(unit, owed.person_id) if one.sample_id == sample.id]
    lines = [InHandLine(one.title, one.done, one.records, one.next_record_id) for one in hand]
    return Message(my_samples_card(lines, f"sent-{owed.id}", is_new=True), SUMMARY)
