"""Engines described by data, and what a session with one of them is set up with."""

from dataclasses import replace

import pytest

from app.core.errors import ErrorCode
from app.core.languages import CODES
from app.core.script import ChineseScript
from app.core.settings import AudioChoice, Settings
from app.engine import residency
from app.engine.catalog import (
    CATALOG,
    CUSTOM_ID,
    ENGINE_IDS,
    LOCAL,
    QWEN_MODEL,
    WORKSPACE_CN,
    WORKSPACE_INTL,
    EngineInfo,
    Place,
    address_of,
    chosen,
    custom,
    engines,
    is_aliyun,
    is_same_model,
    is_workspace_id,
    local,
    with_address,
    with_engine,
    workspace,
)
from app.engine.setup import language_for, refusal, unmet, wire_config
from app.protocol.config import AudioFormat, Vad, WireConfig
from tests.helpers.models import EMPTY, HERE, MOONSHINE, SENSE_VOICE, WHISPER, model

CLOUD = CATALOG[1]
EVERY = engines(
    Settings(workspace_cn="llm-1", workspace_intl="llm-2", custom_url="wss://a.b"), HERE
)
ENGLISH = local(Settings(), HERE)
BOTH = replace(HERE, installed=(MOONSHINE, WHISPER))
EXTRAS = Settings(corrects_terms=False)


def test_every_engine_has_an_id_of_its_own_and_knows_its_languages() -> None:
    assert tuple(engine.id for engine in EVERY) == ENGINE_IDS
    assert len(set(ENGINE_IDS)) == len(ENGINE_IDS)
    assert all(set(engine.languages) <= set(CODES) for engine in EVERY)
    assert all(not engine.models or engine.model == engine.models[0] for engine in EVERY)


def test_audio_for_the_engine_on_this_computer_goes_nowhere() -> None:
    assert LOCAL.place is Place.THIS_COMPUTER
    assert (LOCAL.url, LOCAL.host, LOCAL.needs_key, LOCAL.takes_key) == ("", "", False, False)


@pytest.mark.parametrize("engine", EVERY, ids=lambda engine: engine.id)
def test_an_engine_is_found_by_its_id(engine: EngineInfo) -> None:
    assert chosen(with_engine(Settings(), engine.id), HERE).id == engine.id


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("wss://captions.example", "wss://captions.example/api-ws/v1/realtime"),
        ("wss://captions.example/", "wss://captions.example/api-ws/v1/realtime"),
        ("ws://127.0.0.1:8080", "ws://127.0.0.1:8080/api-ws/v1/realtime"),
        ("wss://captions.example/other?x=1#y", "wss://captions.example/other"),
        (" wss://captions.example/other ", "wss://captions.example/other"),
        ("nonsense", "nonsense"),
        ("wss://[", "wss://["),
        ("", ""),
    ],
)
def test_a_base_url_gets_the_path_of_the_protocol(base: str, url: str) -> None:
    engine = custom(base)
    assert (engine.id, engine.url) == (CUSTOM_ID, url)


@pytest.mark.parametrize(
    ("engine_id", "url", "place", "price"),
    [
        (WORKSPACE_CN, "cn-beijing", Place.BEIJING, 0.00033),
        (WORKSPACE_INTL, "ap-southeast-1", Place.SINGAPORE, 0.00066),
    ],
)
def test_a_workspace_has_a_host_of_its_own_in_its_region(
    engine_id: str, url: str, place: Place, price: float
) -> None:
    engine = workspace(engine_id, " LLM-us9h ")
    assert engine.url == f"wss://llm-us9h.{url}.maas.aliyuncs.com/api-ws/v1/realtime"
    assert (engine.id, engine.place, engine.price_cny_per_s) == (engine_id, place, price)
    assert is_aliyun(engine.host)


@pytest.mark.parametrize(
    "nonsense",
    ["", "evil.org/", "a.b", "a/../b", "x@evil.org", "-a", "a-", "a" * 64, "\uff41", "a b", "#"],
)
def test_what_cannot_be_a_workspace_leads_nowhere(nonsense: str) -> None:
    engine = workspace(WORKSPACE_CN, nonsense)
    assert not is_workspace_id(nonsense)
    assert engine.url == ""
    problem = refusal(Settings(), engine)
    assert problem is not None
    assert problem.code is ErrorCode.WORKSPACE_MISSING


