"""Passphrases are long enough and not what others try first; nobody has to use signs or numbers."""

import pytest

from access_kit.store.passphrases import find_weakness, is_known


def code(passphrase: str, own=()) -> str:
    found = find_weakness(passphrase, own)
    return found.code if found else ""


@pytest.mark.parametrize(
    "good",
    [
        "five quiet words by heart",
        "Zuzupass wicker gravel teapot",
        "wicker gravel teapot onward",
        "el perro azul come sopa fría",
        "mi tía vende flores los lunes",
        "ghq7-wmv2-ptz9-kdf4",
        "नीला घोड़ा सुबह चाय पीता है",
        "الحصان الأزرق يشرب الشاي صباحا",
        "青い馬が毎朝八時に紅茶を飲んでいる",
        "un ojo al mes de mi vez",
    ],
)
def test_what_can_be_kept_is_taken(good):
    assert code(good) == ""


@pytest.mark.parametrize(
    "short",
    ["", "password", "aaaaaaaa", "fourteen chars", "one two", "a b c d e f", "no no no no no"],
)
def test_what_is_short_is_refused(short):
    assert code(short) == "passphrase.too-short"


@pytest.mark.parametrize(
    "known",
    [
        "passwordpassword",
        "Password123456789",
        "P@ssw0rd P@ssw0rd!",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple1",
        "qwertyuiopasdfghjkl",
        "1q2w3e4r5t6y7u8i9o0p",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "xkxkxkxkxkxkxkxkxk",
        "123456789012345",
        "iloveyouiloveyou",
        "to be or not to be, that is the question",
        "May the force be with you!",
        "uno dos tres cuatro cinco",
        "password password password password password",
        "letmein letmein welcome admin root",
        "Summer 2026 2026 2026",
        "access-kit access-kit",
        *("jesuschristislord", "manchesterunited1", "ilovejustinbieber", "newyorkyankees2026"),
        *("michaeljackson123", "Arsenal Football Club", "godisgood123456", "HarryPotter12345"),
        *("gonewiththewind", "Gone with the Wind 1939", "Rumpelstiltzkin!"),
    ],
)
def test_what_others_try_first_is_refused(known):
    assert code(known) == "passphrase.known"


def test_names_of_this_place_are_known_too():
    assert code("Riverside Center 2026", ["Riverside Center"]) == "passphrase.known"
    assert code("Riverside Center 2026") == ""


def test_a_long_passphrase_is_judged_in_a_moment():
    assert is_known("ab" * 5_000)
    assert not is_known("wicker gravel teapot onward " * 300)
