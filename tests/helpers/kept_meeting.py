"""A library with a meeting and older sessions, for pictures of the windows that show it."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.captions import Line, LineStatus
from app.core.emotion import parse_emotion
from app.core.marks import LineMark, Marks
from app.storage.library import catalogue, reviewing, schema
from app.storage.paths import paths_under
from tests.helpers.library_shelf import keep, keep_audio
from tests.helpers.seven_emotions import CHINESE_OPEN, ENGLISH_OPEN, Meeting

DAY_S = 86_400.0
PAUSE_MS = 700
OLDER_DAYS = (0.3, 1.1, 2.2, 6.0, 9.0, 15.0, 40.0)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is in the library of one language, beside the meeting."""

    title: str
    names: tuple[str, str]
    note: str
    tags: tuple[str, ...]
    older: tuple[str, ...]
    answer: str  # of the chat server; its times are those of lines


ENGLISH = Shelf(
    "Weekly meeting",
    ("Anna", "Lin"),
    "Ask Lin where the archive was kept in August.",
    ("backup", "team"),
    (
        "Call with the translators about the new words in the manual",
        "Lecture: why captions are late",
        "Questions after the talk",
        "How the archive is kept",
        "Interview with a teacher who reads along",
        "The budget of the second quarter",
        "A first try",
    ),
    "The team looked at the week: the new version was early and has twice as many readers.\n\n"
    "Open\n- There has been no backup since August {angry}.\n- Anna leaves at the end of the "
    "month {sad}.",
)
CHINESE = Shelf(
    "每周例会",
    ("小王", "林老师"),
    "问问林老师八月份的备份放在哪里。",
    ("备份", "团队"),
    (
        "和翻译讨论手册里的新词",
        "讲座：字幕为什么会慢",
        "演讲之后的提问",
        "档案是怎么保存的",
        "采访一位跟读字幕的老师",
        "第二季度的预算",
        "第一次试用",
    ),
    "大家回顾了这一周：新版本提前上线，用户翻了一倍。\n\n"
    "待解决\n- 上周提过的问题还没有人处理 {angry}。\n- 小王下个月离开 {sad}。",
)
SHELVES = {ENGLISH_OPEN.language: ENGLISH, CHINESE_OPEN.language: CHINESE}


def fill(data_dir: Path, meeting: Meeting) -> Shelf:
    """Put the meeting and older sessions into the library; return what they are called."""
    shelf = SHELVES[meeting.language]
    library = paths_under(data_dir).library
    lines, now_s = lines_of(meeting), time.time()
    for number, (title, days) in enumerate(zip(shelf.older, OLDER_DAYS, strict=True)):
        some = lines[number % 3 : number % 3 + 3 + number % 4]
        keep(library, f"older{number}", *some, title=title, begun_s=now_s - days * DAY_S)
    keep(library, "meeting", *lines, title=shelf.title, begun_s=now_s - 3600)
    keep_audio(library, "meeting", lines[-1].end_ms or 0)
    marks = Marks().with_note(lines[3], shelf.note).with_star(lines[3], is_starred=True)
    marks = marks.with_kind(lines[6], LineMark.TODO)
    with schema.connect(library) as connection:
        connection.execute("UPDATE lines SET channel = line % 2 WHERE session = 'meeting'")
        reviewing.put_marks(connection, "meeting", lines, marks)
        for channel, name in enumerate(shelf.names):
            reviewing.name_channel(connection, "meeting", channel, name)
        catalogue.set_tags(connection, "meeting", shelf.tags)
    connection.close()
    return replace(shelf, answer=shelf.answer.format(angry=_cited(lines[3]), sad=_cited(lines[5])))


def lines_of(meeting: Meeting) -> tuple[Line, ...]:
    """Return the lines of the meeting, said twice as slowly as people would."""
    lines: list[Line] = []
    begin_ms = 0
    for number, said in enumerate(meeting.lines, 1):
        end_ms = begin_ms + 2 * meeting.ms_per_char * len(said.text)
        line = Line(
            number,
            LineStatus.FINAL,
            said.text,
            begin_ms=begin_ms,
            end_ms=end_ms,
            language=meeting.language,
            emotion=parse_emotion(said.emotion),
            engine_id="local",
        )
        lines.append(line)
        begin_ms = end_ms + PAUSE_MS
    return tuple(lines)


def _cited(line: Line) -> str:
    seconds = (line.begin_ms or 0) // 1000
    return f"[00:{seconds // 60:02}:{seconds % 60:02}]"
