"""The part of `dialogs.table` on what follows an audit: its impact, disputes, dip samples, a manager's page."""

from collections.abc import Mapping

from cards.verbs import Verb
from dialogs import dip_reviews, dip_samples, escalation_notices, escalations, my_team, surveys, teams_named, themes
from dialogs.pages_in_words import page_in_words
from dialogs.turn import MessageMaker
from dialogs.wired import Act, Wired
from storage.dip_samples import SHARED_OUT
from storage.escalations import DISPUTE
from storage.seniors import TEAMS_NAMED
from storage.surveys import SURVEY

BUTTONS: Mapping[Verb, Wired] = {
    Verb.MY_SURVEYS: Wired(surveys.my_surveys),
    Verb.SHOW_SURVEY: Wired(surveys.show),
    Verb.ANSWER_SURVEY: Wired(surveys.answer, surveys.show),
    Verb.SURVEY_FORM: Wired(surveys.form),
    Verb.SAVE_SURVEY: Wired(surveys.save, surveys.show),
    Verb.MY_DISPUTES: Wired(escalations.my_disputes),
    Verb.SHOW_DISPUTE: Wired(escalations.show),
    Verb.DISPUTE_FORM: Wired(escalations.form),
    Verb.RAISE_DISPUTE: Wired(escalations.raise_it, escalations.my_disputes),
    Verb.MOVE_DISPUTE: Wired(escalations.move_up, escalations.show),
    Verb.RESOLVE_DISPUTE: Wired(escalations.resolve, escalations.show),
    Verb.DIP_SAMPLES: Wired(dip_samples.listed),
    Verb.SHOW_SAMPLE: Wired(dip_samples.show),
    Verb.SAMPLE_FORM: Wired(dip_samples.form),
    Verb.SET_UP_SAMPLE: Wired(dip_samples.set_up, dip_samples.listed),
    Verb.SHARE_SAMPLE: Wired(dip_samples.share, dip_samples.show),
    Verb.CLOSE_SAMPLE: Wired(dip_samples.close, dip_samples.show),
    Verb.MY_SAMPLES: Wired(dip_reviews.my_samples),
    Verb.SHOW_RECORD: Wired(dip_reviews.show),
    Verb.ANSWER_RECORD: Wired(dip_reviews.answer, dip_reviews.show),
    Verb.RECORD_FORM: Wired(dip_reviews.form),
    Verb.SAVE_RECORD: Wired(dip_reviews.save, dip_reviews.show),
    Verb.MY_TEAM: Wired(my_team.my_team),
    Verb.SHOW_TEAM: Wired(my_team.show),
    Verb.TEAM_AUDIT: Wired(my_team.show_audit),
    Verb.HEED_AUDIT: Wired(my_team.acknowledge, my_team.show_audit),
    Verb.DISCUSS_AUDIT: Wired(my_team.discuss, my_team.show_audit),
    Verb.TEAM_WORDS: Wired(my_team.say),
    Verb.TEAMS_NAMED: Wired(teams_named.teams_named),
    Verb.THEMES_TO_CONFIRM: Wired(themes.to_confirm),
    Verb.CONFIRM_THEMES: Wired(themes.confirm, themes.again),
    Verb.NO_THEME: Wired(themes.none_of_these, themes.again),
    Verb.THEME_FIGURES: Wired(themes.figures),
}

COMMANDS: Mapping[str, Act] = {
    "my surveys": surveys.my_surveys,
    "my escalations": escalations.my_disputes,
    "raise an escalation": escalations.raise_form,
    "dip samples": dip_samples.listed,
    "my dip samples": dip_reviews.my_samples,
    "my team": my_team.my_team,
    "teams named": teams_named.teams_named,
    "feedback to theme": themes.to_confirm,
    "feedback themes": themes.figures,
}

MESSAGES: Mapping[str, MessageMaker] = {
    SURVEY: surveys.notice,
    DISPUTE: escalation_notices.notice,
    SHARED_OUT: dip_reviews.notice,
    TEAMS_NAMED: teams_named.notice,
}


def typed(text: str) -> Act | None:
    """What a text asks for that says one of these commands in a sentence, or goes on after it; None for any other."""
    return my_team.typed_about_a_team(text) or themes.typed_about_themes(text) or page_in_words(text)
