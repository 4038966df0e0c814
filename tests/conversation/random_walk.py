"""Somebody who walks through one audit at random, with a phone and a desk, while everything may go wrong."""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

from tests.conversation.audit_places import Place
from tests.conversation.council import heading
from tests.conversation.on_paper import DOMAINS, Agreed
from tests.conversation.rough_way import RoughWay
from tests.conversation.scenes import Running, Scene, is_asked, pressed
from tests.conversation.walkers import Before, Walker
from tests.fakes_cards import Shown
from tests.fakes_people import seen_in_place

STEP_OF = {
    "Who was involved": "involved",
    "Why not everybody": "involved_why",
    "What the family said": "family_feedback",
    "Strengths and areas to improve": "summary",
    "Overall grade": "overall",
    "Is it getting worse?": "at_risk",
    "How urgent is it?": "category",
    **{title: step for step, title in DOMAINS.items()},
}
REVIEW, RECEIPT, ACTIONS, FORM = "Review your audit", "Audit returned", "Actions", ("Add an action", "Change an action")
ODD = ("with a 👩‍👧", "وقالت إنها بخير", "*in* **bold** [x](y)", "<b>in</b> &amp", "first\n\nthen again", "", "", "")


@dataclass(slots=True)
class Auditor:
    """Somebody who walks through one audit at random, with a phone and a desk.

    Attributes:
        cards: what each device shows.
        old: cards that were on a device before, which may be pressed yet.
        done: presses that were kept: the same from the same card changes nothing more.
    """

    running: Running
    walker: Walker
    random: Random
    cards: list[Shown] = field(default_factory=lambda: [Shown(), Shown()])
    old: list[Shown] = field(default_factory=list)
    done: set[tuple[str, ...]] = field(default_factory=set)
    texts: int = 0
    returns: int = 0

    async def walks(self) -> None:
        """Walk until the audit is returned and nobody opens it again."""
        self.cards[0] = await self._presses(await self._way.says("my audits"), "Start audit", {})
        for _ in range(400):
            device = self.random.randrange(2)
            if self.returns and heading(self.cards[device]) == RECEIPT and self.random.random() < 0.7:
                return
            await self._acts(device)
        raise AssertionError(f"{self.walker.paper.ref} never came to its end")

    async def _acts(self, device: int) -> None:
        roll = self.random.random()
        if roll < 0.15 or not self.cards[device].card:
            await self._looks(device)
        elif roll < 0.25 and self.old:
            await self._on(device, self.random.choice(self.old))
        else:
            await self._on(device, self.cards[device])

    async def _looks(self, device: int) -> None:
        shown = await self._way.says("continue")
        if shown.card and heading(shown) != "My audits":
            self._shows(device, shown)
        else:
            self._shows(device, Shown(card={"body": [{"text": RECEIPT}]}))

    def _shows(self, device: int, card: Shown) -> None:
        if self.cards[device].card and self.cards[device].buttons:
            self.old = [*self.old[-5:], self.cards[device]]
        self.cards[device] = card

    async def _on(self, device: int, card: Shown) -> None:
        title = heading(card)
        if title in STEP_OF:
            await self._answers(device, card, STEP_OF[title])
        elif title in FORM:
            await self._agrees(device, card)
        elif title == ACTIONS:
            await self._at_the_actions(device, card)
        elif title == REVIEW:
            await self._at_the_review(device, card)
        elif title == "Saved":
            self._shows(device, await self._presses(card, "Continue audit", {}))
        elif title == RECEIPT and "Reopen" in card.buttons and self.random.random() < 0.3:
            self._shows(device, await self._presses(card, "Reopen", {}))
        else:
            await self._looks(device)

    # What is typed.

    def _text(self) -> str:
        self.texts += 1
        odd = self.random.choice(ODD)
        return f"seen {self.texts} of {self.walker.paper.number} {odd}".strip()

    def _given(self, card: Shown, step: str) -> dict[str, str]:
        """Something for every input of a step."""
        known = {part["id"]: part for part in card.card["body"] if "id" in part and part["type"].startswith("Input.")}
        return {key: self._input(part, step) for key, part in known.items()}

    def _input(self, part: Any, step: str) -> str:
        if "choices" not in part:
            return self._text()
        if step == "overall" and self.random.random() < 0.6:
            return "Good"
        return str(self.random.choice(part["choices"])["value"])

    def _asked_now(self, step: str) -> set[str] | None:
        """The questions that a step has as the audit stands; None where it has all that its card shows."""
        given = self.walker.paper.answers
        involved = given.get("involved", {})
        if step == "involved_why":
            return {who for who, how in involved.items() if how != "included"}
        if step == "family_feedback":
            heard = [who for who in ("child", "parent") if involved.get(who) == "included"]
            return {f"{who}_{what}" for who in heard for what in ("sentiment", "words")}
        follows = {"at_risk": "Requires Improvement", "category": "Inadequate"}
        if step in follows and given.get("overall", {}).get("rating") != follows[step]:
            return set()
        return None

    # What is pressed.

    async def _answers(self, device: int, card: Shown, step: str) -> None:
        given = self._given(card, step)
        way = self.random.choice([*["Next"] * 7, "Back", "Save and finish later", "Raise immediate concern"])
        # A card that asks or complains holds what is not kept yet: its own way on comes first.
        asks = way == "Raise immediate concern" and "⚠" in card.words
        onward = "Review" if "Review" in card.buttons else "Next"
        title = way if way in card.buttons and not asks else onward
        if title == "Raise immediate concern":
            return await self._raises(device, card)
        shown = await self._step_pressed(card, title, given, step)
        for _ in range(3):
            if not is_asked(shown) or self.random.random() < 0.3:
                break
            self._holds(shown, given)
            again = title if title in shown.buttons else "Next"
            shown = await self._step_pressed(shown, again, {}, step, given)
        self._shows(device, shown)
        return None

    def _holds(self, shown: Shown, given: dict[str, str]) -> None:
        """What was typed stands on the card that asks."""
        asked = self._asked_now(STEP_OF[heading(shown)])
        for key, value in given.items():
            if asked is None or key.removeprefix("in_") in asked:
                assert shown.inputs.get(key) == value, f"'{value}' is lost: {shown.inputs}"

    async def _step_pressed(
        self, card: Shown, title: str, given: dict[str, str], step: str, meant: dict[str, str] | None = None
    ) -> Shown:
        was_done = self._mark(card, title, given) in self.done
        shown = await self._presses(card, title, given)
        refused = is_asked(shown) or ("⚠" in shown.words and heading(shown) == heading(card))
        if refused or was_done or heading(shown) == RECEIPT:
            return shown
        self.done.add(self._mark(card, title, given))
        self._writes(step, meant or given, title)
        return shown

    def _writes(self, step: str, given: dict[str, str], title: str) -> None:
        asked = self._asked_now(step)
        said = {key.removeprefix("in_"): value for key, value in given.items()}
        kept = {key: value for key, value in said.items() if asked is None or key in asked}
        before = {} if title in {"Next", "Review"} else self.walker.paper.answers.get(step, {})
        if asked is None or asked:
            self.walker.paper.answers[step] = {**before, **kept}

    def _mark(self, card: Shown, title: str, given: dict[str, str]) -> tuple[str, ...]:
        action = card.button(title)
        typed = card.typed(title, given, client_checks=False)
        return (str(action["data"].get("once")), title, *map(str, sorted(typed.items())))

    async def _raises(self, device: int, card: Shown) -> None:
        form = await self._presses(card, "Raise immediate concern", {})
        if heading(form) == RECEIPT or "Raise it now" not in form.buttons:
            return self._shows(device, form)
        what = self._text()
        raised = await self._presses(form, "Raise it now", {"in_what": what})
        self.walker.paper.concerns.append(what)
        self._shows(device, await self._presses(raised, "Continue audit", {}))
        return None

    async def _at_the_actions(self, device: int, card: Shown) -> None:
        roll, lines = self.random.random(), [title for title in ("Change", "Remove") if title in card.buttons]
        if roll < 0.25 and len(self.walker.paper.actions) < 4:
            shown = await self._presses(card, "Add action", {})
        elif roll < 0.4 and lines:
            shown = await self._presses(card, "Change: action 1", {})
        elif roll < 0.5 and lines:
            return self._shows(device, await self._removes(card))
        else:
            shown = await self._presses(card, "Review" if "Review" in card.buttons else "Next", {})
        self._shows(device, shown)
        return None

    async def _removes(self, card: Shown) -> Shown:
        lines = card.words.splitlines()
        first = next(after for line, after in pairwise(lines) if line.startswith("Agreed so far"))
        shown = await self._presses(card, "Remove: action 1", {})
        if heading(shown) == ACTIONS:
            self.walker.paper.actions = [one for one in self.walker.paper.actions if one.what in shown.words]
        elif heading(shown) != RECEIPT:
            self.walker.paper.actions = [one for one in self.walker.paper.actions if one.what != first]
        return shown

    async def _agrees(self, device: int, card: Shown) -> None:
        words, by_then = " ".join(self._text().split()), self.walker.by_then
        before = str(card.inputs.get("in_what", ""))
        owner = str(self.walker.council.id_of(self.walker.owner))
        given = {"in_what": words, "in_owner": owner, "in_due": by_then.isoformat()}
        shown = await self._presses(card, "Save action", given)
        while is_asked(shown) or "taken out meanwhile" in shown.words:
            assert shown.inputs["in_what"] == words, f"'{words}' is lost"
            before = self._replaced(shown, before)
            shown = await self._presses(shown, "Save action", {})
        if heading(shown) not in {*FORM, RECEIPT}:
            kept = [one for one in self.walker.paper.actions if one.what != before]
            self.walker.paper.actions = [*kept, Agreed(words, self.walker.owner.email, by_then)]
        self._shows(device, shown)

    def _replaced(self, shown: Shown, before: str) -> str:
        """Which action the form changes now: none where it adds one, after it has saved or where it was taken out."""
        if "changed here or on another device" in shown.words:
            return next(one.what for one in self.walker.paper.actions if f"“{one.what}”" in shown.words)
        return "" if before else before

    async def _at_the_review(self, device: int, card: Shown) -> None:
        if "Return audit" in card.buttons and self.random.random() < 0.6:
            shown = await self._presses(card, "Return audit", {})
            self._note_return(shown)
        else:
            go = [title for title in card.buttons if title.startswith("Go to ")]
            shown = await self._presses(card, go[0] if go else "Back", {})
        self._shows(device, shown)

    def _note_return(self, shown: Shown) -> None:
        if heading(shown) == RECEIPT and self._versions() > self.returns:
            self.returns = self._versions()
            self.walker.paper.is_returned()

    def _versions(self) -> int:
        council = self.walker.council
        return len(council.rows(council.table("audit_version"), allocation_id=self.walker.paper.number))

    async def _presses(self, card: Shown, title: str, given: dict[str, str]) -> Shown:
        scene = Scene(self.running, self.walker, Place("anywhere", Before("")))
        return seen_in_place(await self._way.takes(pressed(scene, card, title, given, checks=False)), card)

    @property
    def _way(self) -> RoughWay:
        return RoughWay(self.running, self.walker.who, self.random)
