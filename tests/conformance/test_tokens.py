"""The estimate of a context's tokens against the provider's own vocabulary.

The vocabulary comes with the official SDK. How text is split before it is looked up is the
published pattern of the Qwen tokenizer.
"""

import base64
from pathlib import Path

import dashscope
import pytest
import tiktoken

from app.core.corpus import estimate_tokens
from app.core.languages import CODES

VOCABULARY = Path(dashscope.__file__).parent / "resources" / "qwen.tiktoken"
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)

PROSE = {
    "zh": "今天下午我们讨论投行圈内部的那些黑话，首先是外资九大投行，包括高盛、摩根士丹利等。",
    "yue": "粵語嘅聲調同文法都同普通話唔同，噉樣講嘢係咪好啲呢？佢哋喺邊度呀？",
    "en": "It was the best of times, it was the worst of times, it was the age of wisdom.",
    "ja": "今日は会議で新しいプロジェクトの進捗について話し合います。カタカナも混ざっています。",
    "de": "Die Donaudampfschifffahrtsgesellschaft beschließt eine Geschwindigkeitsbegrenzung.",
    "ko": "오늘 회의에서는 새로운 프로젝트의 진행 상황에 대해 논의하겠습니다.",
    "ru": "Сегодня на совещании мы обсудим ход выполнения нового проекта и бюджет.",
    "fr": "Aujourd'hui, lors de la réunion, nous discuterons de l'avancement du projet.",
    "pt": "Hoje, na reunião, discutiremos o andamento do novo projeto e o orçamento.",
    "ar": "سنناقش اليوم في الاجتماع تقدم المشروع الجديد والميزانية المخصصة له.",
    "it": "Oggi, nella riunione, discuteremo dell'avanzamento del nuovo progetto.",
    "es": "Hoy, en la reunión, discutiremos el avance del nuevo proyecto y el presupuesto.",
    "hi": "आज की बैठक में हम नई परियोजना की प्रगति और बजट पर चर्चा करेंगे।",
    "id": "Hari ini dalam rapat kita akan membahas kemajuan proyek baru dan anggarannya.",
    "th": "วันนี้ในการประชุมเราจะหารือเกี่ยวกับความคืบหน้าของโครงการใหม่และงบประมาณ",
    "tr": "Bugün yeni projenin ilerleyişini ve bütçesini görüşeceğiz, sonra yemek yeriz.",
    "uk": "Сьогодні на нараді ми обговоримо хід виконання нового проєкту та бюджет.",
    "vi": "Hôm nay trong cuộc họp chúng ta sẽ thảo luận về tiến độ của dự án mới.",
    "cs": "Dnes na schůzce budeme diskutovat o pokroku nového projektu a rozpočtu.",
    "da": "I dag på mødet vil vi drøfte fremskridtene i det nye projekt og budgettet.",
    "fil": "Ngayon sa pagpupulong, tatalakayin natin ang pag-unlad ng bagong proyekto.",
    "fi": "Tänään kokouksessa keskustelemme uuden projektin edistymisestä ja budjetista.",
    "is": "Í dag á fundinum munum við ræða framvindu nýja verkefnisins og áætlunina.",
    "ms": "Hari ini dalam mesyuarat kita akan membincangkan kemajuan projek baharu.",
    "no": "I dag på møtet skal vi drøfte fremdriften i det nye prosjektet og budsjettet.",
    "pl": "Dzisiaj na spotkaniu omówimy postępy nowego projektu oraz budżet.",
    "sv": "I dag på mötet kommer vi att diskutera framstegen i det nya projektet.",
}
LISTS = {
    "people": "王皓轩 李梓涵 张景行 刘欣怡 陈俊杰 杨思远 赵雨桐 傅瑾瑜 钟灵毓 戚少商 薛芷兰 邹云帆",
    "banks": "Bulge Bracket、Boutique、Middle Market、国内券商、Lazard、Evercore",
    "programs": "Kubernetes, Nginx, PySide6, Xvfb, ffmpeg, gRPC, etcd, Zookeeper, Qwen3-ASR-Flash",
    "python": "['Bulge Bracket', 'Boutique', 'Middle Market', '国内券商']",
    "rare": "龘靐齉爩麤灪龖厵滟爨癵籱饢驫麣纞虋讟钃鸜麷鞻韽韾顟顠饙饳騳騾",
    "numbers": "0123456789 3.14159265358979 2026-11-22 12:25 10,000",
    "symbols": "😀🎉🇨🇳☕️ !!!??? ---*** {}[]()<>@#$%^&*;:~`|_+=",
}


@pytest.fixture(scope="module")
def tokenizer() -> tiktoken.Encoding:
    lines = VOCABULARY.read_bytes().split(b"\n")
    ranks = {base64.b64decode(line.split()[0]): int(line.split()[1]) for line in lines if line}
    assert len(ranks) == 151_643
    return tiktoken.Encoding("qwen", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def test_there_is_a_sample_of_every_language() -> None:
    assert set(PROSE) == set(CODES)


@pytest.mark.parametrize("text", [*PROSE.values(), *LISTS.values()], ids=[*PROSE, *LISTS])
def test_the_estimate_is_never_too_low_and_not_absurdly_high(
    text: str, tokenizer: tiktoken.Encoding
) -> None:
    tokens = len(tokenizer.encode_ordinary(text))
    assert tokens <= estimate_tokens(text) <= 2.7 * tokens


def test_prose_in_chinese_and_english_is_overestimated_by_half(
    tokenizer: tiktoken.Encoding,
) -> None:
    text = PROSE["zh"] + PROSE["en"]
    assert estimate_tokens(text) <= 1.6 * len(tokenizer.encode_ordinary(text))
