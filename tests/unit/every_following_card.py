"""Every card of what follows an audit: surveys, disputes, dip samples, themes, a manager's page (see `every_card`)."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.dip_samples import (
    InHandLine,
    RecordView,
    SampleLine,
    SampleView,
    my_samples_card,
    record_card,
    record_form_card,
    sample_card,
    samples_card,
)
from cards.elements import Button
from cards.escalations import MOST_LISTED, DisputeLine, DisputeView, dispute_card, dispute_notice_card, disputes_card
from cards.forms import Asked, ChangeForm, form_card
from cards.my_team import (
    MOST_AUDITS,
    MOST_TEAMS,
    MOST_TEXTS,
    AuditLine,
    SaidInAudit,
    TeamAuditView,
    TeamLine,
    TeamView,
    heeded_words,
    team_audit_card,
    team_card,
    team_words_card,
    teams_card,
)
from cards.surveys import SurveyLine, SurveyView, my_surveys_card, survey_card, survey_form_card
from cards.teams_named import teams_named_card
from cards.themes import (
    CommentView,
    ThemeFigures,
    ThemeLine,
    comment_card,
    nothing_to_theme_card,
    theme_figures_card,
)
from cards.verbs import DISPUTE, SAMPLE, Verb
from domain.dip_sample import MOST_QUESTIONS
from domain.free_text import SHORT_TEXT
from domain.themes import DEFAULT_THEMES, MOST_THEMES, read_themes

DAY = date(2026, 12, 4)
_ASKED = Asked("words", "Why?", required="Say in a few words why.", hint="No names of children or families, please.")


def following_cards(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {
        **_surveys(text, name, case_ref, card_id),
        **_disputes(text, name, case_ref, card_id),
        **_samples(text, name, case_ref, card_id),
        **_themes(text, name, card_id),
        **_teams(text, name, case_ref, card_id),
    }


def _surveys(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    new = SurveyView(7, case_ref, name, name, "2026-11")
    all_three = {"practice_change": "improved", "child_impact": "too_soon", "done": "to"}
    done = replace(new, answers={**all_three, "comment": text[:SHORT_TEXT]})
    wrong = {"practice_change": "Choose one of these.", "comment": "Please shorten it to 2,000."}
    lines = [SurveyLine(number, case_ref, "2026-11", DAY, DAY if number > 2 else None) for number in range(1, 9)]
    return {
        "survey": survey_card(new, card_id),
        "survey, the last question": survey_card(replace(new, answers=dict(list(all_three.items())[:2])), card_id),
        "survey answered": survey_card(done, card_id),
        "survey of another day": survey_card(replace(done, may_change=False, note="You answered that day."), card_id),
        "survey form": survey_form_card(new, all_three, {}, card_id),
        "survey form, refused": survey_form_card(new, {"comment": text}, wrong, card_id),
        "my surveys": my_surveys_card(lines, card_id),
        "my surveys, none": my_surveys_card([], card_id),
    }


def _disputes(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    history = [("Friday 4 December 2026: moved from stage 1 to stage 2. By Ines Varga.", text)] * 3
    moves = [("Move to stage 3", "move_up"), ("Resolve it", "resolve")]
    about = (4, f"{case_ref}-D1", case_ref, name, "Process", "IRO", 2, "Stage 2, in process", name, DAY)
    view = DisputeView(*about, history, moves, "It is at stage 2 now.")
    lines = [DisputeLine(number, case_ref, name, "Process", "Stage 1, in process") for number in range(MOST_LISTED)]
    forms = {
        verb: form_card(
            ChangeForm(
                title,
                [("Reference", case_ref)],
                "I tell the director as well.",
                [_ASKED],
                Button(title, verb, {DISPUTE: 4}, style="positive"),
                Button("Cancel", Verb.MY_DISPUTES, sends_inputs=False),
                {"words": text},
                {"words": "Say in a few words why."},
            ),
            card_id,
        )
        for verb, title in (
            (Verb.RAISE_DISPUTE, "Raise it"),
            (Verb.MOVE_DISPUTE, "Move to stage 3"),
            (Verb.RESOLVE_DISPUTE, "Resolve it"),
        )
    }
    return {
        "disputes": disputes_card(lines, MOST_LISTED, card_id, may_raise=True),
        "disputes, none": disputes_card([], None, card_id, may_raise=False),
        "dispute": dispute_card(view, card_id),
        "dispute notice": dispute_notice_card(view, "A dispute about a child's plan was raised.", card_id),
        **{f"dispute form {verb}": made for verb, made in forms.items()},
    }


def _samples(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    line = text.replace("\n", " ")[:200] or "Was the child seen alone?"
    questions = [f"{number}. {line}" for number in range(MOST_QUESTIONS)]
    stands = "4 yes, 1 no, 0 partly, of 5; does not apply to 1"
    forms = [("Share it out", "share"), ("Close it", "close")]
    pairs = [("Reference", "DS-2026-12-04-1"), ("Stands", "1 of 4 records done, 4 shared out.")]
    results = [(one, stands) for one in questions]
    view = SampleView(3, name, pairs, [(name, "1 of 2 done")] * 5, results, forms, f"dip sample {name}", "Shared out.")
    asked = RecordView(9, name, case_ref, 1, 4, questions, {questions[0]: "yes"}, 10)
    done = replace(asked, answers=dict.fromkeys(questions, "partial"))
    wrong = {"q1": "Choose one of these."}
    made = {
        f"sample form {verb}": form_card(
            ChangeForm(
                title,
                [],
                "Each record is asked each question.",
                [_ASKED],
                Button(title, verb, {SAMPLE: 3}, style="positive"),
                Button("Cancel", Verb.DIP_SAMPLES, sends_inputs=False),
                {"words": text},
            ),
            card_id,
        )
        for verb, title in (
            (Verb.SET_UP_SAMPLE, "Set it up"),
            (Verb.SHARE_SAMPLE, "Share it out"),
            (Verb.CLOSE_SAMPLE, "Close it"),
        )
    }
    return {
        "dip samples": samples_card(
            [SampleLine(number, name, "1 of 4 records done.") for number in range(8)], card_id, 8
        ),
        "dip samples, none": samples_card([], card_id),
        "dip sample": sample_card(view, card_id),
        "record": record_card(asked, card_id),
        "record done": record_card(done, card_id),
        "record, the last one": record_card(replace(done, next_record=None), card_id),
        "record of a closed sample": record_card(replace(asked, may_change=False), card_id),
        "record form": record_form_card(done, wrong, {}, card_id),
        "my dip samples": my_samples_card([InHandLine(name, 1, 4, 9), InHandLine(name, 4, 4, None)], card_id),
        "my dip samples, unasked": my_samples_card([InHandLine(name, 0, 4, 9)], card_id, is_new=True),
        "my dip samples, none": my_samples_card([], card_id),
        **made,
    }


def _themes(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    titles = read_themes(DEFAULT_THEMES).titles
    pairs = [("Who", "A child"), ("Team", name), ("Month", "November 2026"), ("How they found it", "mixed")]
    view = CommentView(7, "child", "digest", pairs, text, titles, titles[:2], 12, "Kept: Being on time.")
    lines = [ThemeLine(f"Theme {number}", 12, 5, 4, 3) for number in range(MOST_THEMES)]
    periods = [("This quarter", "this quarter"), ("Last quarter", "last quarter")]
    figures = ThemeFigures("Q2 2026/27", 40, 30, 4, lines, "Some of these counts are under five.", periods, is_qa=True)
    return {
        "comment to theme": comment_card(view, card_id),
        "comment to theme, nothing suggested": comment_card(replace(view, suggested=(), waiting=1, note=""), card_id),
        "no comment to theme": nothing_to_theme_card("Kept: none of the themes.", card_id),
        "feedback themes": theme_figures_card(figures, card_id),
    }


def _teams(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    lines = [
        TeamLine(number, name, "1 to acknowledge, 0 of concern, 2 actions overdue") for number in range(MOST_TEAMS)
    ]
    line = AuditLine(7, case_ref, "2026-11", "Good", "Returned on Friday 4 December 2026.", is_heeded=False)
    owed = [("Audits received", "7, of them 1 to acknowledge"), ("Open actions", "4, of them 2 overdue")]
    waits = replace(line, grade="its outcome is still to come", has_outcome=False)
    team = TeamView(1, name, owed, [waits, *[line] * (MOST_AUDITS - 1)], MOST_AUDITS)
    audit = TeamAuditView(
        7,
        "2026-11-007",
        1,
        [("Reference", case_ref), ("Grade", "Good")],
        text,
        text,
        [(text[:300], "Sue · by Friday 4 December 2026")] * 6,
        [heeded_words("Acknowledged", name, DAY)],
        [("Acknowledge", Verb.HEED_AUDIT), ("We discussed it", Verb.DISCUSS_AUDIT)],
        "Acknowledged: it is noted.",
    )
    said = [SaidInAudit(case_ref, "2026-11", text)] * MOST_TEXTS
    parts = [("Strengths", said, "supervision (4), plans (2)"), ("Areas for improvement", [], "")]
    groups = [("Three or more Inadequate audits, in six months", [name] * 5)]
    return {
        "my teams": teams_card(lines, 4, card_id),
        "my team": team_card(team, card_id),
        "my team, nothing back": team_card(replace(team, audits=(), more_after=None, may_heed=False), card_id),
        "audit of my team": team_audit_card(audit, card_id),
        "audit of my team before its outcome": team_audit_card(
            replace(audit, ways=(), waits="It stands here later."), card_id
        ),
        "what audits say of a team": team_words_card(name, 1, parts, 2, card_id),
        "teams named": teams_named_card(groups, "Up to the end of November 2026.", card_id),
        "teams named, none": teams_named_card([], "Up to the end of November 2026.", card_id),
    }
