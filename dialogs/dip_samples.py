"""QA sets up a dip sample, shares it out among reviewers, sees how far it has come, and closes it."""

import re
from collections.abc import Mapping, Sequence

from cards.dip_samples import SampleLine, SampleView, sample_card, samples_card
from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import FIRST, FORM, SAMPLE, Verb
from dialogs import likely_names
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import read_person, typed_in, wrong_reason
from dialogs.register_words import unasked_names
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.dip_sample import ANSWERS, MOST_QUESTIONS, MOST_RECORDS, draw, read_lines, read_references, share_out
from domain.free_text import SHORT_TEXT, complaint_about
from domain.words import DipAnswer, SendClass
from storage import dip_samples as store
from storage import record
from storage.dip_samples import NewSample, Sample
from storage.outbox import owe

_LISTED = 8
_NAMED = 8
_LONGEST_QUESTION = 200
_WHOLE = "Whole council"
_TITLE = Asked("title", "Title", "line", required="Give it a title, such as 'Seen alone'.")
_QUESTIONS = Asked("questions", "Questions, one a line", required="Write one question a line.")
_REFS = Asked("refs", "References of the records, one a line. Leave this empty to draw them at random.")
_COUNT = Asked("count", "How many to draw", "line")
_REVIEWERS = Asked("names", "Reviewers, one a line: names or e-mail addresses", required="Name at least one reviewer.")
_ALL = Button("Cancel", Verb.DIP_SAMPLES, sends_inputs=False)

Given = Mapping[str, str]


