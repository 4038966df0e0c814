"""A file or folder is put in its place whole, or not at all."""

from pathlib import Path

import pytest

from domain.errors import BadInputError
from storage.workbook.placing import placed

OURS = ("teams.csv", "people.csv")


def make_folder(place: Path, *names: str) -> Path:
    place.mkdir()
    for name in names:
        (place / name).write_text(name)
    return place


def anything(file: Path) -> bool:
    return file.exists()


def leave_it_half_done(place: Path, error: type[BaseException]) -> None:
    with placed(place, is_ours=anything) as made:
        made.write_text("half")
        raise error


def test_until_it_is_complete_nothing_is_there(tmp_path: Path) -> None:
    place = tmp_path / "council.xlsx"
    with placed(place) as made:
        made.write_text("whole")
        assert not place.exists()
    assert place.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [place]


def test_until_it_is_complete_the_old_one_stays(tmp_path: Path) -> None:
    place = tmp_path / "council.xlsx"
    place.write_text("old")
    with placed(place, is_ours=anything) as made:
        made.write_text("new")
        assert place.read_text() == "old"
    assert place.read_text() == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_whatever_stops_it_the_old_one_stays_for_good(tmp_path: Path, error: type[BaseException]) -> None:
    place = tmp_path / "council.xlsx"
    place.write_text("old")
    with pytest.raises(error):
        leave_it_half_done(place, error)
    assert place.read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_takes_the_place_of_one_with_the_same_sort_of_files(tmp_path: Path) -> None:
    place = make_folder(tmp_path / "council", "teams.csv", "people.csv")
    with placed(place, OURS, anything) as made:
        make_folder(made, "teams.csv")
    assert [one.name for one in place.iterdir()] == ["teams.csv"]
    assert list(tmp_path.iterdir()) == [place]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    place = make_folder(tmp_path / "council")
    with placed(place, OURS) as made:
        make_folder(made, "teams.csv")
    assert [one.name for one in place.iterdir()] == ["teams.csv"]


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    place = make_folder(tmp_path / "council", "teams.csv", "minutes.docx")
    with pytest.raises(BadInputError, match=r"holds minutes\.docx, which would be lost\. Name a new folder\."):  # noqa: SIM117 - the second is what is refused
        with placed(place, OURS, anything):
            pytest.fail("it began all the same")
    assert (place / "minutes.docx").read_text() == "minutes.docx"


def test_what_somebody_else_has_written_is_never_replaced(tmp_path: Path) -> None:
    folder, file = make_folder(tmp_path / "council", "teams.csv", "people.csv"), tmp_path / "council.xlsx"
    file.write_text("a year's work")
    with pytest.raises(BadInputError, match=r"holds people\.csv, which would be lost\. Name a new folder\."):  # noqa: SIM117 - the second is what is refused
        with placed(folder, OURS, lambda one: one.name == "teams.csv"):
            pytest.fail("it began all the same")
    with pytest.raises(BadInputError, match=r"council\.xlsx is there already, and what is in it would be lost\."):  # noqa: SIM117 - the second is what is refused
        with placed(file):
            pytest.fail("it began all the same")
    assert file.read_text() == "a year's work"


def test_a_link_keeps_leading_to_the_file_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "council.xlsx").symlink_to(tmp_path / "shared" / "council.xlsx")
    with placed(tmp_path / "council.xlsx") as made:
        made.write_text("whole")
    assert (tmp_path / "council.xlsx").is_symlink()
    assert (tmp_path / "shared" / "council.xlsx").read_text() == "whole"


@pytest.mark.parametrize(
    ("name", "replaceable", "sentence"),
    [
        ("missing/council.xlsx", (), "There is no folder .*missing to put council.xlsx into. Make it first."),
        ("a_file/council", OURS, "There is no folder .*a_file to put council into. Make it first."),
        ("a_folder", (), "a_folder is a folder. Name a file."),
        ("a_file", OURS, "a_file is a file. Name a folder, or an .xlsx file."),
        ("x" * 300 + ".xlsx", (), "can't be written: File name too long. Put that right, or name another place."),
    ],
)
def test_where_nothing_can_be_written_a_sentence_says_so(
    tmp_path: Path, name: str, replaceable: tuple[str, ...], sentence: str
) -> None:
    make_folder(tmp_path / "a_folder")
    (tmp_path / "a_file").write_text("")
    with pytest.raises(BadInputError, match=sentence):  # noqa: SIM117 - the second is what is refused
        with placed(tmp_path / name, replaceable) as made:
            made.write_text("whole")
    assert {one.name for one in tmp_path.iterdir()} == {"a_folder", "a_file"}
