"""Minutes: what is on the paper that the tellers sign."""

import io
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel
from python_calamine import CalamineWorkbook

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.congresses import Hall, a_motion, an_election
from tests.voting.certificates import Authority

NUMBERS = ("001", "002", "003", "004")


async def published(hall: Hall, poll: dict[str, Any], marks: list[list[list[str]]]) -> str:
    """A poll in which the n-th delegate marked what stands there for each question."""
    await hall.check_in(*NUMBERS)
    console = await hall.console()
    poll_id = await console.prepares(poll)
    await console.takes(poll_id, "announce", "open")
    for number, marked in zip(NUMBERS, marks, strict=False):
        answers = [{"question": n, "options": options} for n, options in enumerate(marked, start=1)]
        await (await hall.phone(number, topics=())).post_ballot(poll_id, answers)
    await console.takes(poll_id, "close", "publish")
    return poll_id


def words(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


async def test_the_minutes_of_an_election_name_everybody_in_order_with_base_and_board(hall: Hall):
    await hall.hire(Role.TELLER)
    marks = [[["candidate-1", "candidate-2"]], [["candidate-1"]], [["candidate-1", "candidate-2"]]]
    poll_id = await published(hall, an_election(2), marks)
    console = await hall.console()

    data = await console.get(f"/polls/{poll_id}/minutes")
    text = words(await console.get(f"/polls/{poll_id}/minutes.pdf"))

    (question,) = data["questions"]
    assert (data["summoned"], data["present"], data["issued"], data["collected"]) == (4, 4, 4, 3)
    assert (data["valid"], data["invalid"], data["tellers"]) == (3, 0, ["Người teller"])
    assert [(one["name"], one["votes"], one["elected"]) for one in question["lines"][:3]] == [
        ("Nguyễn Thị Hồng Ánh", 3, 1),
        ("Đỗ Văn Đạt", 2, 2),
        ("Trần Minh Khang", 0, None),
    ]
    assert (question["seats"], question["candidates"], question["tied"]) == (2, 4, [])
    for said in (
        "BIÊN BẢN KIỂM PHIẾU",
        "ĐẠI HỘI THỬ",
        "Ban kiểm phiếu gồm: Người teller.",
        "Số phiếu thu về 3",
        "Nguyễn Thị Hồng Ánh",
        "sinh 1980, Chủ tịch Công đoàn cơ sở Bệnh viện Nhân dân Gia Định, Trung tâm",
        "100,0 %",
        "Tỷ lệ tính trên 3 phiếu thu về",
        "Trúng cử 2/2",
        "TRƯỞNG BAN KIỂM PHIẾU",
        data["root"],
    ):
        assert said.replace("\xa0", " ") in text.replace("\xa0", " "), said


async def test_the_minutes_of_a_vote_on_many_targets_go_on_over_pages(hall: Hall):
    poll_id = await published(hall, a_motion("Chỉ tiêu", questions=14), [[["for"]] * 14, [["against"]] * 13 + [[]]])
    console = await hall.console()

    pdf = await console.get(f"/polls/{poll_id}/minutes.pdf")
    text = words(pdf)

    assert "BIÊN BẢN BIỂU QUYẾT" in text
    assert text.count("Kết luận:") == 14
    assert "Phiếu trắng: 1." in text
    assert len(pdfium.PdfDocument(pdf)) > 2


async def test_with_a_certificate_the_minutes_are_served_signed(hall: Hall, tmp_path: Path):
    authority, certificate, password = Authority(), tmp_path / "dau.p12", tmp_path / "mat-khau"
    certificate.write_bytes(authority.issues("bí mật"))
    password.write_text("bí mật\n", encoding="utf-8")
    await hall.serve(signing_certificate=str(certificate), signing_password_file=str(password))
    poll_id = await published(hall, an_election(1), [[["candidate-1"]], [["candidate-1"]], [["candidate-2"]]])

    pdf = await (await hall.console(server=1)).get(f"/polls/{poll_id}/minutes.pdf")
    found = await authority.judges(pdf)

    assert (found.intact, found.valid, found.trusted) == (True, True, True)
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    said = [str(signature.sig_object[name]) for name in ("/Name", "/Reason", "/Location")]
    assert said == ["Ban tổ chức Đại hội thử", "Ký biên bản kiểm phiếu: Bầu Ban Chấp hành", "Đại hội thử"]
    assert "BIÊN BẢN KIỂM PHIẾU" in words(pdf)


async def test_without_a_certificate_the_minutes_bear_no_signature(hall: Hall):
    poll_id = await published(hall, a_motion(), [[["for"]]])

    pdf = await (await hall.console()).get(f"/polls/{poll_id}/minutes.pdf")

    assert list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures) == []


