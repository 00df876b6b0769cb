"""The documents of the example congress are real: typeset, long enough to read, and in accord with the data."""

import re
from pathlib import Path

import pypdfium2
import pytest

from examples.congress_file import DOCUMENTS
from examples.documents import build_documents
from examples.people import OFFICERS
from examples.targets import TARGETS

LEAST_PAGES = {"bao-cao-chinh-tri": 20, "quy-che-lam-viec": 6, "du-thao-nghi-quyet": 5}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return build_documents(tmp_path_factory.mktemp("documents"))


def text_of(path: Path) -> str:
    """The whole text with single spaces; a word that was broken at the end of a line is whole again."""
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("-\r\n", "-"))


def test_every_document_of_the_congress_is_typeset(built: dict[str, Path]):
    assert list(built) == [document.key for document in DOCUMENTS]
    assert all(path.read_bytes().startswith(b"%PDF-") for path in built.values())


@pytest.mark.parametrize(("key", "pages"), LEAST_PAGES.items())
def test_the_long_ones_are_long(built: dict[str, Path], key: str, pages: int):
    assert len(pypdfium2.PdfDocument(built[key])) >= pages


@pytest.mark.parametrize("key", ["bao-cao-chinh-tri", "du-thao-nghi-quyet"])
def test_report_and_resolution_say_each_target_as_the_poll_does(built: dict[str, Path], key: str):
    text = text_of(built[key])

    assert [target.code for target in TARGETS if target.statement_vi not in text] == []


def test_the_credentials_report_has_the_figures_of_the_roster(built: dict[str, Path]):
    text = text_of(built["bao-cao-tham-tra-tu-cach-dai-bieu"])

    assert "triệu tập là 650 đại biểu" in text
    for officer, count in OFFICERS.items():
        assert f"{officer[0].upper()}{officer[1:]} {count} " in text


def test_every_document_says_that_it_is_an_example(built: dict[str, Path]):
    assert all("Văn bản ví dụ" in text_of(path) for path in built.values())
