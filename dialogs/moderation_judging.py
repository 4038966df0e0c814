"""A moderator judges an audit with both grades before them: confirms, changes with reasons, or sends it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm
from cards.moderation import asked_of_concern, grade_words, judgement_card, moderation_receipt_card
from cards.moderation_outcome import outcome_card
from cards.verbs import MODERATION, Verb
from dialogs import concern, likely_names, qa_notices
from dialogs.moderation import Moderating, compared, moderating, own_moderation, pairs_seen, read_by
from dialogs.moderation_words import outcome_view
from dialogs.qa_forms import day_off_words
from dialogs.qa_inputs import read_day, typed_in
from dialogs.turn import Press, Reply, Turn
from domain.audience import Audience
from domain.audit_steps import check
from domain.calendar import spoken_day
from domain.free_text import complaint_about
from domain.moderation_steps import (
    CATEGORY,
    JUDGEMENT,
    LONGEST_REASON,
    OVERALL,
    WHAT,
    Pair,
    category_questions,
    domain_step,
    finds_inadequate,
    leaves_inadequate,
    reason_key,
)
from domain.questions import RATING, QuestionKind, Step
from domain.words import AllocationStatus, QaTaskKind, Rating
from storage import record
from storage.audits import AllocatedAudit, allocated_audit
from storage.concern_judgements import ask_qa_to_decide
from storage.judging import Judgement, judge, judge_below_standard
from storage.late_halves import ask_qa_where_halves_differ
from storage.moderation import save_moderation_answers
from storage.qa_tasks import raise_task

# The notice to the auditor.
MODERATED = "audit_moderated"
_DAY_OFF = "day_off"
_DONE = "The audit is moderated."
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judging:
    """A moderation whose grades lie side by side, and what they make necessary."""

    at: Moderating
    pairs: Sequence[Pair]

    @property
    def overall(self) -> Pair:
        """Both overall grades."""
        return next(one for one in self.pairs if one.key == OVERALL)

    @property
    def own_overall(self) -> Rating:
        """The moderator's own overall grade, without which nothing is compared."""
        return Rating(self.at.answers[OVERALL][RATING])

    @property
    def differing(self) -> list[tuple[int, Pair]]:
        """The pairs that differ, with their places."""
        return [(place, one) for place, one in enumerate(self.pairs) if one.differs]


def _judging(turn: Turn, press: Press) -> Judging:
    at = moderating(turn, press)
    return Judging(at, pairs_seen(turn, at))


def confirm(turn: Turn, press: Press) -> Reply:
    """Let the auditor's grades stand; the moderator's own are kept beside them."""
    one = _judging(turn, press)
    return _judged(turn, one, Judgement(one.overall.auditors or one.own_overall), {})


def change_form(turn: Turn, press: Press) -> Reply:
    """Ask why, for each grade that differs."""
    one = _judging(turn, press)
    if not one.differing:
        return compared(turn, one.at, "Your grades are the auditor's. Press Confirm, or look at your grades again.")
    notes = {reason_key(place): pair.note for place, pair in one.differing}
    return _ask_change(turn, one, notes, {})


def _ask_change(turn: Turn, one: Judging, typed: Given, wrong: Given) -> Reply:
    reasons = [
        Asked(
            reason_key(place),
            f"Why, for {pair.title}?",
            required="Say why.",
            above=f"{pair.title}. {grade_words(pair)}",
        )
        for place, pair in one.differing
    ]
    words = "Both sets of grades are kept. Yours count from now on, and the auditor reads your reasons."
    go = Button("Save change", Verb.CHANGE_GRADES, {MODERATION: one.at.owed.id}, style="positive")
    return _form(turn, one, "Change the grades", words, [*reasons, *_asked_of_concern(one)], go, typed, wrong)


def _asked_of_concern(one: Judging) -> list[Asked]:
    return asked_of_concern() if finds_inadequate(one.pairs) else []


def _form(
    turn: Turn,
    one: Judging,
    title: str,
    words: str,
    asked: Sequence[Asked],
    go: Button,
    typed: Given,
    wrong: Given,
    caution: str = "",
) -> Reply:
    given = one.at.given
    facts = [("Reference", given.case_ref), ("Team", given.team)]
    back = Button("Cancel", Verb.CONTINUE_MODERATION, {MODERATION: one.at.owed.id}, sends_inputs=False)
    form = ChangeForm(title, facts, words, asked, go, back, typed, wrong, caution)
    card = judgement_card(form, turn.card_id, LONGEST_REASON)
    return read_by(given, card, is_refused=bool(wrong or caution))


