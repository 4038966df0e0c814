"""Every card, whatever was typed into it: what a client, a screen reader and a phone need of it."""

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any

import microsoft_teams.cards as vocabulary
import pytest
from pydantic import BaseModel, create_model

from tests.unit.every_card import CASE_REF, FILLINGS, every_card

MOST_BYTES = 80_000
LONGEST_BLOCK = 1_500
Cards = Mapping[str, Mapping[str, Any]]


@pytest.fixture(params=FILLINGS)
def cards(request: pytest.FixtureRequest) -> Cards:
    """Every card by its name, with each filling in turn."""
    return every_card(request.param)


def parts(element: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a card, fallbacks among them, but not what a button carries."""
    if isinstance(element, Mapping):
        yield element
        for name, inner in element.items():
            if name != "data":
                yield from parts(inner)
    elif isinstance(element, list):
        for inner in element:
            yield from parts(inner)


def of_type(card: Mapping[str, Any], start: str) -> list[Mapping[str, Any]]:
    return [part for part in parts(card) if str(part.get("type", "")).startswith(start)]


def _strict(model: type[BaseModel]) -> type[BaseModel]:
    # The library itself lets a misspelt field pass.
    return create_model(f"Strict{model.__name__}", __base__=model, __cls_kwargs__={"extra": "forbid"})


def _models() -> dict[str, type[BaseModel]]:
    found = [one for one in vars(vocabulary).values() if inspect.isclass(one) and issubclass(one, BaseModel)]
    typed = {one.model_fields["type"].default: one for one in found if "type" in one.model_fields}
    return {name: _strict(one) for name, one in typed.items() if isinstance(name, str)}


STRICT = _models()
# The parts that have no type of their own, by the property that holds them.
UNTYPED = {"choices": _strict(vocabulary.Choice), "facts": _strict(vocabulary.Fact)}


def test_every_element_has_only_what_its_own_class_knows(cards: Cards) -> None:
    for card in cards.values():
        for part in parts(card):
            if "type" in part:
                STRICT[part["type"]].model_validate(part)
            for holder in UNTYPED.keys() & part.keys():
                for inner in part[holder]:
                    UNTYPED[holder].model_validate(inner)


def test_a_misspelt_field_would_be_seen() -> None:
    with pytest.raises(ValueError, match="isRequird"):
        STRICT["Input.Text"].model_validate({"type": "Input.Text", "id": "in_what", "isRequird": True})


def test_it_keeps_to_version_1_5(cards: Cards) -> None:
    for name, card in cards.items():
        assert card["type"] == "AdaptiveCard", name
        assert card["version"] == "1.5", name


def test_it_is_small_enough_for_teams(cards: Cards) -> None:
    for name, card in cards.items():
        assert len(json.dumps(card, ensure_ascii=False).encode()) < MOST_BYTES, name


def test_no_text_block_is_longer_than_a_phone_shows(cards: Cards) -> None:
    for name, card in cards.items():
        for block in of_type(card, "Text"):
            assert len(block["text"]) < LONGEST_BLOCK, name


def test_every_block_of_ours_wraps(cards: Cards) -> None:
    for name, card in cards.items():
        assert all(block["wrap"] is True for block in of_type(card, "TextBlock")), name


def test_its_first_element_is_its_heading_and_its_only_one(cards: Cards) -> None:
    for name, card in cards.items():
        headings = [block for block in of_type(card, "TextBlock") if block.get("style") == "heading"]
        assert headings == [card["body"][0]], name
        assert headings[0]["text"].strip(), name


def test_its_fallback_is_a_sentence_without_the_reference(cards: Cards) -> None:
    for name, card in cards.items():
        for words in (card["fallbackText"], card["speak"]):
            assert words.rstrip("…").endswith((".", "?", "!")), name
            assert CASE_REF not in words, name
            assert len(words) < LONGEST_BLOCK, name


def test_every_button_works_on_a_client_that_knows_no_execute(cards: Cards) -> None:
    for name, card in cards.items():
        for action in of_type(card, "Action.Execute"):
            fallback = action["fallback"]
            assert fallback["type"] == "Action.Submit", name
            for field in ("title", "data", "associatedInputs"):
                assert fallback[field] == action[field], name
            assert action["data"]["verb"] == action["verb"], name
            assert action["data"]["once"], name
            assert all(isinstance(value, str) for value in action["data"].values()), name


def test_every_other_button_only_shows_and_hides(cards: Cards) -> None:
    for name, card in cards.items():
        kinds = {action["type"] for action in of_type(card, "Action.")}
        assert kinds <= {"Action.Execute", "Action.Submit", "Action.ToggleVisibility"}, name
        ids = {part["id"] for part in parts(card) if "id" in part}
        for toggle in of_type(card, "Action.ToggleVisibility"):
            targets = [one if isinstance(one, str) else one["elementId"] for one in toggle["targetElements"]]
            assert targets, name
            assert set(targets) <= ids, name


def test_every_input_has_a_label_and_a_required_one_a_complaint(cards: Cards) -> None:
    for name, card in cards.items():
        for element in of_type(card, "Input."):
            assert element["label"].strip(), name
            assert element["id"].startswith("in_"), name
            assert bool(element.get("isRequired")) is bool(element.get("errorMessage", "").strip()), name


def test_every_input_has_a_name_of_its_own(cards: Cards) -> None:
    for name, card in cards.items():
        ids = [part["id"] for part in parts(card) if "id" in part]
        assert len(set(ids)) == len(ids), name


def test_a_way_out_never_waits_for_a_required_input(cards: Cards) -> None:
    for name, card in cards.items():
        if any(element.get("isRequired") for element in of_type(card, "Input.")):
            for action in of_type(card, "Action.Execute"):
                if action["title"] in {"Cancel", "Back", "Go back, nothing to raise", "Raise immediate concern"}:
                    assert action["associatedInputs"] == "none", name


def test_at_most_two_inputs_stand_side_by_side(cards: Cards) -> None:
    for name, card in cards.items():
        for row in of_type(card, "ColumnSet"):
            assert sum(bool(of_type(column, "Input.")) for column in row["columns"]) <= 2, name


def test_nothing_is_said_by_colour_alone(cards: Cards) -> None:
    for name, card in cards.items():
        for block in of_type(card, "TextBlock"):
            if "color" in block:
                assert block["color"] == "Attention", name
                assert block["text"].startswith("⚠ "), name
                assert len(block["text"]) > len("⚠ "), name
        for box in of_type(card, "Container"):
            if "style" in box:
                sentence = box["items"][0]["text"]
                assert sentence.endswith("."), name
                assert len(sentence.split()) > 3, name


def test_no_button_has_the_title_of_another_that_does_something_else(cards: Cards) -> None:
    for name, card in cards.items():
        verbs: dict[str, set[str]] = {}
        for action in of_type(card, "Action.Execute"):
            verbs.setdefault(action["title"], set()).add(action["verb"])
        assert all(len(found) == 1 for found in verbs.values()), name


def test_a_title_that_stands_on_a_card_more_than_once_is_told_apart_when_read_out(cards: Cards) -> None:
    for name, card in cards.items():
        by_title: dict[str, list[Mapping[str, Any]]] = {}
        for action in of_type(card, "Action.Execute"):
            by_title.setdefault(action["title"], []).append(action)
        for title, same in by_title.items():
            if len({json.dumps(action["data"], sort_keys=True) for action in same}) > 1:
                assert all(action.get("tooltip", "").startswith(f"{title}: ") for action in same), (name, title)


def test_every_picture_stays_out(cards: Cards) -> None:
    for name, card in cards.items():
        assert not of_type(card, "Image"), name
        assert "backgroundImage" not in card, name
