"""A covered window comes up at once, and does not fight another one that does the same."""

from __future__ import annotations

from app.shell.insistence import LOSSES, TRUCE_S, Insistence


def raises(covered_s: list[float], until_s: float) -> list[float]:
    """When a window is raised that is covered at these times; it stays so until it is raised."""
    insistence, done = Insistence(), list[float]()
    for at_s in covered_s:
        now_s = max(at_s, done[-1] if done else 0.0)
        now_s += insistence.wait_s(now_s)
        if now_s > until_s:
            break
        insistence.spend(now_s)
        done.append(now_s)
    return done


def test_covered_window_is_raised_at_once_however_often_the_user_covers_it() -> None:
    covered_s = [2.0 * number for number in range(50)]
    assert raises(covered_s, 200.0) == covered_s


def test_another_window_that_insists_is_let_alone_after_a_few_times() -> None:
    covered_s = [0.1 * number for number in range(1000)]
    done = raises(covered_s, 60.0)
    assert done[:LOSSES] == covered_s[:LOSSES]
    assert len(done) <= LOSSES + 1 + 60.0 / TRUCE_S


def test_the_fight_is_forgotten_when_it_is_over() -> None:
    fight_s = [0.1 * number for number in range(10)]
    later_s = [100.0, 103.0]
    assert raises(fight_s + later_s, 200.0)[-2:] == later_s
