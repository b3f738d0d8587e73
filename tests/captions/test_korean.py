"""Korean is shown in words, whatever pieces a model hears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.captions.korean import join_pieces, load_pieces
from access_kit.captions.unsure import MARK, mark_unsure
from access_kit.model.word import RecordedWords, Word


def spread(text: str, gap: int = 0) -> list[Word]:
    return [Word(piece, n * 200, n * 200 + 200 - gap, 0.9) for n, piece in enumerate(text.split())]


def text_of(words) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize(
    ("heard", "shown"),
    [
        ("그 는 집 으로 걸어갔 다", "그는 집으로 걸어갔다"),
        ("도움 이 필요 하면 전화 하세요", "도움이 필요하면 전화하세요"),
        ("저 는 하는 일 이 많 습니다", "저는 하는 일이 많습니다"),
        ("그 이 사람 을 학교 에서 부터", "그 이 사람을 학교에서부터"),
        ("나 한 사람", "나 한 사람"),
        ("서울 로 친구 를 만나", "서울로 친구를 만나"),
        ("hello 는 there", "hello 는 there"),
    ],
)
def test_pieces_are_written_onto_the_word_they_belong_to(heard, shown):
    assert text_of(join_pieces(spread(heard))) == shown


def test_a_pause_ends_a_word():
    assert text_of(join_pieces(spread("그 는", gap=150))) == "그 는"


def test_a_doubt_is_marked_after_a_word_and_never_inside_it():
    words = spread("집 으로 걸어갔 다")
    words[0] = Word("집", 0, 200, 0.2)
    words[2] = Word("걸어갔", 400, 600, 0.1)
    marked = mark_unsure(RecordedWords(join_pieces(words), lang="ko"))
    assert text_of(marked.words) == f"집으로 걸어갔다 {MARK}"


@given(
    st.lists(
        st.sampled_from(
            ["집", "그", "hi", "학교", *sorted(load_pieces().particles | load_pieces().after_noun)]
        ),
        max_size=12,
    )
)
def test_no_letter_is_lost_and_times_hold(pieces):
    words = spread(" ".join(pieces))
    joined = join_pieces(words)
    assert "".join(word.text for word in joined) == "".join(pieces)
    assert [word.start_ms for word in joined] == sorted(word.start_ms for word in joined)
    if words:
        assert joined[0].start_ms == 0
        assert joined[-1].end_ms == words[-1].end_ms
