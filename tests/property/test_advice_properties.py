"""Whatever is installed, measured and wanted: the advice about models holds together."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.advice import Need, Speed, ThisComputer, advise, best
from app.core.languages import CODES
from tests.helpers.models import CATALOGUE

NEEDS = st.builds(
    Need,
    language=st.sampled_from(["", *CODES]),
    reads=st.sampled_from(["", *CODES]),
    wants_emotion=st.booleans(),
)
INSTALLED = st.lists(st.sampled_from(CATALOGUE), unique_by=lambda model: model.id).map(tuple)
SPEEDS = st.lists(
    st.builds(
        Speed,
        model=st.sampled_from([model.id for model in CATALOGUE]),
        busy=st.floats(0, 3),
        keeps_up=st.booleans(),
    ),
    unique_by=lambda speed: speed.model,
).map(tuple)
COMPUTERS = st.builds(ThisComputer, st.just(CATALOGUE), INSTALLED, SPEEDS)


@given(NEEDS, COMPUTERS)
def test_a_model_captions_whenever_one_is_installed(need: Need, here: ThisComputer) -> None:
    advice = advise(need, here)
    assert (advice.model is None) is (not here.installed)
    assert advice.model is None or advice.model in here.installed


@given(NEEDS, COMPUTERS)
def test_no_model_without_the_language_captions_where_one_has_it(
    need: Need, here: ThisComputer
) -> None:
    language = need.likely_language
    if any(language in model.languages for model in here.installed):
        advice = advise(need, here)
        assert advice.model is not None
        assert language in advice.model.languages


@given(NEEDS, COMPUTERS)
def test_no_slow_model_captions_where_one_that_keeps_up_has_the_language(
    need: Need, here: ThisComputer
) -> None:
    fit = [
        model
        for model in here.installed
        if need.likely_language in model.languages and here.keeps_up(model) is not False
    ]
    if fit:
        chosen = best(need, here)
        assert chosen is not None
        assert here.keeps_up(chosen) is not False


@given(NEEDS, COMPUTERS, st.sampled_from(["", *(model.id for model in CATALOGUE)]))
def test_what_is_proposed_is_another_model_which_nothing_beats(
    need: Need, here: ThisComputer, chosen: str
) -> None:
    advice = advise(need, here, chosen)
    proposal = advice.proposal
    if proposal is None:
        assert advice.model is not None
        return
    assert proposal.model != advice.model
    assert proposal.gains
    assert proposal.is_installed == (proposal.model in here.installed)
    # Whoever follows it is not sent elsewhere among what is installed.
    following = ThisComputer(CATALOGUE, (*here.installed, proposal.model), here.speeds)
    after = advise(need, following, proposal.model.id)
    assert after.proposal is None or not after.proposal.is_installed
