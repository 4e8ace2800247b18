"""Which speech model captions, why, and what another one would bring, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.advice import Gain, Merit
from app.shell.i18n import language_name
from app.shell.model_text import bytes_text, language_names

if TYPE_CHECKING:
    from app.core.advice import Advice, Proposal

translate = QCoreApplication.translate


def advice_text(advice: Advice) -> str:
    """Say which model captions, and why that one."""
    if advice.model is None:
        return translate(
            "Advice",
            "There is no model yet. One of those below is needed to caption on this computer.",
        )
    text = translate("Advice", "{model} captions on this computer.")
    told = [text.format(model=advice.model.title)]
    if not advice.has_language:
        text = translate("Advice", "It does not know {language}.")
        told.append(text.format(language=language_name(advice.language)))
    elif advice.reason is not None:
        told.append(_reason_text(advice.reason))
    if advice.keeps_up is False:
        told.append(
            translate(
                "Advice",
                "It is too slow for this computer: words come late.",
            )
        )
    is_spaced = QLocale().language() is not QLocale.Language.Chinese
    return (" " if is_spaced else "").join(told)


def proposal_text(proposal: Proposal | None) -> str:
    """Say what a better model would bring; nothing if there is none."""
    if proposal is None:
        return ""
    gains = QLocale().createSeparatedList(
        [text for gain in proposal.gains for text in _gain_texts(gain, proposal)]
    )
    if proposal.is_installed:
        return translate("Advice", "{model} would bring {gains}.").format(
            model=proposal.model.title, gains=gains
        )
    size = proposal.model.size_bytes
    if size is None:
        text = translate("Advice", "{model} would bring {gains}. It can be downloaded below.")
        return text.format(model=proposal.model.title, gains=gains)
    text = translate("Advice", "{model} would bring {gains}: a download of {size}, below.")
    return text.format(model=proposal.model.title, gains=gains, size=bytes_text(size))


def _reason_text(reason: Merit) -> str:
    knows_it_well = translate("Advice", "It knows few languages, and this one well.")
    texts = {
        Merit.LANGUAGE: translate("Advice", "It is the one that knows the language."),
        Merit.SPEED: translate("Advice", "Others that would do are too slow here."),
        Merit.DETECTION: translate("Advice", "It finds out the language by itself."),
        Merit.EMOTION: translate("Advice", "It hears the feeling in the voice."),
        Merit.FOCUS: knows_it_well,
        Merit.DEVOTION: knows_it_well,
        Merit.PUNCTUATION: translate("Advice", "It writes punctuation."),
        Merit.FLOW: translate("Advice", "Its words come as they are spoken."),
        Merit.SIZE: translate("Advice", "Of those that are alike it is the largest."),
    }
    return texts[reason]


def _gain_texts(gain: Gain, proposal: Proposal) -> list[str]:
    if gain is Gain.LANGUAGES:
        return language_names(proposal.languages)
    texts = {
        Gain.DETECTION: translate("Advice", "automatic language"),
        Gain.EMOTION: translate("Advice", "the feeling in the voice"),
        Gain.PUNCTUATION: translate("Advice", "punctuation"),
        Gain.FLOW: translate("Advice", "words as they are spoken"),
        Gain.TERMS: translate("Advice", "your terms heard better"),
        Gain.SPEED: translate("Advice", "enough speed for this computer"),
        Gain.ACCURACY: translate("Advice", "fewer wrong words"),
    }
    return [texts[gain]]
