"""The set-up column folds as somebody wants it, and by itself where there is little room."""

from app.core.folding import Folding


def test_it_is_open_until_somebody_folds_it() -> None:
    assert not Folding().is_folded
    assert Folding().toggled().is_folded
    assert Folding().toggled().toggled() == Folding()


def test_where_it_is_narrow_it_folds_by_itself_and_opens_again() -> None:
    narrow = Folding().at(is_narrow=True)
    assert narrow.is_folded
    assert not narrow.at(is_narrow=False).is_folded


def test_what_was_opened_though_it_is_narrow_stays_open_while_it_is() -> None:
    opened = Folding().at(is_narrow=True).toggled()
    assert not opened.is_folded
    assert opened.at(is_narrow=True) is opened
    assert opened.at(is_narrow=False).at(is_narrow=True).is_folded


def test_folding_where_it_is_narrow_is_no_wish_for_a_wide_window() -> None:
    folded = Folding().at(is_narrow=True).toggled().toggled()
    assert folded.is_folded
    assert not folded.is_wanted
    assert not folded.at(is_narrow=False).is_folded


def test_a_wish_outlives_narrow_windows() -> None:
    folded = Folding(is_wanted=True).at(is_narrow=True).at(is_narrow=False)
    assert folded.is_folded
