"""The watch list in chat: who is on it, by scope; QA records each review."""

from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import AUDIT, SEEN, Verb
from cards.watch_list import WatchedLine, WatchList, watch_list_card
from dialogs import likely_names
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import read_day, typed_in
from dialogs.turn import Press, Reply, Turn
from domain.calendar import months_after, spoken_day
from domain.concern_lifecycle import ConcernPart
from domain.errors import NotAllowedError
from domain.free_text import complaint_about
from domain.words import WatchOutcome
from storage import record
from storage.audits import lock_audit
from storage.concern_scope import Reach, reach_of
from storage.watch_list import Became, Reviewed, Watched, became, watched, watched_audit
from storage.watch_list import record_review as keep_review

SHOWN = 6
_OUTCOMES = {
    WatchOutcome.STILL_AT_RISK: "Still at risk",
    WatchOutcome.NO_LONGER_AT_RISK: "No longer at risk",
    WatchOutcome.NOW_INADEQUATE: "Now Inadequate, by a later audit",
}
_FOUND = "Say in a sentence what you found."
_GONE = "It is not on the watch list any more, or somebody has reviewed it just now. This is how it stands."


def _reach(turn: Turn) -> Reach:
    found = reach_of(turn.unit, turn.viewer.id, turn.today)
    if not found:
        raise NotAllowedError(
            "The watch list is for team managers, heads of service, directors and QA. Type 'help' to see what you can "
            "do here."
        )
    return found


def watch_list(turn: Turn, press: Press) -> Reply:
    """The children on the list of the viewer's scope, the earliest review first."""
    return _listed(turn, press.number("after") or 0)


def _listed(turn: Turn, after: int = 0, note: str = "") -> Reply:
    mine = _reach(turn)
    every = watched(turn.unit, turn.policy, mine.scope)
    shown = every[after : after + SHOWN]
    record.write(turn.unit, "saw_watch_list", "allocation", audits=[one.allocation_id for one in shown])
    view = WatchList(
        count=len(every),
        due=sum(one.review_on <= turn.today for one in every),
        rate=rate_words(became(turn.unit, turn.policy, mine.scope)),
        lines=[_line(one, turn.today) for one in shown],
        may_review=ConcernPart.QA in mine.roles,
        more_after=after + SHOWN if len(every) > after + SHOWN else None,
        note=note,
    )
    return Reply(watch_list_card(view, turn.card_id))


def rate_words(found: Became) -> str:
    """The rate of becoming Inadequate with its counts, half rounded up; "" where nobody was ever on the list."""
    if not found.watched:
        return ""
    share = (200 * found.inadequate + found.watched) // (2 * found.watched)
    audits = "audit" if found.watched == 1 else "audits"
    worse = f"{found.inadequate} ({share}%) had a later Inadequate audit of that child"
    return f"Of {found.watched} {audits} ever at risk of decline, {worse}. {found.audited_again} were audited again."


def _line(one: Watched, today: date) -> WatchedLine:
    last = one.reviews[-1] if one.reviews else None
    return WatchedLine(
        audit_id=one.allocation_id,
        case_ref=one.case_ref,
        audit_ref=one.audit_ref,
        team=one.team,
        returned_on=one.returned_on,
        review_on=one.review_on,
        is_due=one.review_on <= today,
        later=_later(one),
        last=_reviewed(last) if last else "",
        last_words=(last.words or "") if last else "",
    )


def _later(one: Watched) -> str:
    if one.inadequate:
        return f"A later audit of this child is Inadequate: {one.inadequate}."
    return f"This child was audited again since: {one.later}." if one.later else ""


def _reviewed(last: Reviewed) -> str:
    who = f" by {last.who}" if last.who else ""
    return f"Reviewed on {spoken_day(last.on_day)}{who}: {_OUTCOMES[last.outcome].lower()}."


def form(turn: Turn, press: Press) -> Reply:
    """The empty form of a review."""
    only_qa(turn)
    one = _held(turn, press)
    return _listed(turn, note=_GONE) if one is None else _ask(turn, one, {}, {})