async def test_the_table_has_numbers_to_calculate_with(hall: Hall):
    poll_id = await published(hall, an_election(1), [[["candidate-2"]], [["candidate-2"]], [["candidate-1"]]])
    table = await (await hall.console()).get(f"/polls/{poll_id}/minutes.xlsx")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(table)).get_sheet_by_name("Kết quả").to_python()

    assert rows[1][2:7] == ["Đỗ Văn Đạt", "sinh 1975, Phó Chủ tịch, Thủ Đức", 2, "66,7\xa0%", 1]
    assert len(rows) == 5


@pytest.mark.parametrize("what", ["minutes", "minutes.pdf", "minutes.xlsx"])
async def test_before_publishing_there_are_none(hall: Hall, what: str):
    await hall.check_in("001")
    console = await hall.console()
    poll_id = await console.prepares(a_motion())
    await console.takes(poll_id, "announce", "open", "close")
    with pytest.raises(Refused) as refused:
        await console.get(f"/polls/{poll_id}/{what}")
    assert refused.value.code == "not_published"


async def test_the_minutes_of_a_ranking_carry_the_sheet_of_its_count(hall: Hall):
    poll = an_election(2)
    poll["paper"]["questions"][0] |= {"kind": "ranking", "rule": None, "counted_by": "stv"}
    marks = [["candidate-2", "candidate-4"], ["candidate-2", "candidate-4"], ["candidate-2"], ["candidate-1"]]
    poll_id = await published(hall, poll, [[one] for one in marks])
    console = await hall.console()

    (question,) = (await console.get(f"/polls/{poll_id}/minutes"))["questions"]
    text = words(await console.get(f"/polls/{poll_id}/minutes.pdf"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(await console.get(f"/polls/{poll_id}/minutes.xlsx")))

    assert question["sheet"][:2] == [
        ["Vòng", "1", "2", "3", "4", "5"],
        [
            "Chuyển phiếu của (* trúng ở vòng này)",
            "–",
            "Đỗ Văn Đạt (dư)",
            *(f"{one} (loại)" for one in ("Trần Minh Khang", "Lê Thị Ngọc Hân")),
            "–",
        ],
    ]
    assert question["sheet"][2] == ["Nguyễn Thị Hồng Ánh", "1", "1", "1", "1", "1*"]
    assert question["sheet"][5] == ["Lê Thị Ngọc Hân", "0", "0,66666", "0,66666", "0", "0"]
    assert book.get_sheet_by_name("Kiểm phiếu câu 1").to_python()[5][:3] == ["Lê Thị Ngọc Hân", "0", "0,66666"]
    for said in ("Trúng cử 2/2", "0,66666", "đạt ở vòng 1", "loại ở vòng 4", "STV, quy tắc Scotland 2007"):
        assert said in text, said


async def test_the_minutes_of_an_approval_say_who_was_against(hall: Hall):
    poll = an_election(2)
    poll["paper"]["questions"][0] |= {"kind": "approval"}
    marks = [["candidate-1=yes", "candidate-2=no"], ["candidate-1=yes"], []]
    poll_id = await published(hall, poll, [[one] for one in marks])

    (question,) = (await (await hall.console()).get(f"/polls/{poll_id}/minutes"))["questions"]

    assert [(one["name"], one["votes"], one["note"], one["elected"]) for one in question["lines"][:2]] == [
        ("Nguyễn Thị Hồng Ánh", 2, "0 không đồng ý · 1 không ý kiến", 1),
        ("Đỗ Văn Đạt", 0, "1 không đồng ý · 2 không ý kiến", None),
    ]
