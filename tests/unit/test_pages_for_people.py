"""The pages for those who use auditbot: what they say to type, to press, to ask and to look at is there.

In them `this` is typed, *this* is a button, and “this” is a question for a figure.
"""

import re
from datetime import UTC, date, datetime

import pytest

from bot.days_off import calendar_for
from dialogs.offers import offers_for
from dialogs.orders import order
from dialogs.table import command
from dialogs.turn import Turn, Viewer
from domain.audit_steps import steps_of
from domain.policy import Policy
from domain.questions import RATING
from domain.typed_alarm import alarm_in
from domain.typed_answers import read_typed
from domain.words import Role
from metrics.language.interpret import Outcome, Understood, interpret
from metrics.language.names import names_of
from metrics.query import Query
from metrics.reported import asks_what_was_reported
from storage.statements import insert_returning_id
from storage.store import Actor, Store
from storage.tables.people import person
from tests.fakes_cards import Shown
from tests.unit.every_card import CARD_ID, SEVEN, every_card
from tests.unit.test_rooms import ROOT

TODAY = date(2026, 11, 20)
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EVERYBODY = Viewer(1, "Rosa Marsh", "rosa.marsh@council.example", frozenset(Role))
FOLDER = ROOT / "docs"
PAGES = {page.name: page.read_text("utf-8") for page in sorted(FOLDER.glob("for-*.md"))}
# Whom each page is for.
READERS = {
    "for-auditors.md": {Role.AUDITOR},
    "for-directors-and-heads.md": {Role.DIRECTOR, Role.HEAD_OF_SERVICE},
    "for-iros-and-chairs.md": {Role.IRO, Role.CP_CHAIR},
    "for-leaders.md": {Role.LEADER},
    "for-managers.md": {Role.TEAM_MANAGER},
    "for-moderators.md": {Role.MODERATOR, Role.EXTERNAL_MODERATOR},
    "for-qa.md": {Role.QA},
    "for-social-workers.md": {Role.SOCIAL_WORKER},
}
# What is said of an answer, and nothing to ask.
_NO_QUESTION = {"these", "This is a shift"}
_TYPED = re.compile(r"`([^`]+)`")
_BUTTON = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_QUESTION = re.compile(r"“([^”]+)”")
_LINK = re.compile(r"\]\(([^)#]+)[^)]*\)|<img src=\"([^\"]+)\"")
# What explains how the pages are written.
_EXPLAINED = {"this type", "italics"}


def named(pattern: re.Pattern[str], page: str) -> list[str]:
    """What a page names so, each once, as it stands on one line."""
    found = (" ".join(one.split()) for one in pattern.findall(PAGES[page]))
    return [one for one in dict.fromkeys(found) if one not in _EXPLAINED | _NO_QUESTION]


def answers_a_step(text: str) -> bool:
    """Whether a step of an audit takes a text for a grade, and for nothing less."""
    read = (read_typed(step, {}, text) for step in steps_of(SEVEN, {}))
    return any(one.is_sure and RATING in one.answers for one in read if one is not None)


def is_known(turn: Turn, text: str) -> bool:
    """Whether a text typed to auditbot is something other than words for a figure."""
    is_said = command(text, turn.viewer) or alarm_in(text) is not None or answers_a_step(text)
    return bool(is_said) or order(turn, text) is not None


def test_there_is_a_page_for_everybody_who_uses_it_and_the_readme_leads_to_each() -> None:
    assert list(PAGES) == list(READERS)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in PAGES if f"(docs/{name})" not in readme] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_short(page: str) -> None:
    assert len(PAGES[page].split()) < 1_100


def test_each_command_on_the_pages_is_one_that_auditbot_knows(sqlite_store: Store) -> None:
    with sqlite_store.rehearsal(MORNING, Actor("chat")) as unit:
        insert_returning_id(unit, person, id=EVERYBODY.id, email=EVERYBODY.email, name=EVERYBODY.name)
        turn = Turn(unit, EVERYBODY, Policy(), calendar_for(Policy()), CARD_ID)
        assert not is_known(turn, "show the moon")
        unknown = {page: [text for text in named(_TYPED, page) if not is_known(turn, text)] for page in PAGES}
    assert unknown == {page: [] for page in PAGES}


@pytest.mark.parametrize(("page", "roles"), READERS.items())
def test_a_page_sends_nobody_to_a_place_that_is_not_theirs(page: str, roles: set[Role]) -> None:
    places = {offer.type_this for offer in offers_for(frozenset(Role))}
    theirs = {offer.type_this for offer in offers_for(frozenset(roles))}
    assert set(named(_TYPED, page)) & theirs
    assert set(named(_TYPED, page)) & places - theirs == set()


@pytest.mark.parametrize("page", PAGES)
def test_each_button_on_the_pages_stands_on_a_card(page: str) -> None:
    titles = {title for card in every_card("plain").values() for title in Shown(card=card).buttons}
    assert named(_BUTTON, page)
    assert [title for title in named(_BUTTON, page) if title not in titles] == []


@pytest.mark.parametrize("page", [page for page in PAGES if named(_QUESTION, page)])
def test_each_question_on_the_pages_is_understood_in_its_turn(page: str) -> None:
    before: Query | None = None
    for text in named(_QUESTION, page):
        meant = understood(text, before)
        assert meant is None or isinstance(meant, Understood), f"{page}: {text}: {meant}"
        before = meant.query if isinstance(meant, Understood) else before


def understood(text: str, before: Query | None) -> Outcome | None:
    """What a question means; None for one about what was reported, which has its own reader."""
    return None if asks_what_was_reported(text) else interpret(text, TODAY, names_of({}, []), before)


@pytest.mark.parametrize("page", PAGES)
def test_each_link_and_picture_on_the_pages_leads_somewhere(page: str) -> None:
    leads = [link or picture for link, picture in _LINK.findall(PAGES[page])]
    assert leads
    assert [one for one in leads if not (FOLDER / one).exists()] == []