def _held(turn: Turn, press: Press) -> Watched | None:
    number = press.number(AUDIT)
    if number is None:
        return None
    lock_audit(turn.unit, number)
    return watched_audit(turn.unit, turn.policy, number)


def _ask(turn: Turn, one: Watched, given: dict[str, str], wrong: dict[str, str]) -> Reply:
    outcomes = [key for key in WatchOutcome if key is not WatchOutcome.NOW_INADEQUATE or one.inadequate]
    asked = [
        Asked(
            "outcome",
            "How is it now?",
            "choice",
            required="Choose how it is now.",
            choices=[(key.value, _OUTCOMES[key]) for key in outcomes],
        ),
        Asked("day", "Next review, if still at risk", "day"),
        Asked("words", "What did you find?", required=_FOUND, hint="No names of children or families, please."),
    ]
    next_review = months_after(turn.today, turn.policy.watch_months)
    pairs = [("Reference", one.case_ref), ("Team", one.team), ("Audit", one.audit_ref)]
    later = _later(one)
    review = ChangeForm(
        "Review a child at risk of decline",
        [*pairs, *([("Since then", later)] if later else [])],
        "It stays in the history. A child still at risk comes up again on the day that you choose.",
        asked,
        Button(
            "Save the review", Verb.RECORD_WATCH, {AUDIT: one.allocation_id, SEEN: len(one.reviews)}, style="positive"
        ),
        Button("Cancel", Verb.WATCH_LIST, sends_inputs=False),
        {"day": next_review.isoformat(), **given},
        wrong,
    )
    return Reply(form_card(review, turn.card_id), is_refused=bool(wrong))


def record_review(turn: Turn, press: Press) -> Reply:
    """Record a review, or say beside each input what is wrong with it."""
    only_qa(turn)
    one = _held(turn, press)
    if one is None or press.number(SEEN) != len(one.reviews):
        return _listed(turn, note=_GONE)
    given = typed_in(press, "outcome", "day", "words")
    outcome, day, wrong = _read(turn, one, given)
    if outcome is None or wrong:
        return _ask(turn, one, given, wrong)
    asked = likely_names.unasked(turn, press, one.allocation_id, "watch_list", {"words": given["words"]})
    if asked:
        return likely_names.ask(turn, press, _ask(turn, one, given, {}), asked)
    keep_review(turn.unit, one.allocation_id, outcome, day, given["words"], turn.today)
    record.write(turn.unit, "reviewed_watched", "allocation", one.allocation_id, outcome=outcome.value)
    return _listed(turn, note=_noted(one, outcome, day))


def _noted(one: Watched, outcome: WatchOutcome, day: date | None) -> str:
    if outcome is WatchOutcome.STILL_AT_RISK and day is not None:
        return f"{one.case_ref} stays on the list. Its next review is on {spoken_day(day)}."
    return f"{one.case_ref} is off the list: {_OUTCOMES[outcome].lower()}."


def _read(turn: Turn, one: Watched, given: dict[str, str]) -> tuple[WatchOutcome | None, date | None, dict[str, str]]:
    name = given.get("outcome", "")
    outcome = WatchOutcome(name) if name in {key.value for key in WatchOutcome} else None
    wrong = {} if outcome else {"outcome": "Choose how it is now."}
    if outcome is WatchOutcome.NOW_INADEQUATE and not one.inadequate:
        wrong = {"outcome": "No later audit of this child is Inadequate. Choose another answer."}
    text = complaint_about(given.get("words", ""), when_empty=_FOUND)
    wrong |= {"words": text} if text else {}
    if outcome is not WatchOutcome.STILL_AT_RISK:
        return outcome, None, wrong
    day = read_day(turn, given.get("day", ""))
    if isinstance(day, date) and day <= turn.today:
        day = "Choose a day that is still to come."
    return (outcome, None, {**wrong, "day": day}) if isinstance(day, str) else (outcome, day, wrong)