def listed(turn: Turn, press: Press) -> Reply:
    """The dip samples that were set up here, a handful at a time.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    after = press.number(FIRST) or 0
    found = store.samples_set_up(turn.unit, _LISTED + 1, after)
    lines = [SampleLine(one.id, one.title, _stands(one)) for one in found[:_LISTED]]
    return Reply(samples_card(lines, turn.card_id, after + _LISTED if len(found) > _LISTED else None))


def _stands(one: Sample) -> str:
    closed = f"Closed on {spoken_day(one.closed_on)}: " if one.closed_on else ""
    return f"{closed}{one.done} of {one.records} records done, {one.shared} shared out."


def _sample(turn: Turn, press: Press, *, to_change: bool = False) -> Sample | None:
    only_qa(turn)
    number = press.number(SAMPLE)
    return None if not number else store.sample_of(turn.unit, number, to_change=to_change)


def show(turn: Turn, press: Press) -> Reply:
    """How far a dip sample has come, and its answers so far; the list where there is no such sample."""
    found = _sample(turn, press)
    return listed(turn, press) if found is None else _shown(turn, found)


def _shown(turn: Turn, found: Sample, note: str = "") -> Reply:
    record.write(turn.unit, "saw_dip_sample", "dip_sample", found.id)
    about = [("Reference", found.ref), ("Set up on", spoken_day(found.carried_out_on)), ("Stands", _stands(found))]
    about += [("Drawn with", f"seed {found.seed}")] if found.seed else []
    reviewers = [(one.name, f"{one.done} of {one.records} done") for one in store.progress_of(turn.unit, found.id)]
    forms = [] if found.closed_on else [("Share it out", "share"), ("Close it", "close")]
    results, is_answered = _results(turn, found)
    question = f"dip sample {found.title}" if is_answered else ""
    view = SampleView(found.id, found.title, about, reviewers, results, forms, question, note)
    return Reply(sample_card(view, turn.card_id))


def _results(turn: Turn, found: Sample) -> tuple[list[tuple[str, str]], bool]:
    counts = store.answer_counts(turn.unit, found.id)
    lines = [(one, _counted(one, counts)) for one in store.questions_of(turn.unit, found.id)]
    return lines, any(counts.values())


def _counted(question: str, counts: Mapping[tuple[str, DipAnswer], int]) -> str:
    by_answer = {answer: counts.get((question, answer), 0) for answer in DipAnswer}
    base = sum(count for answer, count in by_answer.items() if answer is not DipAnswer.NOT_APPLICABLE)
    if not any(by_answer.values()):
        return "No answer yet"
    said = [f"{by_answer[DipAnswer(stored)]} {shown.lower()}" for stored, shown in ANSWERS[:-1]]
    return f"{', '.join(said)}, of {base}; does not apply to {by_answer[DipAnswer.NOT_APPLICABLE]}"


# The forms.


def form(turn: Turn, press: Press) -> Reply:
    """The form that sets a sample up, shares one out, or closes it."""
    only_qa(turn)
    if press.data.get(FORM) == "set_up":
        return _ask_set_up(turn, {}, {})
    found = _sample(turn, press)
    if found is None or found.closed_on:
        return show(turn, press)
    return _ask_share(turn, found, {}, {}) if press.data.get(FORM) == "share" else _ask_close(turn, found)


def _form(turn: Turn, title: str, words: str, asked: Sequence[Asked], go: Button, given: Given, wrong: Given) -> Reply:
    made = ChangeForm(title, [], words, asked, go, _ALL, given, wrong)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong))


def _ask_set_up(turn: Turn, given: Given, wrong: Given) -> Reply:
    places = [_WHOLE, *store.places_to_draw_from(turn.unit)]
    drawn_from = Asked("place", "Draw from", "choice", choices=[(one, one) for one in dict.fromkeys(places)])
    words = "Each record is asked each question: yes, no, partly, or does not apply. Keep it to a few."
    go = Button("Set it up", Verb.SET_UP_SAMPLE, {SAMPLE: 0}, style="positive")
    asked = [_TITLE, _QUESTIONS, _REFS, _COUNT, drawn_from]
    return _form(turn, "Set up a dip sample", words, asked, go, {"place": _WHOLE, **given}, wrong)


def set_up(turn: Turn, press: Press) -> Reply:
    """Set up a sample of named records, or of records drawn at random; or say beside each input what is wrong."""
    only_qa(turn)
    given = typed_in(press, "title", "questions", "refs", "count", "place")
    ref = store.next_ref(turn.unit, turn.today)
    cases, wrong = _named(turn, given["refs"]) if "refs" in given else _drawn(turn, given, ref)
    wrong |= _wrong_words(turn, given)
    if wrong:
        return _ask_set_up(turn, given, wrong)
    texts = {"title": given["title"], "questions": given["questions"]}
    asked = unasked_names(turn, press, "dip_sample", texts)
    if asked:
        return likely_names.ask(turn, press, _ask_set_up(turn, given, {}), asked)
    seed = None if "refs" in given else ref
    number = store.set_up(
        turn.unit, NewSample(given["title"], read_lines(given["questions"]), cases, seed), ref, turn.today
    )
    record.write(turn.unit, "set_up_dip_sample", "dip_sample", number, records=len(cases))
    found = store.sample_of(turn.unit, number)
    return listed(turn, press) if found is None else _shown(turn, found, "Set up. Share it out next.")


def _wrong_words(turn: Turn, given: Given) -> dict[str, str]:
    wrong: dict[str, str] = {}
    title = wrong_reason(given.get("title", ""), _TITLE.required)
    if not title and store.title_is_taken(turn.unit, given["title"]):
        title = "Another dip sample has this title. Give it one of its own, such as with the month."
    if not title and given["title"].casefold() in {one.casefold() for one in store.places_to_draw_from(turn.unit)}:
        title = "A team or service is called this, so nobody could ask for the sample's figure. Say what it looks at."
    questions = read_lines(given.get("questions", ""))
    problem = complaint_about(given.get("questions", ""), when_empty=_QUESTIONS.required, longest=SHORT_TEXT)
    if len(questions) > MOST_QUESTIONS:
        problem = f"These are {len(questions)} questions. Keep it to {MOST_QUESTIONS} at most."
    elif any(len(one) > _LONGEST_QUESTION for one in questions):
        problem = f"Keep each question to {_LONGEST_QUESTION} characters."
    return wrong | ({"title": title} if title else {}) | ({"questions": problem} if problem else {})


def _named(turn: Turn, text: str) -> tuple[list[int], dict[str, str]]:
    refs = read_references(text)
    known = store.cases_by_reference(turn.unit, refs)
    unknown = [one for one in refs if one not in known]
    if unknown:
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        return [], {"refs": f"I know no record {', '.join(unknown[:_NAMED])}{more}. Put it right, or take it out."}
    if len(refs) > MOST_RECORDS:
        return [], {"refs": f"These are {len(refs)} records. Keep it to {MOST_RECORDS} at most."}
    return list(dict.fromkeys(known.values())), {}


def _drawn(turn: Turn, given: Given, seed: str) -> tuple[list[int], dict[str, str]]:
    place = given.get("place", _WHOLE)
    if place not in {_WHOLE, *store.places_to_draw_from(turn.unit)}:
        return [], {"place": "Choose one of these."}
    count = given.get("count", "")
    if not re.fullmatch(r"[1-9]\d{0,2}", count, re.ASCII) or int(count) > MOST_RECORDS:
        return [], {"count": f"Write a number from 1 to {MOST_RECORDS}, or name the records above."}
    open_cases = store.open_cases_of(turn.unit, "" if place == _WHOLE else place, turn.today)
    if len(open_cases) < int(count):
        return [], {"count": f"There are {len(open_cases)} open records there. Write that number or a smaller one."}
    return draw(open_cases, int(count), seed), {}


def _ask_share(turn: Turn, found: Sample, given: Given, wrong: Given) -> Reply:
    words = "Records that are not done are shared out evenly. Nobody gets a record of their own team."
    go = Button("Share it out", Verb.SHARE_SAMPLE, {SAMPLE: found.id}, style="positive")
    before = "\n".join(one.name for one in store.progress_of(turn.unit, found.id))
    return _form(turn, f"Share out: {found.title}", words, [_REVIEWERS], go, {"names": before, **given}, wrong)


def share(turn: Turn, press: Press) -> Reply:
    """Share a sample's records out among reviewers, who hear of it."""
    found = _sample(turn, press, to_change=True)
    if found is None or found.closed_on:
        return show(turn, press)
    given = typed_in(press, "names")
    people, problem = _people(turn, read_lines(given.get("names", "")))
    shared, nobodys = share_out(store.unfinished_records(turn.unit, found.id), store.reviewers(turn.unit, people))
    if not problem and nobodys:
        problem = f"{len(nobodys)} of the records are of these reviewers' own teams. Add somebody of another team."
    if problem:
        return _ask_share(turn, found, given, {"names": problem})
    told = store.give_records(turn.unit, found.id, shared, turn.today)
    record.write(turn.unit, "shared_out_dip_sample", "dip_sample", found.id, records=len(shared), people=len(people))
    opens, rung = turn.calendar.next_open(turn.unit.now), turn.unit.now.isoformat()
    for person_id in told:
        owe(turn.unit, SendClass.NOTICE, store.SHARED_OUT, person_id, found.id, rung=rung, not_before=opens)
    return _shown(turn, store.sample_of(turn.unit, found.id) or found, "Shared out. Its reviewers will hear of it.")


def _people(turn: Turn, names: Sequence[str]) -> tuple[list[int], str]:
    """The people so named, or what is wrong with the first name that can't be read."""
    if not names:
        return [], _REVIEWERS.required
    people: list[int] = []
    for name in names:
        one = read_person(turn, name)
        if isinstance(one, str):
            return people, one
        people.append(one.id)
    return list(dict.fromkeys(people)), ""


def _ask_close(turn: Turn, found: Sample) -> Reply:
    left = found.records - found.done
    words = "It takes no more answers then. " + (
        f"{left} of {found.records} records are not done: they are left out." if left else "All records are done."
    )
    go = Button("Close it", Verb.CLOSE_SAMPLE, {SAMPLE: found.id}, style="positive")
    return _form(turn, f"Close: {found.title}", words, [], go, {}, {})


def close(turn: Turn, press: Press) -> Reply:
    """Close a sample: what was answered stays, and nothing more is."""
    found = _sample(turn, press, to_change=True)
    if found is None:
        return listed(turn, press)
    if store.close_sample(turn.unit, found.id, turn.today):
        record.write(turn.unit, "closed_dip_sample", "dip_sample", found.id)
    return _shown(turn, store.sample_of(turn.unit, found.id) or found, "It is closed.")
