"""The models of speech on this computer: listed, fetched, added, tried, removed."""

from __future__ import annotations

from pathlib import Path

from access_kit.captions.check_words import WordErrors, count_errors
from access_kit.captions.model_fetch import (
    Offer,
    default_list_url,
    fetch_model,
    fetch_offers,
    find_offer,
)
from access_kit.captions.models import (
    Model,
    add_model,
    find_model,
    list_models,
    models_home,
    remove_model,
)
from access_kit.errors import BadInput, Problem
from access_kit.files import read_text
from access_kit.workflow.recordings.audience import ShowProgress, jobs_or_cores


def models_here(lang: str) -> list[Model]:
    """The models on this computer, of a language if one is said."""
    return [one for one in list_models(models_home()) if (one.lang or "").startswith(lang)]


def models_offered(lang: str, list_url: str | None) -> list[Offer]:
    """What a publisher offers now; uses the network."""
    offers = fetch_offers(list_url or default_list_url())
    return [one for one in offers if one.lang.startswith(lang)]


def fetch(name: str, list_url: str | None, show: ShowProgress) -> Model:
    """Fetch a model from its publisher; ``show`` counts kilobytes."""
    offer = find_offer(fetch_offers(list_url or default_list_url()), name)
    with show(offer.size // 1000) as progress:
        got = 0

        def step(size: int) -> None:
            nonlocal got
            before, got = got // 1000, got + size
            progress.step(got // 1000 - before)

        return fetch_model(offer, models_home(), step)


def add(source: Path, name: str | None) -> Model:
    """Add a model from a file or folder."""
    return add_model(source, models_home(), name=name)


def remove(name: str) -> None:
    remove_model(name, models_home())


def try_model(
    name: str, *, audio: Path | None, reference: Path | None, jobs: int
) -> WordErrors | None:
    """Whether a model works, and with a recording and what is said in it, how well it hears.

    ``None`` where there is no recording to try it on.
    """
    if (audio is None) != (reference is None):
        raise BadInput(Problem("captions.audio-and-reference"))
    folder = find_model(name, "", models_home())
    if audio is None or reference is None:
        return None
    from access_kit.captions.listen import hear_words  # the engines: slow to import

    said = read_text(reference)
    heard = hear_words(audio, folder, jobs=jobs_or_cores(jobs))
    return count_errors(said, " ".join(word.text for word in heard))
