"""The cards of a workbook, the welcome and the help, and those of the demonstration; from `every_card`."""

from datetime import UTC, datetime

from microsoft_teams.cards import AdaptiveCard

from bot.demo.cards import became_card, choose_card, sent_card, time_card, which_card
from bot.demo.cast import AUDITOR, HEAD_OF_SERVICE, MANAGER
from bot.demo.directory import Resident
from bot.demo.news import News, Told
from cards.welcome import help_card, welcome_card
from cards.workbooks import (
    Findings,
    SheetLine,
    WorkbookView,
    imported_card,
    importing_card,
    not_imported_card,
    summary_card,
    unreadable_card,
)
from dialogs.offers import HELP, MOST_PAGES, offers_for
from dialogs.welcome import help_page, parts_for
from domain.words import Role

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def workbook_cards(text: str, name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards about a workbook that somebody sent."""
    view = WorkbookView(3, "0f" * 32, f"{name}.xlsx")
    sheets = [SheetLine(f"sheet_{number}", number, 1_200, 0) for number in range(17)]
    counts = [("no cycle row", 1), ("due on a weekend", 1_234)]
    good = Findings(sheets, warnings=counts, left_aside=[("unknown column", 2)])
    wrong = Findings(problems=[text] * 1_000, sorts=[("empty cell", 1_000)], left_aside=[("unknown sheet", 1)])
    over = Findings(sheets, problems=[text] * 3, sorts=[("conflict", 3)], conflicts="0f" * 32)
    return {
        "workbook with conflicts": summary_card(view, over, card_id),
        "workbook": summary_card(view, good, card_id),
        "workbook that changes nothing": summary_card(view, Findings([SheetLine("teams", 0, 0, 9)]), card_id),
        "workbook with problems": summary_card(view, wrong, card_id, "It was not imported."),
        "workbook under way": importing_card(view, card_id),
        "workbook imported": imported_card(view.name, good, name, "Friday 4 December 2026 at 09:00"),
        "workbook left": not_imported_card(view.name),
        "workbook unreadable": unreadable_card(text),
    }


def greeting_cards(name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The welcome and the help: of whoever holds every role, and of one."""
    everything = frozenset(Role)
    qa_contact = "the quality assurance team"
    return {
        "welcome": welcome_card(name, parts_for(everything), [*offers_for(everything), HELP], card_id),
        "welcome of somebody without a part": welcome_card(name, [], [HELP], card_id),
        "help of a social worker": help_card(help_page(frozenset({Role.SOCIAL_WORKER}), 0, qa_contact), card_id),
        "help of an auditor": help_card(help_page(frozenset({Role.AUDITOR}), 0, qa_contact), card_id),
        "help of an auditor, more": help_card(help_page(frozenset({Role.AUDITOR}), 1, qa_contact), card_id),
        **{
            f"help, page {number}": help_card(help_page(everything, number, qa_contact), card_id)
            for number in range(MOST_PAGES)
        },
    }


def demonstration_cards(name: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards that only the demonstration has."""
    rosa = Resident("rosa", name, "rosa@council.example", "auditor")
    many = [rosa] * 12
    return {
        "demo: choose": choose_card(
            [(AUDITOR, 0), (MANAGER, 1), (HEAD_OF_SERVICE, 2)], MORNING, card_id, is_open=False
        ),
        "demo: became": became_card(rosa, "Type 'my audits'.", MORNING, card_id),
        "demo: which": which_card(name, [rosa, rosa], card_id),
        "demo: nobody": which_card(name, [], card_id),
        "demo: time": time_card(MORNING, many, rosa, card_id),
        "demo: time, with its news": time_card(
            MORNING,
            many,
            rosa,
            card_id,
            News((Told("rosa", name, (f"Audit {name}. Sent.",) * 3),) * 7, ("Held back.",) * 8),
        ),
        "demo: time, nothing sent": time_card(MORNING, [], None, card_id),
        "demo: sent": sent_card([rosa], card_id),
    }