def change(turn: Turn, press: Press) -> Reply:
    """Put the moderator's grades in the place of the auditor's, each difference with its reason."""
    one = _judging(turn, press)
    if not one.differing:
        return change_form(turn, press)
    keys = [reason_key(place) for place, _ in one.differing]
    typed = typed_in(press, *keys, CATEGORY, WHAT)
    wrong = {key: said for key in keys if (said := _wrong_text(typed.get(key, ""), "Say why."))}
    wrong |= _wrong_concern(one, typed)
    if wrong:
        return _ask_change(turn, one, typed, wrong)
    asked = _asked_about_names(turn, press, one, "moderation change", typed)
    if asked:
        return likely_names.ask(turn, press, _ask_change(turn, one, typed, {}), asked)
    return _judged(turn, one, _changed(one, typed), typed)


def _wrong_text(text: str, when_empty: str) -> str | None:
    return complaint_about(text, when_empty=when_empty, longest=LONGEST_REASON)


def _wrong_concern(one: Judging, typed: Given) -> dict[str, str]:
    if not finds_inadequate(one.pairs):
        return {}
    step = Step("category", "Category", category_questions())
    return check(step, {key: typed.get(key, "") for key in (CATEGORY, WHAT)})


def _asked_about_names(turn: Turn, press: Press, one: Judging, place: str, typed: Given) -> likely_names.Phrases:
    kinds = {asked.key: asked.kind for asked in category_questions()}
    texts = {key: text for key, text in typed.items() if kinds.get(key) is not QuestionKind.CHOICE and key != "day"}
    return likely_names.unasked(turn, press, one.at.given.id, place, texts)


def _changed(one: Judging, typed: Given, *, met_standard: bool = True, reason: str | None = None) -> Judgement:
    domains: dict[str, tuple[Rating, str]] = {}
    for place, pair in one.differing:
        if pair.key != OVERALL and pair.moderators is not None:
            domains[pair.key.removeprefix(domain_step(""))] = (pair.moderators, typed.get(reason_key(place), pair.note))
        elif pair.key == OVERALL:
            reason = reason or typed.get(reason_key(place))
    return Judgement(one.own_overall, domains, reason, met_standard)


def _judged(turn: Turn, one: Judging, made: Judgement, typed: Given) -> Reply:
    owed, given = one.at.owed, one.at.given
    judge(turn.unit, owed, given, made, turn.today)
    ask_qa_where_halves_differ(turn.unit, given)
    _keep_reasons(turn, one, typed)
    record.write(turn.unit, "moderated_audit", "allocation", given.id, moderation=owed.id)
    qa_notices.tell(turn, MODERATED, given.auditor_id, owed.allocation_id, rung=str(owed.id))
    _follow_up(turn, one, made, typed)
    return receipt(turn, given, f"{_DONE} Its auditor will hear of it.")


def _keep_reasons(turn: Turn, one: Judging, typed: Given) -> None:
    if typed:
        known = one.at.stored.get(JUDGEMENT)
        save_moderation_answers(turn.unit, one.at.owed.id, JUDGEMENT, typed, known.revision if known else 0)


def _follow_up(turn: Turn, one: Judging, made: Judgement, typed: Given) -> None:
    """Open the child of concern of a grade that has become Inadequate; let QA decide about one that is no more."""
    given = one.at.given
    if made.overall is Rating.INADEQUATE and finds_inadequate(one.pairs):
        concern.found_inadequate(turn, given, int(typed[CATEGORY]), typed[WHAT])
    elif made.overall is not Rating.INADEQUATE and leaves_inadequate(one.pairs):
        ask_qa_to_decide(turn.unit, given.id)


def receipt(turn: Turn, given: AllocatedAudit, note: str) -> Reply:
    """What is left of every card on which the audit was read to be moderated (DOMAIN, data protection)."""
    card = moderation_receipt_card(given.case_ref, given.team, note, turn.card_id)
    return Reply(card, receipt_of=given.id, audience=Audience.MODERATOR)


def judged_again(turn: Turn, press: Press) -> Reply:
    """The same judgement pressed twice: it was made once."""
    owed, given = own_moderation(turn, press)
    if not owed.is_judged:
        return compared(turn, moderating(turn, press))
    return receipt(turn, given, _below_words(given) if owed.met_standard is False else _DONE)


