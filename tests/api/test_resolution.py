"""The resolution's result table: each target with what was decided on it."""

import io

import pypdfium2 as pdfium
from python_calamine import CalamineWorkbook

from tests.congresses import Hall


async def a_vote(hall: Hall, *marks: list[str]) -> str:
    """On both targets; delegates from 001 on."""
    console = await hall.console()
    poll = await console.prepares({"title_vi": "Các chỉ tiêu", "paper": await console.get("/polls/targets-paper")})
    await console.takes(poll, "announce", "open")
    for number, marked in enumerate(marks, start=1):
        answers = [{"question": n, "options": [mark]} for n, mark in enumerate(marked, start=1)]
        await (await hall.phone(f"{number:03}", topics=())).post_ballot(poll, answers)
    await console.takes(poll, "close", "publish")
    return poll


async def test_before_any_vote_the_table_has_every_target_and_no_result(hall: Hall):
    table = await (await hall.console()).get("/resolution")

    assert [(one["target"]["code"], one["poll"], one["result"]) for one in table["targets"]] == [
        ("CT01", None, None),
        ("CT02", None, None),
    ]
    assert table["adopted"] == 0


async def test_the_newest_published_vote_on_a_target_is_the_one_that_counts(hall: Hall):
    await hall.check_in("001", "002", "003")
    await a_vote(hall, ["against", "against"], ["against", "for"])
    await a_vote(hall, ["for", "against"], ["for", "other"], ["for", "for"])
    console = await hall.console()

    table = await console.get("/resolution")
    pdf = pdfium.PdfDocument(await console.get("/resolution.pdf"))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split()).replace("\xa0", " ")
    book = CalamineWorkbook.from_filelike(io.BytesIO(await console.get("/resolution.xlsx")))

    assert [(one["poll"], one["result"]["conclusion"]) for one in table["targets"]] == [(2, "adopted"), (2, "rejected")]
    assert table["adopted"] == 1
    assert book.get_sheet_by_index(0).to_python()[1][1:7:2] == ["CT01. Chỉ tiêu số 1", 3, 0]
    for said in ("Thông qua 1 / 2 chỉ tiêu", "CT02. Chỉ tiêu số 2", "Không thông qua", "100,0 %", "trên 3 đại biểu"):
        assert said in text, said


async def test_what_is_not_published_is_not_in_it(hall: Hall):
    await hall.check_in("001")
    console = await hall.console()
    poll = await console.prepares({"title_vi": "Các chỉ tiêu", "paper": await console.get("/polls/targets-paper")})
    await console.takes(poll, "announce", "open", "close")

    assert [one["result"] for one in (await console.get("/resolution"))["targets"]] == [None, None]
