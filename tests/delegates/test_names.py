"""How people are listed and found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.folding import fold
from delegates.names import sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
words = st.text(LETTERS, min_size=1, max_size=6).map(str.capitalize)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)


def in_order(*names: str) -> bool:
    return sorted(names, key=sort_key) == list(names)


def test_people_are_listed_by_given_name_then_by_what_stands_before_it():
    assert in_order("Võ Thị An", "Lê Văn Bình", "Nguyễn Thị Bình", "Nguyễn Văn Bình", "Đặng Cường")


def test_letters_follow_the_vietnamese_alphabet_not_the_latin_one():
    assert in_order("Lê An", "Lê Ăn", "Lê Ân", "Lê Bê", "Lê Da", "Lê Đa", "Lê Ên", "Lê Oa", "Lê Ôn", "Lê Ơn", "Lê Ưu")
    assert in_order("Dương Hà", "Đỗ Hà", "Êban Hà")


def test_tones_come_level_falling_asking_tumbling_sharp_heavy():
    assert in_order("Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ")


def test_letters_decide_before_tones():
    assert in_order("Lê Hạ", "Lê Hai", "Lê Hải", "Lê Hâm")


def test_all_of_one_given_name_stand_together():
    assert in_order("Trần Hà", "Võ Hà", "Lê Hạ", "Nguyễn Hạ")


def test_a_shorter_name_comes_before_one_that_goes_on():
    assert in_order("An", "Lê An", "Lê Thị An", "Lê Thị Ba An", "Lê Anh")


@given(names)
def test_the_key_is_plain_ascii_so_that_the_database_sorts_it_byte_by_byte(name):
    assert sort_key(name).isascii()


@given(names)
def test_case_spaces_and_the_spelling_of_marks_do_not_matter_to_the_order(name):
    untidy = f"  {unicodedata.normalize('NFD', name).upper().replace(' ', '   ')} "

    assert sort_key(untidy) == sort_key(name)


@given(names, names)
def test_only_names_that_read_alike_share_a_key(one, other):
    assert (sort_key(one) == sort_key(other)) == (one.casefold() == other.casefold())


@given(st.lists(names, max_size=6))
def test_a_given_name_is_never_split_by_another(people):
    given_names = [name.split()[-1].casefold() for name in sorted(people, key=sort_key)]

    runs = [name for place, name in enumerate(given_names) if place == 0 or given_names[place - 1] != name]
    assert len(runs) == len(set(runs))


@given(st.text(max_size=30))
def test_any_text_has_a_key(text):
    assert sort_key(text).isascii()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị Hồng Ánh", "nguyen thi hong anh"),
        ("ĐỖ VĂN ĐẠT", "do van dat"),
        (unicodedata.normalize("NFD", "Đỗ Thị Ngọc Hân"), "do thi ngoc han"),
        ("  Lê\tThị \n Ý ", "le thi y"),
        ("Phường Bến Thành", "phuong ben thanh"),
    ],
)
def test_folding_is_what_a_plain_keyboard_types(text, folded):
    assert fold(text) == folded


@given(names)
def test_folding_twice_changes_nothing_more(name):
    assert fold(fold(name)) == fold(name)
    assert fold(name).isascii()
