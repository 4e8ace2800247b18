"""A screen reader gets the newest finished line, one at a time, or none when it would be late."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.announcing import OLD_S, Announcing, advanced, offered, speaking_s

LINE = "Let us start with the numbers."  # 1.2 s


def test_a_line_is_said_at_once_while_nothing_is() -> None:
    state, said = advanced(offered(Announcing(), LINE, 10.0), 10.0)
    assert said == LINE
    assert state.due_s == float("inf")


def test_the_newest_of_those_that_come_meanwhile_is_said_next() -> None:
    state, _ = advanced(offered(Announcing(), LINE, 10.0), 10.0)
    state = offered(offered(state, "One.", 10.2), "Two.", 10.4)
    state, said = advanced(state, 10.5)
    assert said == ""
    assert state.due_s == 10.0 + speaking_s(LINE)
    assert advanced(state, state.due_s)[1] == "Two."


def test_a_line_that_has_become_old_is_not_said() -> None:
    state, _ = advanced(offered(Announcing(), "很" * 40, 10.0), 10.0)
    state = offered(state, LINE, 10.1)
    state, said = advanced(state, state.due_s)
    assert said == ""
    assert not state.waiting


def test_a_line_without_words_is_none() -> None:
    assert offered(Announcing(), "  ", 1.0) == Announcing()


def test_chinese_takes_longer_a_character() -> None:
    assert speaking_s("我们从数字开始") > speaking_s("numbers")


@given(st.lists(st.tuples(st.floats(0.0, 3.0), st.text(max_size=80)), max_size=30))
def test_nothing_is_said_twice_nor_late_nor_into_what_is_being_said(
    lines: list[tuple[float, str]],
) -> None:
    state, now_s, busy_until_s = Announcing(), 0.0, 0.0
    waiting: list[tuple[float, str]] = []
    for wait_s, text in lines:
        now_s += wait_s
        state = offered(state, text, now_s)
        waiting.append((now_s, text))
        state, said = advanced(state, now_s)
        if said:
            since_s = next(at for at, offer in reversed(waiting) if offer == said)
            assert now_s - since_s <= OLD_S
            assert now_s >= busy_until_s
            busy_until_s = now_s + speaking_s(said)
            waiting.clear()
