"""What is generated from the code is current."""

import pytest

from api.generated import ROOT, generated


@pytest.mark.parametrize("name", sorted(generated()))
def test_a_generated_file_is_current(name: str):
    assert (ROOT / name).read_text(encoding="utf-8") == generated()[name], "run `dienhong docs`"
