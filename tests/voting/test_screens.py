"""What screens are told and show: the scenes as the hall's server renders them, and what the hall must never see."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from api.simulation.actors import Refused
from tests.congresses import ALL_FOR, Hall, a_motion
from tests.shelves import a_document
from voting.steering import Auto, ShowSpeaker, Speech, told

NOW = datetime.fromisoformat("2025-12-24T01:00:00+00:00")


def a_speaker(seconds=300, **changes):
    """Steering to a speaker, as the console sends it."""
    names = {"name": "Trần Thị Mai Phương", "title_vi": "Đoàn đại biểu phường Bến Thành"}
    return {"kind": "speaker", "speech_id": str(uuid4()), "seconds": seconds, **names, **changes}


async def steers(console, **scene):
    """Tell the main screen what to show."""
    return await console.put("/screens/main/scene", {"scene": scene})


# ---- a poll


async def test_the_hall_sees_how_an_open_poll_stands_only_where_everybody_may(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    await hall.check_in("001", "002")
    phone = await hall.phone("001")

    await open_and_vote(console, phone, visibility="turnout")
    silent = await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1)
    await open_and_vote(console, phone, visibility="running")
    running = await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1 and scene["marks"])

    assert silent["marks"] is None
    assert [(mark["option"], mark["mandates"], mark["number"]) for mark in running["marks"]] == [
        ("for", 1, "1"),
        ("against", 0, "0"),
        ("other", 0, "0"),
    ]


async def open_and_vote(console, phone, **poll):
    """A poll of its own, in which one delegate has voted; the one before is over."""
    for line in (await console.get("/polls"))["items"]:
        if line["state"] == "open":
            await console.takes(line["id"], "close")
    poll_id = await console.prepares(a_motion(**poll))
    await console.takes(poll_id, "announce", "open")
    await phone.cast(poll_id, ALL_FOR)


# ---- the speaker


async def test_a_speaker_has_the_floor_for_as_long_as_the_chair_says(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})

    await steers(console, **a_speaker(seconds=300))
    scene = await screen.shows("main", "speaker")

    assert (scene["name"], scene["title_vi"]) == ("Trần Thị Mai Phương", "Đoàn đại biểu phường Bến Thành")
    assert scene["item_vi"] == "Nội dung 1"
    began, ends = (datetime.fromisoformat(scene[moment]) for moment in ("started_at", "ends_at"))
    assert ends - began == timedelta(minutes=5)


async def test_telling_of_the_same_speech_again_does_not_give_the_time_back(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    speech = a_speaker(seconds=300)
    await steers(console, **speech)
    first = await screen.shows("main", "speaker")

    await steers(console, **speech)
    await steers(console, **{**speech, "seconds": 420})
    longer = await screen.shows("main", "speaker", lambda scene: scene["ends_at"] != first["ends_at"])

    assert longer["started_at"] == first["started_at"]
    added = datetime.fromisoformat(longer["ends_at"]) - datetime.fromisoformat(first["ends_at"])
    assert added == timedelta(minutes=2)


async def test_the_same_speaker_begins_anew_with_a_new_speech(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    await steers(console, **a_speaker())
    first = await screen.shows("main", "speaker")

    await steers(console, **a_speaker())

    await screen.shows("main", "speaker", lambda scene: scene["started_at"] > first["started_at"])


def test_the_time_of_a_speech_begins_when_the_screen_is_first_told():
    steering = ShowSpeaker(speech_id=uuid4(), name="Lê Thị Ngọc Hân", seconds=60)

    first = told(steering, Auto(), now=NOW)
    again = told(steering, first, now=NOW + timedelta(seconds=40))

    assert isinstance(first, Speech)
    assert first.started_at == NOW
    assert again == first


# ---- documents


async def test_a_screen_fetches_the_picture_that_its_scene_names(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    document = await a_document(console, "Trang một", "Trang hai")

    await steers(console, kind="page", document_id=document, page=2)
    scene = await screen.shows("main", "page")

    assert (scene["page"], scene["pages"]) == (2, 2)
    picture = await screen.get(scene["picture"].removeprefix("/api/v1"))
    assert picture[8:12] == b"WEBP"


async def test_a_document_that_is_held_back_is_not_shown_by_accident(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    document = await a_document(console, "Mật", published=False)

    with pytest.raises(Refused, match="document_held_back"):
        await steers(console, kind="page", document_id=document, page=1)

    with pytest.raises(Refused, match="no_such_document"):
        await screen.get(f"/documents/{document}/versions/1/pages/1/large.webp")
    assert (await screen.until("screen/main"))["steering"] == "auto"


async def test_a_document_that_is_held_back_while_it_is_shown_gives_way_to_the_session(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    document = await a_document(console, "Trang một")
    await steers(console, kind="page", document_id=document, page=1)
    await screen.shows("main", "page")

    await console.post(f"/documents/{document}/hold-back")

    await screen.shows("main", "welcome")


async def test_a_screen_reads_what_the_hall_may_read_and_no_more(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    await a_document(console, "Trang một", title="Báo cáo")
    await a_document(console, "Mật", title="Nháp", published=False)

    shelf = await screen.get("/documents")

    assert [line["title_vi"] for line in shelf["items"]] == ["Báo cáo"]
    for path in ("/delegates", "/polls", "/opinions", "/journal", "/screens"):
        with pytest.raises(Refused, match="not_permitted"):
            await screen.get(path)


# ---- polls


async def test_a_poll_that_is_only_prepared_is_not_shown(hall: Hall):
    console = await hall.console()
    draft = await console.prepares(a_motion())

    with pytest.raises(Refused, match="no_such_poll"):
        await steers(console, kind="poll", poll_id=draft)


async def test_a_poll_tells_its_turnout_as_text(hall: Hall):
    await hall.check_in("001", "002", "003")
    console, screen, anh = await hall.console(), await hall.screen(), await hall.phone("001")
    poll = await console.prepares(a_motion(questions=2, seconds=120))
    await console.takes(poll, "announce", "open")

    await anh.cast(poll, [*ALL_FOR, {"question": 2, "options": ["for"]}])
    scene = await screen.shows("main", "poll", lambda scene: scene["ballots"] == 1)

    assert (scene["turnout"], scene["turnout_share"]) == ("1 / 3", "33,3\u00a0%")
    assert [question["title_vi"][-3:] for question in scene["questions"]] == ["(1)", "(2)"]
    assert scene["seconds"] == 120


async def test_a_poll_that_hides_its_turnout_tells_the_hall_nothing_of_it(hall: Hall):
    await hall.check_in("001")
    console, screen, anh = await hall.console(), await hall.screen(), await hall.phone("001")
    poll = await console.prepares(a_motion(visibility="hidden"))
    await console.takes(poll, "announce", "open")

    await anh.cast(poll, ALL_FOR)
    await steers(console, kind="poll", poll_id=poll)  # rendered anew, after the ballot
    state = await screen.until("screen/main", lambda state: state["steering"] == "poll")

    assert [state["scene"][field] for field in ("ballots", "turnout", "turnout_share")] == [None] * 3


async def test_the_result_of_motions_is_a_table_of_their_common_options(hall: Hall):
    await hall.check_in("001", "002", "003")
    console, screen, anh = await hall.console(), await hall.screen(), await hall.phone("001")
    poll = await console.prepares(a_motion(questions=2))
    await console.takes(poll, "announce", "open")
    await anh.cast(poll, [*ALL_FOR, {"question": 2, "options": []}])

    await console.takes(poll, "close", "publish")
    result = await screen.shows("main", "result")

    assert [column["label_vi"] for column in result["columns"]] == ["Tán thành", "Không tán thành", "Ý kiến khác"]
    assert result["turnout"] == "1 / 3"
    assert result["summary_vi"] == "0/2 nội dung được thông qua"
    first, second = result["lines"]
    assert (first["bars"][0]["number"], first["bars"][0]["share"]) == ("1", "33,3\u00a0%")
    assert (first["whole"], first["needed"], first["base_vi"]) == (3, "2", "trên 3 đại biểu có mặt")
    assert second["blank_number"] == "1"


async def test_an_annulled_poll_is_shown_with_its_reason_and_without_its_result(hall: Hall):
    await hall.check_in("001")
    console, screen = await hall.console(), await hall.screen()
    poll = await console.prepares(a_motion())
    await console.takes(poll, "announce", "open", "close", "publish")
    await steers(console, kind="poll", poll_id=poll)

    await console.post(f"/polls/{poll}/annul", {"reason": "Nhầm tài liệu"})
    scene = await screen.shows("main", "poll", lambda scene: scene["state"] == "annulled")

    assert scene["annulled_because"] == "Nhầm tài liệu"
    assert "lines" not in scene


# ---- presence and agenda


async def test_presence_tells_whether_the_congress_may_proceed(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    await steers(console, kind="presence")
    before = await screen.shows("main", "presence")

    await hall.check_in("001", "002", "003")
    after = await screen.shows("main", "presence", lambda scene: scene["presence"]["present"] == 3)

    assert before["conclusion_vi"] == "Chưa đủ điều kiện tiến hành"
    assert after["conclusion_vi"] == "Đủ điều kiện tiến hành"
    assert (after["present_number"], after["summoned_number"], after["needed_number"]) == ("3", "4", "3")
    assert after["share"] == "75,0\u00a0%"


async def test_the_agenda_keeps_its_length_at_both_ends_of_the_sitting(hall: Hall):
    console, screen = await hall.console(), await hall.screen()
    for position in range(3, 11):
        item = {"sitting_id": str(hall.sitting_id), "position": position, "title_vi": f"Nội dung {position}"}
        item_id = uuid4()
        await console.put(f"/items/{item_id}", {**item, "starts_at": NOW.isoformat(), "minutes": 15})
    await steers(console, kind="agenda")
    await console.put("/programme/current-item", {"id": str(hall.item_ids[0])})
    first = await screen.shows("main", "agenda", lambda scene: scene["current"] == str(hall.item_ids[0]))

    await console.put("/programme/current-item", {"id": str(item_id)})
    last = await screen.shows("main", "agenda", lambda scene: scene["current"] == str(item_id))

    assert [item["title_vi"] for item in first["items"]] == [f"Nội dung {n}" for n in range(1, 8)]
    assert [item["title_vi"] for item in last["items"]] == [f"Nội dung {n}" for n in range(4, 11)]
