"""The outcome of a meeting: the grades agreed on, and why the two had differed; kept for both audits of the pair."""

from collections.abc import Mapping, Sequence

from cards.elements import Button
from cards.forms import Asked, ChangeForm
from cards.moderation import asked_of_concern, judgement_card
from cards.verbs import MEETING, Verb
from dialogs import concern, likely_names, qa_notices
from dialogs.loops import halves_of, moderated_meeting, own_meeting, shown, sides_of
from dialogs.moderation_judging import MODERATED
from dialogs.qa_inputs import typed_in
from dialogs.turn import Press, Reply, Turn
from domain.audit_steps import check
from domain.free_text import complaint_about
from domain.moderation_steps import CATEGORY, LONGEST_REASON, OVERALL, WHAT, category_questions, domain_step
from domain.questions import Step
from domain.words import OVERALL_RATINGS, Rating
from storage import record
from storage.audits import AllocatedAudit
from storage.concern_judgements import ask_qa_to_decide
from storage.judging import Judgement, judge
from storage.loops import Meeting, meeting_by_id, settle
from storage.moderation import unjudged_of
from storage.moderation_reading import grades_of

_OVERALL, _WHY = "overall", "why"
Given = Mapping[str, str]


def _key(place: int) -> str:
    return f"domain_{place}"


def _differing(turn: Turn, meeting: Meeting) -> list[tuple[str, str]]:
    """(title, both grades in words) of the domains in which the two differ."""
    first, second = sides_of(turn.unit, halves_of(turn.unit, meeting))
    return [
        (title, f"{first.auditor}: {one}. {second.auditor}: {other}.")
        for (title, one), (_, other) in zip(first.domains, second.domains, strict=True)
        if one != other
    ]


def form(turn: Turn, press: Press) -> Reply:
    """Ask what the meeting agreed on."""
    return _ask(turn, moderated_meeting(turn, press), {}, {})


def _ask(turn: Turn, meeting: Meeting, typed: Given, wrong: Given) -> Reply:
    halves = halves_of(turn.unit, meeting)
    overall = [(one.value, one.value) for one in OVERALL_RATINGS]
    grades = [(one.value, one.value) for one in Rating]
    sides = " ".join(f"{side.auditor}: {side.overall}." for side in sides_of(turn.unit, halves))
    asked = [
        Asked(_OVERALL, "Overall grade agreed on", "choice", "Choose the overall grade.", choices=overall, above=sides)
    ]
    asked += [
        Asked(_key(place), f"{title}: grade agreed on", "choice", "Choose a grade.", choices=grades, above=words)
        for place, (title, words) in enumerate(_differing(turn, meeting))
    ]
    asked.append(Asked(_WHY, "Why had they differed?", required="Say why they had differed."))
    if _opens_concern(turn, halves, typed):
        asked += asked_of_concern()
    go = Button("Record it", Verb.RECORD_MEETING, {MEETING: meeting.id}, style="positive")
    back = Button("Cancel", Verb.SHOW_MEETING, {MEETING: meeting.id}, sends_inputs=False)
    words = "These grades count from now on, once for the pair. Both auditors read your reason, and may answer it once."
    facts = [("Reference", halves[0].case_ref), ("Team", halves[0].team)]
    made = ChangeForm("The outcome of the meeting", facts, words, asked, go, back, typed, wrong)
    return Reply(judgement_card(made, turn.card_id, LONGEST_REASON), is_refused=bool(wrong))


def _opens_concern(turn: Turn, halves: Sequence[AllocatedAudit], typed: Given) -> bool:
    """Whether the pair has become Inadequate, and neither auditor had said so."""
    before = {grades_of(turn.unit, one.id).get(OVERALL) for one in halves}
    return typed.get(_OVERALL) == Rating.INADEQUATE and Rating.INADEQUATE not in before


def record_it(turn: Turn, press: Press) -> Reply:
    """Keep the grades agreed on for both audits, with the reason."""
    meeting = moderated_meeting(turn, press)
    halves = halves_of(turn.unit, meeting)
    titles = [title for title, _ in _differing(turn, meeting)]
    keys = [_OVERALL, *(_key(place) for place in range(len(titles))), _WHY, CATEGORY, WHAT]
    typed = typed_in(press, *keys)
    wrong = _wrong(turn, halves, titles, typed)
    if wrong:
        return _ask(turn, meeting, typed, wrong)
    texts = {key: typed[key] for key in (_WHY, WHAT) if key in typed}
    asked = likely_names.unasked(turn, press, meeting.first_id, "meeting outcome", texts)
    if asked:
        return likely_names.ask(turn, press, _ask(turn, meeting, typed, {}), asked)
    agreed = {title: Rating(typed[_key(place)]) for place, title in enumerate(titles)}
    _keep(turn, meeting, halves, typed, agreed)
    return shown(turn, meeting_by_id(turn.unit, meeting.id) or meeting, note="The outcome is recorded.")


def _wrong(turn: Turn, halves: Sequence[AllocatedAudit], titles: Sequence[str], typed: Given) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if typed.get(_OVERALL) not in {one.value for one in OVERALL_RATINGS}:
        wrong[_OVERALL] = "Choose the overall grade."
    for place in range(len(titles)):
        if typed.get(_key(place)) not in {one.value for one in Rating}:
            wrong[_key(place)] = "Choose a grade."
    why = complaint_about(typed.get(_WHY, ""), when_empty="Say why they had differed.", longest=LONGEST_REASON)
    wrong |= {_WHY: why} if why else {}
    if _opens_concern(turn, halves, typed):
        given = {key: typed.get(key, "") for key in (CATEGORY, WHAT)}
        wrong |= check(Step("category", "Category", category_questions()), given)
    return wrong


def _keep(
    turn: Turn, meeting: Meeting, halves: Sequence[AllocatedAudit], typed: Given, agreed: Mapping[str, Rating]
) -> None:
    overall, why = Rating(typed[_OVERALL]), typed[_WHY]
    opens_concern = _opens_concern(turn, halves, typed)
    for half in halves:
        grades = grades_of(turn.unit, half.id)
        owed = unjudged_of(turn.unit, half.id)
        if owed is None:
            continue
        changed = {
            title: (grade, why)
            for title, grade in agreed.items()
            if grades.get(domain_step(title)) not in {None, grade}
        }
        judge(turn.unit, owed, half, Judgement(overall, changed, why), turn.today)
        qa_notices.tell(turn, MODERATED, half.auditor_id, half.id, rung=str(owed.id))
        if grades.get(OVERALL) is Rating.INADEQUATE and overall is not Rating.INADEQUATE:
            ask_qa_to_decide(turn.unit, half.id)
    settle(turn.unit, meeting)
    record.write(turn.unit, "settled_loop", "loop_meeting", meeting.id)
    if opens_concern:
        concern.found_inadequate(turn, halves[0], int(typed[CATEGORY]), typed[WHAT])


def recorded_again(turn: Turn, press: Press) -> Reply:
    """The same outcome pressed twice: it is recorded once."""
    return shown(turn, own_meeting(turn, press))
