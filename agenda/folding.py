"""Folding: text without tone marks, so that a plain keyboard finds it. Pure."""

import unicodedata

_STROKED = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """
    ``text`` in lower case without tone marks, đ as d, runs of white space as one space.

    >>> fold("Nguyễn  Thị Hồng Ánh")
    'nguyen thi hong anh'
    >>> fold("ĐỖ") == fold("Đỗ")
    True
    """
    bare = (letter for letter in unicodedata.normalize("NFD", text.translate(_STROKED)) if not _is_mark(letter))
    return " ".join("".join(bare).casefold().split())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
