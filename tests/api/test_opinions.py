"""Opinions over the wire: delegates send them, secretaries read, filter and export them."""

import io
import zipfile
from uuid import uuid4

import pytest
import python_calamine

from api.auth.permissions import Role
from api.simulation.actors import Refused
from tests.agenda import pdfs
from tests.api.shelves import a_document
from tests.congresses import Hall


@pytest.mark.parametrize("stance", ["agree", "amend", "question"])
async def test_an_opinion_on_an_item_says_what_it_is_about(hall: Hall, stance: str):
    anh = await hall.phone("001", topics=())

    opinion = await anh.opines(stance, "Đề nghị kéo dài phần thảo luận.", item_id=str(hall.item_ids[0]))

    assert (opinion["stance"], opinion["about"]) == (stance, "Nội dung 1")
    assert (await anh.get("/me/opinions"))["items"] == [opinion]


async def test_an_opinion_on_a_passage_keeps_page_version_and_the_words_selected(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    document = await a_document(console, pdfs.blank(3), title="Dự thảo Nghị quyết")

    passage = {"document_id": document, "version": 1, "page": 2, "passage": "85 % công nhân lao động"}
    opinion = await anh.opines("amend", "Nâng lên 90 %.", **passage)

    assert {name: opinion[name] for name in passage} == passage
    assert opinion["about"] == "Dự thảo Nghị quyết, tr. 2"


async def test_an_opinion_on_a_target_names_it_in_full(hall: Hall):
    anh = await hall.phone("001", topics=())
    target = (await anh.get("/targets"))[0]["id"]

    opinion = await anh.opines("question", "Cách tính thế nào?", target_id=target)

    assert opinion["about"] == "CT01. Chỉ tiêu số 1"


async def test_sending_again_is_harmless_and_sending_a_changed_text_replaces_it(hall: Hall):
    anh = await hall.phone("001", topics=())
    path, item = f"/opinions/{uuid4()}", {"stance": "agree", "item_id": str(hall.item_ids[0])}

    first = await anh.put(path, {**item, "text": "Tán thành."})
    again = await anh.put(path, {**item, "text": "Tán thành."})
    changed = await anh.put(path, {**item, "text": "Hoàn toàn tán thành."})

    assert again == first
    assert changed == {**first, "text": "Hoàn toàn tán thành."}
    assert (await anh.get("/me/opinions"))["items"] == [changed]


async def test_an_opinion_of_somebody_else_cannot_be_taken_over(hall: Hall):
    anh, dat = await hall.phone("001", topics=()), await hall.phone("002", topics=())
    item = str(hall.item_ids[0])
    his = await anh.opines("agree", "Tán thành.", item_id=item)

    with pytest.raises(Refused, match="opinion_id_taken"):
        await dat.put(f"/opinions/{his['id']}", {"stance": "question", "text": "Không rõ.", "item_id": item})

    assert (await anh.get("/me/opinions"))["items"] == [his]
    assert (await dat.get("/me/opinions"))["items"] == []


async def test_what_an_opinion_must_be(hall: Hall):
    console, anh = await hall.console(), await hall.phone("001", topics=())
    item, target = str(hall.item_ids[0]), (await anh.get("/targets"))[0]["id"]
    held_back = await a_document(console, pdfs.blank(1), published=False)
    published = await a_document(console, pdfs.blank(2))
    wrong = {
        "about nothing": ({}, "opinion_about_one_thing"),
        "about two things": ({"item_id": item, "target_id": target}, "opinion_about_one_thing"),
        "a document without a page": ({"document_id": published}, "opinion_about_one_thing"),
        "a page of nothing": ({"item_id": item, "page": 1}, "opinion_about_one_thing"),
        "an unknown item": ({"item_id": str(uuid4())}, "no_such_item"),
        "an unknown target": ({"target_id": str(uuid4())}, "no_such_target"),
        "a document held back": ({"document_id": held_back, "page": 1}, "no_such_document"),
        "a page behind the last": ({"document_id": published, "page": 3}, "no_such_page"),
        "an unknown version": ({"document_id": published, "version": 9, "page": 1}, "no_such_page"),
        "no text": ({"item_id": item, "text": ""}, "bad_request"),
        "too long a text": ({"item_id": item, "text": "ý" * 5001}, "bad_request"),
        "too long a passage": ({"item_id": item, "passage": "ý" * 2001}, "bad_request"),
        "another stance": ({"item_id": item, "stance": "abstain"}, "bad_request"),
    }

    found = {}
    for what, (about, _) in wrong.items():
        with pytest.raises(Refused) as refused:
            await anh.put(f"/opinions/{uuid4()}", {"stance": "agree", "text": "Tán thành.", **about})
        found[what] = refused.value.code

    assert found == {what: code for what, (_, code) in wrong.items()}
    assert (await anh.get("/me/opinions"))["items"] == []


async def test_secretaries_list_page_by_page_and_by_what_they_look_for(hall: Hall):
    await hall.hire(Role.SECRETARY)
    secretary = await hall.console(Role.SECRETARY)
    anh, dat = await hall.phone("001", topics=()), await hall.phone("002", topics=())
    first, second = map(str, hall.item_ids)
    sent = [
        await anh.opines("agree", "Một", item_id=first),
        await dat.opines("amend", "Hai", item_id=second),
        await anh.opines("amend", "Ba", item_id=first),
    ]

    one = await secretary.get("/opinions", params={"limit": 2})
    two = await secretary.get("/opinions", params={"limit": 2, "cursor": one["next"]})
    amendments = await secretary.get("/opinions", params={"stance": "amend"})
    on_first = await secretary.get("/opinions", params={"about": first})

    assert [line["opinion"] for line in one["items"] + two["items"]] == sent
    assert two["next"] is None
    assert [line["opinion"]["text"] for line in amendments["items"]] == ["Hai", "Ba"]
    assert [line["opinion"]["text"] for line in on_first["items"]] == ["Một", "Ba"]
    assert {name: value for name, value in one["items"][1].items() if name != "opinion"} == {
        "number": "002",
        "full_name": "Đỗ Văn Đạt",
        "delegation": "Trung tâm",
    }


async def test_the_export_can_be_read_back_and_holds_no_formula(hall: Hall):
    await hall.hire(Role.SECRETARY)
    secretary, anh = await hall.console(Role.SECRETARY), await hall.phone("001", topics=())
    formula = '=HYPERLINK("https://evil.example","Xem")'
    await anh.opines("amend", formula, item_id=str(hall.item_ids[1]))

    content = await secretary.get("/opinions/export.xlsx")

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    (heads, row) = sheet.to_python()
    assert heads[1:8] == ["Số đại biểu", "Họ và tên", "Đoàn", "Loại ý kiến", "Về", "Đoạn trích", "Nội dung"]
    assert row[1:8] == ["001", "Nguyễn Thị Hồng Ánh", "Trung tâm", "Đề nghị sửa đổi", "Nội dung 2", "", formula]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


async def test_a_delegate_neither_lists_nor_exports_what_others_wrote(hall: Hall):
    anh = await hall.phone("001", topics=())

    for path in ("/opinions", "/opinions/export.xlsx"):
        with pytest.raises(Refused, match="not_permitted"):
            await anh.get(path)
