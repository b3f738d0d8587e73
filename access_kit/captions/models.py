"""Models of speech on this computer: where they lie, which there are, adding and removing them."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from access_kit.captions.model_archive import unpack_model
from access_kit.captions.model_shapes import engine_of, is_model, language_of
from access_kit.captions.model_try import try_model
from access_kit.errors import BadInput, CannotWrite, MissingPart, Problem
from access_kit.files import make_folder, shown, telling_write_errors

NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")


@dataclass(frozen=True)
class Model:
    """A model in the models folder; ``lang`` is what its name says, ``size`` is in bytes."""

    name: str
    folder: Path
    lang: str | None
    size: int


def models_home(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's folder of models: ``ACCESS_KIT_MODELS``, or the place this system keeps data."""
    if said := environment.get("ACCESS_KIT_MODELS"):
        return Path(said)
    if sys.platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "access-kit" / "models"


def list_models(home: Path) -> list[Model]:
    """The models in ``home``, by name."""
    if not home.is_dir():
        return []
    return [
        Model(folder.name, folder, language_of(folder), _size(folder))
        for folder in sorted(home.iterdir())
        if not folder.name.startswith(".") and folder.is_dir() and is_model(folder)
    ]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def find_model(
    wanted: str | None, lang: str, home: Path, *, none: str = "captions.no-model"
) -> Path:
    """The model that was asked for by folder or name, else the best one for ``lang``.

    ``MissingPart`` says which there are, or (by the code ``none``) how to get one. Before its first
    use a model is tried in a process of its own, because a broken one may stop the program that
    loads it.
    """
    if wanted:
        folder = Path(wanted)
        if not folder.is_dir():
            folder = home / wanted
        if not (folder.is_dir() and (NAME.match(wanted) or Path(wanted).is_dir())):
            known = ", ".join(model.name for model in list_models(home)) or "none"
            facts = {"model": wanted, "known": known}
            raise MissingPart(Problem("captions.unknown-model", facts=facts))
    else:
        fitting = [model for model in list_models(home) if _fits(model.lang, lang)]
        if not fitting:
            raise MissingPart(Problem(none, facts={"lang": lang or "this language"}))
        folder = max(fitting, key=_rank).folder
    require_whole(folder, home)
    return folder


def _rank(model: Model) -> tuple[bool, int]:
    """Whisper hears best, where it is installed; of one engine's models, the larger one."""
    whisper = engine_of(model.folder) == "whisper" and find_spec("faster_whisper") is not None
    return whisper, model.size


def _fits(model_lang: str | None, lang: str) -> bool:
    if not lang or model_lang is None:
        return True
    return model_lang.split("-")[0].lower() == lang.split("-")[0].lower()


def require_whole(folder: Path, home: Path) -> None:
    """``MissingPart`` unless ``folder`` is a model that loads and hears.

    ``ModuleNotFoundError`` where its engine is not installed.
    """
    if not is_model(folder):
        raise MissingPart(Problem("captions.not-a-model", file=shown(folder)))
    if engine_of(folder) == "whisper":
        import_module("faster_whisper")
    if not try_model(folder, home / ".tried"):
        raise MissingPart(Problem("captions.broken-model", file=shown(folder)))


def add_model(source: Path, home: Path, *, name: str | None = None) -> Model:
    """Copy a model from a ZIP or a folder into ``home``, once it has proved to work."""
    if not source.exists():
        raise BadInput(Problem("file.missing", file=shown(source)))
    make_folder(home)
    with telling_write_errors(home):
        held = Path(tempfile.mkdtemp(prefix=".adding-", dir=home))
    try:
        if source.is_dir():
            folder = held / (name or source.resolve().name)
            _copy_folder(source, folder)
        else:
            folder = unpack_model(source, held, is_model)
        wanted = name or (folder.name if folder != held else source.stem)
        if not NAME.match(wanted):
            raise BadInput(Problem("captions.bad-model-name", facts={"name": wanted}))
        target = home / wanted
        if target.exists():
            raise CannotWrite(Problem("captions.model-exists", facts={"name": wanted}))
        require_whole(folder, home)
        with telling_write_errors(target):
            folder.rename(target)
    finally:
        shutil.rmtree(held, ignore_errors=True)
    return Model(wanted, target, language_of(target), _size(target))


def _copy_folder(source: Path, target: Path) -> None:
    if not is_model(source):
        raise BadInput(Problem("captions.not-a-model", file=shown(source)))
    if any(path.is_symlink() for path in source.rglob("*")):
        raise BadInput(Problem("captions.unsafe-archive", file=shown(source)))
    with telling_write_errors(target):
        shutil.copytree(source, target)


def remove_model(name: str, home: Path) -> Path:
    """Remove a model from ``home``; only there, and only what is a model."""
    folder = home / name
    if not NAME.match(name) or not folder.is_dir() or not is_model(folder):
        known = ", ".join(model.name for model in list_models(home)) or "none"
        facts = {"model": name, "known": known}
        raise MissingPart(Problem("captions.unknown-model", facts=facts))
    with telling_write_errors(folder):
        shutil.rmtree(folder)
    return folder
