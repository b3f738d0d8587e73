"""What each tiny model knows: its words, its voices, and sentences to test it with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    vocabulary: str
    voices: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.vocabulary.split())


ENGLISH = Language(
    "en",
    """zero one two three four five six seven eight nine ten yes no hello welcome everyone
    group session captions ready camera microphone start stop please thanks we are is the our
    and now today begin share listen speak question answer break minutes time feel safe here
    talk recording off on turn your i good morning help""",
    ("en-us", "en-us+f3", "en-us+m3", "en-us+f2"),
    (
        "Hello everyone, and welcome.",
        "The captions are ready now.",
        "Please turn your camera off.",
        "Is your microphone on?",
        "Today we talk and we listen.",
        "The recording is off.",
        "We begin now: ten minutes, please.",
        "Share one question, please.",
        "Feel safe here.",
        "Good morning, group.",
        "Break time is five minutes.",
        "I speak and we listen.",
    ),
)

SPANISH = Language(
    "es",
    """cero uno dos tres cuatro cinco seis siete ocho nueve diez sí no hola bienvenidos todos
    grupo sesión subtítulos listos cámara micrófono empezar parar gracias estamos es la nuestra
    y ahora hoy compartir escuchar hablar pregunta respuesta descanso minutos tiempo seguro aquí
    grabación apagada encendida su buenos días ayuda con el""",
    ("es", "es+f3", "es+m3", "es+f2"),
    (
        "Hola, bienvenidos todos.",
        "Hoy estamos listos.",
        "La grabación es ahora.",
        "Su cámara, apagada.",
        "El micrófono es seguro.",
        "Cinco minutos, descanso.",
        "Buenos días, grupo.",
        "Compartir la pregunta y escuchar la respuesta.",
    ),
)

LANGUAGES = {language.code: language for language in (ENGLISH, SPANISH)}