def _below_words(given: AllocatedAudit) -> str:
    """Where an audit found not to standard is now."""
    if given.status is AllocationStatus.SENT_BACK:
        return f"It is with its auditor again, until {spoken_day(given.due_now)}."
    return "It was found not to standard. Type 'my moderations' to see what waits for you."


def show(turn: Turn, press: Press) -> Reply:
    """What a moderator has judged."""
    owed, given = own_moderation(turn, press)
    if not owed.is_judged:
        return compared(turn, moderating(turn, press))
    record.write(turn.unit, "saw_outcome", "allocation", given.id)
    return Reply(outcome_card(outcome_view(turn, given, owed), turn.card_id))


def _is_imported(given: AllocatedAudit) -> bool:
    return given.framework_id is None


def standard_form(turn: Turn, press: Press) -> Reply:
    """Ask what should be better, and by when it is due again."""
    one = _judging(turn, press)
    due = turn.calendar.working_day_after(turn.today, turn.policy.second_due_working_days)
    return _ask_standard(turn, one, {"day": due.isoformat()}, {})


def _ask_standard(turn: Turn, one: Judging, typed: Given, wrong: Given, day_off: str = "") -> Reply:
    why = Asked("why", "What should be better?", required="Say what should be better: the auditor reads it.")
    day = [] if _is_imported(one.at.given) else [Asked("day", "Second due day", "day", "Choose a day.")]
    words = "The auditor reads your reasons and returns it again. It is never late again. It comes back to you then."
    if _is_imported(one.at.given):
        words = "It came by import, so it can't go back to its auditor here: QA reads your reasons and puts it right."
    data: dict[str, str | int] = {MODERATION: one.at.owed.id, **({_DAY_OFF: day_off} if day_off else {})}
    go = Button("Send back", Verb.NOT_TO_STANDARD, data, style="positive")
    caution = day_off_words(turn, date.fromisoformat(day_off)) if day_off else ""
    return _form(turn, one, "Not to standard", words, [why, *day, *_asked_of_concern(one)], go, typed, wrong, caution)


def not_to_standard(turn: Turn, press: Press) -> Reply:
    """Send an audit back with reasons and a second due day."""
    one = _judging(turn, press)
    typed = typed_in(press, "why", "day", CATEGORY, WHAT)
    wrong = _wrong_concern(one, typed)
    why = _wrong_text(typed.get("why", ""), "Say what should be better: the auditor reads it.")
    wrong |= {"why": why} if why else {}
    day = turn.today if _is_imported(one.at.given) else _second_day(turn, typed)
    wrong |= {"day": day} if isinstance(day, str) else {}
    if isinstance(day, str) or wrong:
        return _ask_standard(turn, one, typed, wrong)
    asked = _asked_about_names(turn, press, one, "not to standard", typed)
    if asked:
        return likely_names.ask(turn, press, _ask_standard(turn, one, typed, {}), asked)
    if not _is_imported(one.at.given) and day_off_words(turn, day) and press.data.get(_DAY_OFF) != day.isoformat():
        return _ask_standard(turn, one, typed, {}, day.isoformat())
    return _sent_back(turn, one, typed, day)


def _second_day(turn: Turn, typed: Given) -> date | str:
    day = read_day(turn, typed.get("day", ""))
    return "Choose a day that is still to come." if isinstance(day, date) and day <= turn.today else day


def _sent_back(turn: Turn, one: Judging, typed: Given, day: date) -> Reply:
    owed, given = one.at.owed, one.at.given
    made = _changed(one, typed, met_standard=False, reason=typed["why"])
    if _is_imported(given):
        judge(turn.unit, owed, given, made, turn.today)
        words = f"A moderator found audit {given.ref} (reference {given.case_ref}) not to standard: {typed['why']}"
        matter = f"not_to_standard:{owed.id}"
        raise_task(turn.unit, QaTaskKind.MODERATION, matter, f"{words} Put it right.", allocation_id=given.id)
        note = "It is kept as not to standard. QA will hear of it."
    else:
        number = judge_below_standard(turn.unit, owed, given, made, day, turn.today)
        qa_notices.tell(turn, qa_notices.SENT_BACK, given.auditor_id, given.id, rung=str(number))
        note = _below_words(allocated_audit(turn.unit, given.id) or given)
    _keep_reasons(turn, one, typed)
    record.write(turn.unit, "found_not_to_standard", "allocation", given.id, moderation=owed.id)
    _follow_up(turn, one, made, typed)
    return receipt(turn, given, note)
