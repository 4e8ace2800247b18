"""Says and records something every tenth of a second until it is killed; prints how far it is."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from app.core.captions import Captions, reduce
from app.core.events import Interim
from app.session.keeping import Keeping
from app.session.sink import Stamp
from app.storage.library.audio_chunks import RATE_HZ, AudioChunks
from app.storage.library.records import Start
from app.storage.library.upkeep import Journal

STEP_S = 0.1
STEP_SAMPLES = round(RATE_HZ * STEP_S)


class _Nobody:
    """Whoever shows the captions."""

    def happened(self, event: object, captions: Captions, stamp: Stamp) -> None:
        pass


def main(library: Path) -> None:
    """Go on until the end of the world."""
    journal = Journal(library, lambda: datetime.now(UTC), print)
    journal.start()
    writer = journal.lend(journal.new(), lambda: False)
    writer.begin(Start(0, time.time()))
    keeping = Keeping(writer, _Nobody(), journal.wake)
    sound = AudioChunks(library, writer.session_id, print)
    sound.start()
    captions, pause, begin_s, step = Captions(), Event(), time.monotonic(), 0
    while True:
        sound.hear(step * STEP_SAMPLES, bytes(2 * STEP_SAMPLES))
        step += 1
        event = Interim(1, "so far ", str(step))
        captions = reduce(captions, event)
        keeping.happened(event, captions, Stamp(0.0, 0))
        sys.stdout.write(f"{step}\n")
        sys.stdout.flush()
        pause.wait(max(0.0, begin_s + step * STEP_S - time.monotonic()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
