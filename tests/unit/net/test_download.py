"""Downloads that are cut, paused, refused, fed wrong bytes and led astray."""

import errno
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.net.download import PausedError, Wanted, fetch, unwritten
from app.net.https import MAX_REDIRECTS, Https
from app.net.links import Cancel
from app.net.options import NamedProxy, NetOptions
from tests.helpers.certificates import server_context
from tests.helpers.file_server import FileServer
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy

DEADLINE_S = 10.0
CONTENT = bytes(range(256)) * 4_000
PASSWORD = "wörd 密码"  # noqa: S105  # the test's own


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer({"model": CONTENT}) as server:
        yield server


def wanted(server: FileServer, folder: Path, size_bytes: int | None = None) -> Wanted:
    return Wanted(server.url("model"), folder / "model.part", size_bytes)


def download(
    one: Wanted, *, options: NetOptions | None = None, cancel: Cancel | None = None
) -> None:
    with Https(options or NetOptions(), read_timeout_s=DEADLINE_S) as https:
        fetch(one, https, cancel or Cancel(), lambda done, total: None, chance=0.0)


def problem(one: Wanted, options: NetOptions | None = None) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        download(one, options=options)
    return caught.value.problem.code


def test_a_file_comes_whole_and_says_how_far_it_is(server: FileServer, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    one = wanted(server, tmp_path, len(CONTENT))
    with Https(NetOptions()) as https:
        fetch(one, https, Cancel(), lambda done, total: told.append((done, total)))
    assert one.path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert list(tmp_path.iterdir()) == [one.path]


def test_cut_connections_are_made_good_where_they_stopped(
    server: FileServer, tmp_path: Path
) -> None:
    server.cuts = [300_000, 100_000, 0, 200_000]
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT
    assert [begin for _, begin in server.asked] == [0, 300_000, 400_000, 400_000, 600_000]


def test_a_connection_that_is_always_cut_is_given_up(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [1_000] + [0] * 9
    one = wanted(server, tmp_path)
    assert problem(one) is ErrorCode.DOWNLOAD_CUT
    assert one.here_bytes == 1_000
    assert len(server.asked) < 9


def test_a_server_that_ignores_ranges_starts_anew(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [300_000]
    server.ignores_ranges = True
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT


def test_a_file_that_has_changed_starts_anew(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [300_000] + [0] * 9
    one = wanted(server, tmp_path)
    problem(one)
    server.cuts = []
    server.files["model"] = CONTENT[::-1]
    download(one)
    assert one.path.read_bytes() == CONTENT[::-1]


def test_a_beginning_of_no_known_version_is_not_gone_on_with(
    server: FileServer, tmp_path: Path
) -> None:
    server.has_tags = False
    server.cuts = [300_000]
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT
    assert [begin for _, begin in server.asked] == [0, 0]


@pytest.mark.parametrize("tag", [b"", b"\0\0\0", b"\xff", b'"a"\r\nX: b'])
def test_what_a_crash_left_of_a_tag_is_none(server: FileServer, tmp_path: Path, tag: bytes) -> None:
    one = wanted(server, tmp_path)
    one.path.write_bytes(CONTENT[:1000])
    one.tag_path.write_bytes(tag)
    download(one)
    assert one.path.read_bytes() == CONTENT
    assert server.asked == [("model", 0)]


def test_what_was_all_here_already_is_not_asked_for_again(
    server: FileServer, tmp_path: Path
) -> None:
    one = wanted(server, tmp_path, len(CONTENT))
    download(one)
    download(one)
    assert len(server.asked) == 1


def test_a_beginning_that_is_longer_than_the_file_is_thrown_away(
    server: FileServer, tmp_path: Path
) -> None:
    server.cuts = [300_000] + [0] * 9
    one = wanted(server, tmp_path)
    problem(one)
    server.cuts = []
    with one.path.open("ab") as file:
        file.write(bytes(len(CONTENT)))
    download(one)
    assert one.path.read_bytes() == CONTENT


def test_a_pause_wakes_a_server_that_is_silent_and_keeps_what_came(
    server: FileServer, tmp_path: Path
) -> None:
    server.stall_after = 300_000
    one = wanted(server, tmp_path)
    cancel = Cancel()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            download(one, cancel=cancel)
        except PausedError as exc:
            ended.append(exc)

    thread = threading.Thread(target=run)
    thread.start()
    assert server.stalled.wait(DEADLINE_S)
    cancel.cancel()
    thread.join(DEADLINE_S / 2)  # the read itself would wait longer
    assert not thread.is_alive()
    assert ended
    server.go_on.set()
    before_bytes = one.here_bytes
    download(one)
    assert one.path.read_bytes() == CONTENT
    assert server.asked[-1] == ("model", before_bytes)


def test_who_is_paused_before_the_beginning_asks_nobody(server: FileServer, tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(PausedError):
        download(wanted(server, tmp_path), cancel=cancel)
    assert not server.asked


def test_a_chunked_body_comes_whole(server: FileServer, tmp_path: Path) -> None:
    server.is_chunked = True
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT


def test_a_chunked_body_that_is_cut_does_not_pass_for_whole(
    server: FileServer, tmp_path: Path
) -> None:
    server.is_chunked = True
    server.cuts = [300_000]
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT
    assert len(server.asked) == 2


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_file_of_another_size_is_not_taken(
    server: FileServer, tmp_path: Path, is_chunked: bool
) -> None:
    server.is_chunked = is_chunked
    one = wanted(server, tmp_path, len(CONTENT) - 1)
    assert problem(one) is ErrorCode.DOWNLOAD_WRONG
    assert one.here_bytes < len(CONTENT)


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "1e3", "many"])
def test_a_length_that_is_none_is_a_refusal(
    server: FileServer, tmp_path: Path, length: str
) -> None:
    server.length = length
    assert problem(wanted(server, tmp_path)) is ErrorCode.DOWNLOAD_REFUSED


def test_a_busy_server_is_asked_again(server: FileServer, tmp_path: Path) -> None:
    server.statuses = [503, 429]
    one = wanted(server, tmp_path)
    download(one)
    assert one.path.read_bytes() == CONTENT


def test_a_file_that_is_not_there_is_refused(server: FileServer, tmp_path: Path) -> None:
    one = Wanted(server.url("other"), tmp_path / "other.part")
    assert problem(one) is ErrorCode.DOWNLOAD_REFUSED


def test_nobody_listening_is_said(tmp_path: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        one = Wanted(f"http://127.0.0.1:{port}/model", tmp_path / "model.part")
        assert problem(one) is ErrorCode.HOST_UNREACHABLE


def test_a_redirect_is_followed(server: FileServer, tmp_path: Path) -> None:
    server.redirects = {"old": "/older", "older": server.url("model")}
    one = Wanted(server.url("old"), tmp_path / "model.part")
    download(one)
    assert one.path.read_bytes() == CONTENT


def test_redirects_in_a_circle_come_to_an_end(server: FileServer, tmp_path: Path) -> None:
    server.redirects = {"a": "/b", "b": "/a"}
    assert MAX_REDIRECTS < 20
    assert problem(Wanted(server.url("a"), tmp_path / "a.part")) is ErrorCode.DOWNLOAD_REFUSED


def test_a_redirect_to_what_is_no_address_is_a_refusal(server: FileServer, tmp_path: Path) -> None:
    server.redirects = {"model": "https://[files.example/model"}
    assert problem(wanted(server, tmp_path)) is ErrorCode.DOWNLOAD_REFUSED


def test_plain_http_to_another_machine_is_not_even_tried(tmp_path: Path) -> None:
    one = Wanted("http://files.example/model", tmp_path / "model.part")
    assert problem(one) is ErrorCode.DOWNGRADED


@pytest.mark.parametrize("location", ["http://files.example/model", "ftp://files.example/model"])
def test_a_redirect_out_of_this_computer_leads_over_tls(
    server: FileServer, tmp_path: Path, location: str
) -> None:
    server.redirects = {"model": location}
    assert problem(wanted(server, tmp_path)) is ErrorCode.DOWNGRADED


def test_over_tls_nothing_leads_back_to_plain_http(server: FileServer, tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path)
    with FileServer({}, context=context) as secure:
        secure.redirects = {"model": server.url("model")}
        one = wanted(secure, tmp_path)
        assert problem(one, NetOptions(ca_file=ca_file)) is ErrorCode.DOWNGRADED
    assert not server.asked


def test_a_server_nobody_vouches_for_gives_nothing(tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path)
    with FileServer({"model": CONTENT}, context=context) as secure:
        one = wanted(secure, tmp_path)
        assert problem(one) is ErrorCode.CERTIFICATE_UNTRUSTED
        download(one, options=NetOptions(ca_file=ca_file))
    assert one.path.read_bytes() == CONTENT


def test_a_pause_wakes_a_silent_server_behind_tls(tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path)
    with FileServer({"model": CONTENT}, context=context) as secure:
        secure.stall_after = 300_000
        cancel = Cancel()

        def pause() -> None:
            secure.stalled.wait(DEADLINE_S)
            cancel.cancel()

        watcher = threading.Thread(target=pause)
        watcher.start()
        with pytest.raises(PausedError):
            download(wanted(secure, tmp_path), options=NetOptions(ca_file=ca_file), cancel=cancel)
        watcher.join(DEADLINE_S)


def test_a_proxy_leads_there(tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path, names=["files.example"])
    with FileServer({"model": CONTENT}, context=context) as secure:
        port = int(secure.url().rsplit(":", 1)[1].strip("/"))
        one = Wanted("https://files.example/model", tmp_path / "model.part")
        with ConnectProxy(routes={"files.example": port}, login=Login("me", PASSWORD)) as proxy:
            right = NamedProxy(f"http://me@127.0.0.1:{proxy.port}", PASSWORD)
            wrong = NamedProxy(f"http://me@127.0.0.1:{proxy.port}", "other")
            assert problem(one, NetOptions(ca_file, wrong)) is ErrorCode.PROXY_LOGIN
            download(one, options=NetOptions(ca_file, right))
        assert one.path.read_bytes() == CONTENT
        with socket.socket() as deaf:  # nobody else can get its port
            deaf.bind(("127.0.0.1", 0))
            dead = NamedProxy(f"http://127.0.0.1:{deaf.getsockname()[1]}", "")
            assert problem(Wanted(one.url, tmp_path / "b"), NetOptions(ca_file, dead)) is (
                ErrorCode.PROXY_FAILED
            )


def test_a_socks_proxy_leads_there(tmp_path: Path) -> None:
    context, ca_file = server_context(tmp_path, names=["files.example"])
    with FileServer({"model": CONTENT}, context=context) as secure:
        port = int(secure.url().rsplit(":", 1)[1].strip("/"))
        one = Wanted("https://files.example/model", tmp_path / "model.part")
        with Socks5Proxy(routes={"files.example": port}, login=Login("me", PASSWORD)) as proxy:
            right = NamedProxy(f"socks5h://me@127.0.0.1:{proxy.port}", PASSWORD)
            wrong = NamedProxy(f"socks5h://me@127.0.0.1:{proxy.port}", "other")
            assert problem(one, NetOptions(ca_file, wrong)) is ErrorCode.PROXY_LOGIN
            download(one, options=NetOptions(ca_file, right))
        assert one.path.read_bytes() == CONTENT


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_called_that(number: int, tmp_path: Path) -> None:
    error = unwritten(OSError(number, "no room"), tmp_path / "model", 7_000_000)
    assert error.problem.code is ErrorCode.DISK_FULL
    assert error.problem.facts == {"path": str(tmp_path), "megabytes": "7"}


def test_any_other_trouble_with_the_disk_gives_its_reason(tmp_path: Path) -> None:
    error = unwritten(OSError(errno.EROFS, "read-only"), tmp_path / "model", 0)
    assert error.problem.code is ErrorCode.EXPORT_FAILED
    assert error.problem.facts["reason"] == "read-only"


def test_more_than_fits_on_the_disk_is_not_begun(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = len(CONTENT) - 1

    monkeypatch.setattr("app.net.download.shutil.disk_usage", lambda path: Full)
    one = wanted(server, tmp_path)
    assert problem(one) is ErrorCode.DISK_FULL
    assert one.here_bytes == 0


def test_a_pause_does_not_wait_for_a_server_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        one = Wanted(f"http://127.0.0.1:{silent.getsockname()[1]}/model", tmp_path / "model.part")
        cancel = Cancel()
        timer = threading.Timer(0.05, cancel.cancel)
        timer.start()
        begun_s = time.monotonic()
        with pytest.raises(PausedError):
            download(one, cancel=cancel)
        assert time.monotonic() - begun_s < DEADLINE_S / 2
        timer.join()
