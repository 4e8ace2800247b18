"""Which characters of which row are selected."""

from app.shell.selection import Caret, Selection


def test_selection_runs_from_caret_to_caret_in_either_direction() -> None:
    for selection in (
        Selection(Caret(1, 4), Caret(3, 2)),
        Selection(Caret(3, 2), Caret(1, 4)),
    ):
        assert [selection.within(row, 10) for row in range(5)] == [
            None,
            (4, 10),
            (0, 10),
            (0, 2),
            None,
        ]


def test_caret_alone_selects_nothing() -> None:
    assert Selection(Caret(1, 4), Caret(1, 4)).within(1, 10) is None


def test_selection_is_cut_to_a_row_that_became_shorter() -> None:
    assert Selection(Caret(0, 4), Caret(0, 9)).within(0, 6) == (4, 6)
    assert Selection(Caret(0, 8), Caret(0, 9)).within(0, 6) is None
