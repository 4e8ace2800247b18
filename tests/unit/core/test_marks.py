"""Marks: the user's words and stars, beside lines that stay as they were heard."""

from __future__ import annotations

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.core.marks import NOTE_CHARS, LineMark, Marks

HEARD = Line(3, LineStatus.FINAL, "The clients moved first.")


def test_what_was_heard_is_read_where_nothing_was_put_right() -> None:
    assert Marks().text_of(HEARD) == "The clients moved first."
    assert not Marks().is_edited(HEARD)
    assert not Marks().is_starred(HEARD)


def test_the_users_words_are_read_in_place_of_those_that_were_heard() -> None:
    marks = Marks().with_edit(HEARD, "The client moved first.")
    assert marks.text_of(HEARD) == "The client moved first."
    assert marks.is_edited(HEARD)


def test_a_later_final_leaves_the_users_words_alone() -> None:
    marks = Marks().with_edit(Line(3, settled="The clients"), "The client")
    assert marks.text_of(HEARD) == "The client"
    assert marks.without_edit(HEARD).text_of(HEARD) == "The clients moved first."


def test_an_edit_that_says_the_same_is_none() -> None:
    edited = Marks().with_edit(HEARD, "The client moved.")
    assert edited.with_edit(HEARD, "  The clients  moved first. ") == Marks()


def test_an_edit_without_words_brings_the_original_back() -> None:
    edited = Marks().with_edit(HEARD, "The client moved.")
    assert edited.with_edit(HEARD, " \n") == Marks()


def test_an_edit_is_one_line_of_text() -> None:
    assert Marks().with_edit(HEARD, "One\ntwo\t three ").text_of(HEARD) == "One two three"


def test_edits_of_other_lines_stay() -> None:
    other = Line(4, LineStatus.FINAL, "Yes.")
    marks = Marks().with_edit(HEARD, "One.").with_edit(other, "No.").without_edit(HEARD)
    assert (marks.text_of(HEARD), marks.text_of(other)) == (HEARD.text, "No.")


def test_a_star_comes_and_goes() -> None:
    marks = Marks().with_star(HEARD, is_starred=True)
    assert marks.is_starred(HEARD)
    assert marks.with_star(HEARD, is_starred=False) == Marks()


def test_what_changes_nothing_makes_equal_marks() -> None:
    assert Marks().without_edit(HEARD) == Marks()
    assert Marks().with_star(HEARD, is_starred=False) == Marks()


def test_a_line_is_a_decision_or_a_todo_but_never_both() -> None:
    decided = Marks().with_kind(HEARD, LineMark.DECISION)
    assert decided.kind_of(HEARD) is LineMark.DECISION
    assert decided.with_kind(HEARD, LineMark.TODO).kind_of(HEARD) is LineMark.TODO
    assert decided.with_kind(HEARD, None) == Marks()


def test_a_note_is_one_row_and_goes_with_its_words() -> None:
    noted = Marks().with_note(HEARD, " Ask\nLin  about this. ")
    assert noted.note_of(HEARD) == "Ask Lin about this."
    assert noted.with_note(HEARD, " \n") == Marks()


def test_lines_that_marks_differ_in_are_named() -> None:
    other = Line(4, LineStatus.FINAL, "Yes.")
    marks = Marks().with_edit(HEARD, "One.").with_star(HEARD, is_starred=True)
    assert marks.differing(marks.with_note(other, "Ask.")) == {other.line}
    assert Marks().differing(marks) == {HEARD.line} == marks.differing(Marks())
    assert marks.differing(marks.with_label(other, Emotion.SAD)) == {other.line}
    assert marks.differing(marks) == frozenset()


def test_a_note_has_an_end() -> None:
    assert len(Marks().with_note(HEARD, "x" * (2 * NOTE_CHARS)).note_of(HEARD)) == NOTE_CHARS


def test_notes_of_other_lines_stay() -> None:
    other = Line(4, LineStatus.FINAL, "Yes.")
    marks = Marks().with_note(HEARD, "One.").with_note(other, "Two.").with_note(HEARD, "")
    assert (marks.note_of(HEARD), marks.note_of(other)) == ("", "Two.")
