"""docs/nothing-lost.md and the tests of its matrix say the same."""

from tests.conversation.audit_places import PLACES
from tests.conversation.nothing_lost_matrix import CELLS, DOCUMENT, document


def test_the_page_has_every_test_and_the_tests_have_every_cell_of_the_page() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(), "write it anew with: python -m tests.conversation.nothing_lost_matrix"
    assert written.count("●") - 1 == len(CELLS) + len(PLACES), "the one besides says what the mark means"