@pytest.mark.parametrize(
    ("host", "is_theirs"),
    [
        ("dashscope.aliyuncs.com", True),
        ("dashscope-intl.aliyuncs.com", True),
        ("w1.cn-beijing.maas.aliyuncs.com", True),
        ("aliyuncs.com", False),
        (".aliyuncs.com", False),
        ("aliyuncs.com.evil.org", False),
        ("dashscope.aliyuncs.com.evil.org", False),
        ("evilaliyuncs.com", False),
        ("evil-aliyuncs.com", False),
        ("dashscope.aliyuncs.com.", False),
        ("dashscope.aliyuncs.com@evil.org", False),
        ("evil.org/.aliyuncs.com", False),
        ("evil.org%2f.aliyuncs.com", False),
        ("evil.org\\.aliyuncs.com", False),
        ("evil.org\n.aliyuncs.com", False),
        ("dashscope.aliyuncs.com\n", False),
        ("dashscope.aliyuncs。com", False),
        ("\u0501ashscope.aliyuncs.com", False),
        ("dashscope.aliyuncs.co", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
def test_the_providers_hosts_are_told_from_those_that_look_alike(
    host: str, is_theirs: bool
) -> None:
    assert is_aliyun(host) is is_theirs


def test_the_settings_complete_every_engine() -> None:
    settings = Settings(
        engine_id=WORKSPACE_INTL, workspace_intl="llm-2", custom_url="ws://127.0.0.1:9"
    ).with_model(WORKSPACE_INTL, "m2")
    engine = chosen(settings, HERE)
    assert engine.host == "llm-2.ap-southeast-1.maas.aliyuncs.com"
    assert (engine.model, engine.models[0]) == ("m2", QWEN_MODEL)
    assert [one.model for one in engines(settings, HERE)].count("m2") == 1
    assert engines(settings, HERE)[-1].url == "ws://127.0.0.1:9/api-ws/v1/realtime"


def test_an_engine_that_is_no_more_is_replaced_by_the_one_on_this_computer() -> None:
    assert chosen(Settings(engine_id="gone"), HERE) == ENGLISH


def test_the_engine_on_this_computer_is_what_its_model_can() -> None:
    assert (ENGLISH.title, ENGLISH.model, ENGLISH.models) == (
        MOONSHINE.title,
        MOONSHINE.id,
        (MOONSHINE.id,),
    )
    assert ENGLISH.languages == ("en",)
    assert not ENGLISH.supports_auto_language
    assert not ENGLISH.supports_emotion
    feeling = local(Settings(language="zh"), replace(HERE, installed=(SENSE_VOICE,)))
    assert (feeling.supports_auto_language, feeling.supports_emotion) == (True, True)
    assert feeling.load_s > ENGLISH.load_s > 0


def test_the_language_chooses_the_model_unless_the_user_did() -> None:
    assert local(Settings(language="zh"), BOTH).model == WHISPER.id
    assert local(Settings(language="en"), BOTH).model == MOONSHINE.id
    assert local(Settings(language="en").with_model("local", WHISPER.id), BOTH).model == WHISPER.id
    assert local(Settings(language="zh"), BOTH).models == (MOONSHINE.id, WHISPER.id)


@pytest.mark.parametrize(
    ("ui_language", "locale", "model_id"),
    [
        ("", "zh_CN.UTF-8", "zipformer-zh"),
        ("zh_CN", "de_DE", "zipformer-zh"),
        ("en", "zh_CN", "zipformer-zh"),
        ("", "en_GB", "moonshine-tiny-en"),
        ("zh_CN", "en_GB", "zipformer-zh"),
    ],
)
def test_where_no_model_detects_languages_the_readers_is_taken(
    ui_language: str, locale: str, model_id: str
) -> None:
    here = replace(HERE, installed=(MOONSHINE, model("zipformer-zh")), locale=locale)
    assert local(Settings(ui_language=ui_language), here).model == model_id


def test_every_language_that_an_installed_model_knows_can_be_chosen_unless_one_was_named() -> None:
    offered = local(Settings(language="en"), BOTH)
    assert offered.model == MOONSHINE.id
    assert offered.languages[0] == "en"
    assert set(offered.languages) == set(WHISPER.languages)
    assert offered.supports_auto_language, "the other model finds it out"
    named = local(Settings(language="en").with_model("local", MOONSHINE.id), BOTH)
    assert (named.languages, named.supports_auto_language) == (("en",), False)
    assert language_for(named, "zh") == "en"


def test_without_any_model_nothing_can_begin_and_one_to_get_is_named() -> None:
    engine = local(Settings(language="zh"), EMPTY)
    problem = refusal(Settings(language="zh"), engine)
    assert problem is not None
    assert (problem.code, problem.facts["model"]) == (ErrorCode.WEIGHTS_MISSING, SENSE_VOICE.id)
    assert wire_config(Settings(language="zh"), engine).language == ""


def test_terms_reach_a_model_that_hears_them_or_what_corrects_it() -> None:
    assert ENGLISH.supports_corpus
    assert not local(EXTRAS, HERE).supports_corpus
    assert local(EXTRAS, replace(HERE, installed=(WHISPER,))).supports_corpus


@pytest.mark.parametrize(
    ("settings", "code", "facts"),
    [
        (Settings(), None, {}),
        (Settings(language="en"), None, {}),
        (
            Settings(language="zh"),
            ErrorCode.LANGUAGE_NEEDS_MODEL,
            {"language": "zh", "model": SENSE_VOICE.id},
        ),
        (
            Settings(language="tlh"),
            ErrorCode.LANGUAGE_NOT_AVAILABLE,
            {"language": "tlh", "languages": "en"},
        ),
        (
            Settings().with_model("local", WHISPER.id),
            ErrorCode.MODEL_ABSENT,
            {"model": WHISPER.id},
        ),
    ],
)
def test_who_named_a_model_or_a_language_is_told_what_is_missing(
    settings: Settings, code: ErrorCode | None, facts: dict[str, str]
) -> None:
    problem = unmet(settings, local(settings, HERE), HERE)
    if code is None:
        assert problem is None
    else:
        assert problem is not None
        assert (problem.code, dict(problem.facts)) == (code, facts)


def test_a_model_that_nobody_knows_is_told_from_one_that_is_not_installed() -> None:
    settings = Settings().with_model("local", "gpt")
    problem = unmet(settings, local(settings, HERE), HERE)
    assert problem is not None
    assert problem.code is ErrorCode.MODEL_UNKNOWN
    assert WHISPER.id in problem.facts["models"]


def test_a_chosen_model_without_the_language_says_which_it_has() -> None:
    settings = Settings(language="zh").with_model("local", MOONSHINE.id)
    problem = unmet(settings, local(settings, BOTH), BOTH)
    assert problem is not None
    assert problem.code is ErrorCode.LANGUAGE_NOT_AVAILABLE


def test_an_engine_elsewhere_answers_for_its_languages_alone() -> None:
    settings = Settings(language="zh").with_model("local", "gpt")
    assert unmet(settings, CLOUD, HERE) is None
    assert unmet(Settings(language="tlh"), custom("wss://a.b"), HERE) is None
    problem = unmet(Settings(language="tlh"), CLOUD, HERE)
    assert problem is not None
    assert problem.code is ErrorCode.LANGUAGE_NOT_AVAILABLE


@pytest.mark.parametrize(
    ("choice", "locale", "script"),
    [
        (None, "zh_TW", ChineseScript.TRADITIONAL),
        (None, "de_DE", ChineseScript.SIMPLIFIED),
        (ChineseScript.AS_HEARD, "zh_TW", ChineseScript.AS_HEARD),
    ],
)
def test_chinese_is_asked_for_in_the_readers_characters(
    choice: ChineseScript | None, locale: str, script: ChineseScript
) -> None:
    settings = Settings(chinese_script=choice)
    assert wire_config(settings, ENGLISH, locale=locale).script is script
    assert wire_config(settings, custom("ws://127.0.0.1:9"), locale=locale).script is script
    assert wire_config(settings, CLOUD, locale=locale).script is ChineseScript.AS_HEARD


def test_terms_are_corrected_where_there_are_any_and_a_server_of_ours_may_be() -> None:
    settings = Settings(context="Zimu")
    assert wire_config(settings, ENGLISH).corrects_terms
    assert not wire_config(Settings(), ENGLISH).corrects_terms
    assert not wire_config(settings, CLOUD).corrects_terms
    assert not wire_config(replace(settings, corrects_terms=False), ENGLISH).corrects_terms


def test_an_engine_is_chosen_by_its_id_or_its_address() -> None:
    assert with_engine(Settings(), "cloud-cn") == Settings(engine_id="cloud-cn")
    own = Settings(engine_id=CUSTOM_ID, custom_url="ws://127.0.0.1:9")
    assert with_engine(Settings(), "ws://127.0.0.1:9") == own
    assert with_engine(own, CUSTOM_ID) == own


@pytest.mark.parametrize(
    ("wanted", "got", "is_same"),
    [
        (QWEN_MODEL, QWEN_MODEL, True),
        (QWEN_MODEL, f"{QWEN_MODEL}-2025-10-27", True),
        (f"{QWEN_MODEL}-2025-10-27", QWEN_MODEL, True),
        (f"{QWEN_MODEL}-2025-10-27", f"{QWEN_MODEL}-2026-02-10", False),
        (QWEN_MODEL, "qwen-omni-turbo-realtime", False),
        (QWEN_MODEL, f"{QWEN_MODEL}x", False),
        (QWEN_MODEL, "qwen3", True),
    ],
)
def test_an_alias_and_its_snapshot_are_the_same_model(wanted: str, got: str, is_same: bool) -> None:
    assert is_same_model(wanted, got) is is_same


@pytest.mark.parametrize("engine", EVERY, ids=lambda engine: engine.id)
def test_every_engine_says_where_the_audio_goes(engine: EngineInfo) -> None:
    sentence = residency.english(engine)
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_the_regions_say_where_audio_is_kept() -> None:
    assert "mainland China only" in residency.english(EVERY[1])
    assert "outside mainland China" in residency.english(EVERY[2])
    assert "a.b" in residency.english(EVERY[-1])


def test_a_session_is_set_up_as_was_chosen() -> None:
    settings = Settings(
        language="zh", context="字幕", silence_ms=800, vad_threshold=0.2, audio=AudioChoice.OPUS
    )
    assert wire_config(settings, CLOUD) == WireConfig(
        language="zh", context="字幕", vad=Vad(0.2, 800), audio=AudioFormat.OPUS
    )


def test_an_engine_is_asked_only_for_what_it_can() -> None:
    settings = Settings(language="zh", context="字幕", audio=AudioChoice.OPUS, corrects_terms=False)
    assert wire_config(settings, local(settings, HERE)) == WireConfig(
        language="en", vad=Vad(0.0, 400), script=ChineseScript.SIMPLIFIED
    )
    assert language_for(CLOUD, "tlh") == ""


def test_push_to_talk_leaves_the_ends_of_lines_to_the_speaker() -> None:
    assert wire_config(Settings(push_to_talk=True), CLOUD).vad is None


@pytest.mark.parametrize(
    ("audio", "source_rate_hz", "sample_rate"),
    [
        (AudioChoice.AUTO, 48_000, 16_000),
        (AudioChoice.AUTO, 8000, 8000),
        (AudioChoice.PCM16, 8000, 16_000),
        (AudioChoice.PCM8, 48_000, 8000),
        (AudioChoice.OPUS, 16_000, 16_000),
    ],
)
def test_a_narrow_source_is_sent_as_such(
    audio: AudioChoice, source_rate_hz: int, sample_rate: int
) -> None:
    config = wire_config(Settings(audio=audio), CLOUD, source_rate_hz=source_rate_hz)
    assert config.sample_rate == sample_rate


def test_a_server_that_may_not_take_a_narrow_source_gets_it_wide() -> None:
    config = wire_config(Settings(), custom("wss://captions.example"), source_rate_hz=8000)
    assert config.sample_rate == 16_000


def test_opus_is_for_the_provider_alone() -> None:
    assert AudioChoice.OPUS in CLOUD.audio
    assert AudioChoice.OPUS not in custom("wss://captions.example").audio
    assert AudioChoice.OPUS not in LOCAL.audio


def test_a_context_that_is_too_long_is_refused_where_it_would_be_sent() -> None:
    settings = Settings(context="字" * 20_000)
    problem = refusal(settings, CLOUD)
    assert problem is not None
    assert problem.code is ErrorCode.CONTEXT_TOO_LONG
    assert refusal(settings, local(replace(settings, corrects_terms=False), HERE)) is None


@pytest.mark.parametrize(
    ("engine_id", "host"),
    [
        ("workspace-cn", "llm-42.cn-beijing.maas.aliyuncs.com"),
        ("workspace-intl", "llm-42.ap-southeast-1.maas.aliyuncs.com"),
        ("custom", "captions.example.org"),
    ],
)
def test_an_engine_is_completed_by_an_address(engine_id: str, host: str) -> None:
    address = "wss://captions.example.org" if engine_id == "custom" else "llm-42"
    settings = with_address(Settings(engine_id=engine_id), address)
    assert chosen(settings, HERE).host == host
    assert address_of(settings) == address


def test_an_engine_that_is_complete_takes_no_address() -> None:
    settings = Settings(engine_id="cloud-cn", custom_url="wss://mine.example.org")
    assert with_address(settings, "anything") is settings
    assert address_of(settings) == ""
