"""Virtual microphones: a private PulseAudio into which a test speaks. No sound card needed.

`mic_1` is the monitor of the null sink `play_1`, wrapped so that it is a source of its own; ALSA
names lead to both, because PortAudio lists only those.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.children import child
from tests.helpers.waiting import until

RATE_HZ = 16_000

# pcm.pulse is never redefined: Debian has hint.show as a compound there, and the whole ALSA
# configuration then fails to load.
_ASOUND = "</usr/share/alsa/alsa.conf>\n"
_NAMED = """\
pcm.mic_{0} {{ type pulse device mic_{0} hint {{ show on description "Virtual microphone {0}" }} }}
"""


@dataclass(slots=True)
class Microphones:
    """A running sound server. The variables lead a program to it and to no other."""

    variables: dict[str, str]
    folder: Path
    _modules: dict[int, list[str]] = field(default_factory=dict)
    _readers: dict[int, ExitStack] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this process with the variables in it."""
        return os.environ | self.variables

    def plug(self, number: int, *, is_prompt: bool = False) -> None:
        """Make mic_N appear. Raises CalledProcessError when the server refuses.

        It gives its first samples after 2 s, but at once if it `is_prompt`: then in 50 ms blocks.
        """
        sink = self._load(
            "module-null-sink",
            f"sink_name=play_{number}",
            f"rate={RATE_HZ}",
            "channels=1",
            "format=s16le",
            f"norewinds={'yes' if is_prompt else 'no'}",
        )
        source = self._load(
            "module-remap-source", f"master=play_{number}.monitor", f"source_name=mic_{number}"
        )
        self._modules[number] = [source, sink]
        # An idle null sink runs at 2 s latency; with a reader the first callback comes at once.
        reader = ExitStack()
        listen = ("parec", "-d", f"mic_{number}", "--latency-msec=20", "--channels=1")
        reader.enter_context(child(listen, log=Path(os.devnull), environment=self.environment))
        self._readers[number] = reader

    def name(self, number: int) -> None:
        """Let ALSA have a name for mic_N besides those of mic_1 and mic_2, as for a new card."""
        with (self.folder / "asound.conf").open("a", encoding="utf-8") as names:
            names.write(_NAMED.format(number))

    def unplug(self, number: int) -> None:
        """Make mic_N disappear, as when its cable is pulled."""
        self._readers.pop(number).close()
        for module in self._modules.pop(number):
            self._control("unload-module", module)

    def set_default(self, number: int) -> None:
        """Make mic_N the one that is meant by "the microphone"."""
        self._control("set-default-source", f"mic_{number}")

    @contextmanager
    def playing(
        self, recording: Path, number: int = 1, *, ahead_ms: int = 20
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Speak `recording` into mic_N at its own pace while the block runs.

        The player may run `ahead_ms` ahead. With little of it a busy machine puts zeros between
        the samples; with more the words come later than the player says.
        """
        latency = f"--latency-msec={ahead_ms}"
        command = ("paplay", f"--device=play_{number}", latency, str(recording))
        log = self.folder / "paplay.log"
        with child(command, log=log, environment=self.environment) as player:
            yield player

    def play(
        self, recording: Path, number: int = 1, *, ahead_ms: int = 20, deadline_s: float = 120.0
    ) -> None:
        """Speak `recording` into mic_N and return when it has been spoken."""
        with self.playing(recording, number, ahead_ms=ahead_ms) as player:
            if player.wait(deadline_s) != 0:
                log = (self.folder / "paplay.log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"paplay failed: {log}")

    def close(self) -> None:
        """End the readers; the server is ended by `virtual_microphones`."""
        for number in list(self._readers):
            self._readers.pop(number).close()

    def _load(self, module: str, *arguments: str) -> str:
        return self._control("load-module", module, *arguments).strip()

    def _control(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


@contextmanager
def virtual_microphones(folder: Path, count: int = 2) -> Iterator[Microphones]:
    """Microphones mic_1 … mic_N that live as long as the block; mic_1 is the default source."""
    runtime = folder / "run"
    (runtime / "pulse").mkdir(parents=True)
    runtime.chmod(0o700)
    named = (_NAMED.format(number) for number in (1, 2))
    (folder / "asound.conf").write_text(_ASOUND + "".join(named), encoding="utf-8")
    socket = runtime / "pulse" / "native"
    variables = {
        "XDG_RUNTIME_DIR": str(runtime),
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_COOKIE": str(folder / "cookie"),
        "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
    }
    environment = os.environ | variables
    server = (
        "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--realtime=no",
        "--high-priority=no", "--log-level=notice",
        # The default, speex-float-1, takes away what is above 6 kHz: its loss would look like ours.
        "--resample-method=speex-float-5",
        "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
    )  # fmt: skip
    with child(server, log=folder / "pulse.log", environment=environment) as process:
        until(lambda: _answers(environment) or _has_died(process), "PulseAudio")
        microphones = Microphones(variables, folder)
        try:
            for number in range(1, count + 1):
                microphones.plug(number)
            for command in (("set-default-source", "mic_1"), ("set-default-sink", "play_1")):
                subprocess.run(["pactl", *command], env=environment, check=True)
            yield microphones
        finally:
            microphones.close()


def _answers(environment: dict[str, str]) -> bool:
    done = subprocess.run(["pactl", "info"], env=environment, check=False, capture_output=True)
    return done.returncode == 0


def _has_died(process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is None:
        return False
    raise RuntimeError(f"PulseAudio ended with {process.returncode}; see pulse.log")
