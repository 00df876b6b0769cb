"""
Names: how Vietnamese names are ordered. Pure.

People are listed by given name (the last word), so that all of one given name stand together, then by what stands
before it; letters in the order of the Vietnamese alphabet (a ă â b c d đ e ê …) and, where letters are equal, tones in
theirs (ngang, huyền, hỏi, ngã, sắc, nặng).
"""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: chr(ord("0") + number) for number, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng


def sort_key(full_name: str) -> str:
    """
    A plain ASCII string that sorts, byte by byte, as Vietnamese lists do. Its column has collation "C".

    >>> names = ["Trần Văn Ánh", "Lê Thị Ạn", "Đỗ Bình", "Nguyễn Ân", "Võ Văn An"]
    >>> sorted(names, key=sort_key)
    ['Võ Văn An', 'Lê Thị Ạn', 'Trần Văn Ánh', 'Nguyễn Ân', 'Đỗ Bình']
    """
    words = unicodedata.normalize("NFC", full_name).casefold().split()
    return f"{_key(words[-1:])}  {_key(words[:-1])}"


def _key(words: list[str]) -> str:
    """Letters decide first; tones only where all letters are equal. A blank sorts before any letter."""
    split = [_split(word) for word in words]
    return f"{' '.join(letters for letters, _ in split)} {' '.join(tones for _, tones in split)}"


def _split(word: str) -> tuple[str, str]:
    """The places of a word's letters in the alphabet, and its tones, one a letter."""
    letters, tones = [], []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark != tone))
        letters.append(_PLACE.get(base) or _PLACE.get(parts[0]) or "~")
        tones.append(_TONES.get(tone, "0"))
    return "".join(letters), "".join(tones)
