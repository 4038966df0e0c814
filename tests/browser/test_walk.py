"""The walk a newcomer takes in the demonstration, in a real browser before the real Playground."""

from datetime import timedelta

from bot.clock import Clock
from domain.calendar import london_day, spoken_day
from tests.browser.playground_page import Visitor

DOMAINS = (
    "Seeing and Hearing the Child",
    "Quality of Assessment",
    "Quality of Plans",
    "Decision Making and Management Oversight",
    "Meetings and Reviews",
    "Supervision",
    "Impact of Diversity",
)


def test_an_audit_is_carried_out_with_an_alarm_on_the_way(visitor: Visitor) -> None:
    _moves_on_by_a_week(visitor)
    _becomes_rosa_and_starts(visitor)
    _raises_a_concern(visitor)
    visitor.presses("Continue audit", then="Who was involved")
    _says_who_was_involved(visitor)
    _grades_every_domain(visitor)
    _ends_with_actions(visitor)
    visitor.presses("Return audit", then="Audit returned")
    _acknowledges_as_head_of_service(visitor)


def _moves_on_by_a_week(visitor: Visitor) -> None:
    """Past a working morning, at whatever hour this runs: notices wait for one."""
    then = london_day(Clock().now()) + timedelta(weeks=1)
    visitor.presses("A week on", then=f"It is {spoken_day(then)}")
    visitor.presses("Choose whom to be", then="Choose whom to be")
    visitor.sees("1 message waits for them.")


def _becomes_rosa_and_starts(visitor: Visitor) -> None:
    visitor.presses("Become Rosa", then="An audit for you")
    visitor.sees_card("You are Rosa Vale, auditor")
    visitor.says("my audits")
    visitor.sees_card("My audits")
    visitor.presses("Start audit", then="Who was involved")


def _raises_a_concern(visitor: Visitor) -> None:
    visitor.presses("Raise immediate concern", then="Phone first, then raise the concern")
    visitor.sees("Phone the team manager")
    visitor.writes("What puts the child at risk?", "Left alone overnight, twice this week.")
    visitor.presses("Raise it now", then="Concern raised")
    visitor.sees("Dan Iqbal (head of service), Helen Ashgrove (director), Tomasz Birch (QA)")


def _says_who_was_involved(visitor: Visitor) -> None:
    for party in ("Social worker", "Team manager", "IRO or CP chair", "Child"):
        visitor.chooses(party, "Included")
    visitor.chooses("Parent or carer", "Tried, not reached")
    visitor.presses("Next", then="Why not everybody")
    visitor.writes("Parent or carer: tried, not reached. Why?", "Two calls and a letter.")
    visitor.presses("Next", then=DOMAINS[0])


def _grades_every_domain(visitor: Visitor) -> None:
    for domain, following in zip(DOMAINS, (*DOMAINS[1:], "What the family said"), strict=True):
        visitor.sees(domain)
        visitor.ticks("Good")
        visitor.writes("What in the record shows this?", f"The record shows it: {domain.lower()}.")
        visitor.presses("Next", then=following)


def _ends_with_actions(visitor: Visitor) -> None:
    visitor.chooses("Child: what they said was", "Positive")
    visitor.presses("Next", then="Strengths and areas to improve")
    visitor.writes("Strengths", "Direct work that shaped the plan.")
    visitor.writes("Areas for improvement", "none")
    visitor.presses("Next", then="Overall grade")
    visitor.ticks("Good")
    visitor.presses("Next", then="Actions")
    visitor.presses("Review", then="Review your audit")


def _acknowledges_as_head_of_service(visitor: Visitor) -> None:
    visitor.says("be dan")
    visitor.sees_card("You are Dan Iqbal, head of service")
    visitor.presses("Acknowledge")
    visitor.sees("Dan Iqbal acknowledged this")
