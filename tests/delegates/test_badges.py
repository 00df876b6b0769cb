"""Badges and PINs: what is printed once, what is kept, and what becomes worthless."""

import asyncio
import hashlib
import itertools
import secrets
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from agenda.models import JournalEntry
from delegates import badges, queries
from delegates.badge import ALPHABET, LENGTH, badge_url, code_hash, new_code, read_code
from delegates.badges import new_pin
from delegates.errors import NoBadge, NoSuchDelegate
from delegates.models import Badge
from tests.delegates.people import ANH, DESK, EVERYBODY, NINE, a_table, delegate, imports, issue_badges, minutes

codes = st.binary(min_size=17, max_size=17).map(lambda chance: new_code(lambda n: chance))


def hash_pin(delegate_id, pin):
    return hashlib.sha256(f"{delegate_id}{pin}".encode()).hexdigest()


async def reissue(session, delegate_id, *, now=NINE):
    return await badges.reissue(
        session,
        DESK,
        delegate_id,
        reason="Mất thẻ",
        hash_pin=hash_pin,
        random_bytes=secrets.token_bytes,
        now=now,
    )


# ---- codes


@given(codes)
def test_a_code_is_twenty_six_letters_that_nobody_confuses(code):
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set(code) & set("ILOU")


def test_all_hundred_and_thirty_bits_of_chance_are_in_the_code():
    drawn = [new_code(partial((1 << bit).to_bytes, byteorder="big")) for bit in range(6, 136)]

    assert len(set(drawn)) == 130


@given(codes, st.sampled_from(["https://dh.example", "http://10.0.0.5:8000", "https://dh.example/b/2025"]))
def test_whatever_a_scanner_makes_of_the_url_the_code_comes_back(code, host):
    url = badge_url(host, code)

    assert read_code(url) == read_code(url.lower()) == read_code(f"  {url}/?utm=x#top\n") == code


@given(codes)
def test_a_code_typed_by_hand_is_forgiven_case_gaps_and_look_alikes(code):
    untidy = " ".join(code[place : place + 5] for place in range(0, LENGTH, 5)).lower()

    assert read_code(untidy) == read_code(untidy.replace("0", "o").replace("1", "l").replace(" ", "-")) == code


@given(st.text(max_size=60))
def test_what_is_no_code_is_none(text):
    code = read_code(text)

    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_a_code_with_a_letter_too_few_or_a_foreign_one_is_none():
    assert read_code("0" * 25) is None
    assert read_code("0" * 27) is None
    assert read_code("U" * 26) is None
    assert read_code("https://dh.example/b/") is None


# ---- PINs


def test_a_pin_is_six_digits_and_none_of_those_that_people_try_first():
    obvious = [digit * 6 for digit in "0123456789"]
    runs = ["0123456789"[n : n + 6] for n in range(5)] + ["9876543210"[n : n + 6] for n in range(5)]

    made = [new_pin(partial(int(pin).to_bytes, byteorder="big")) for pin in obvious + runs]

    assert all(len(pin) == 6 and pin.isdigit() for pin in made)
    assert not set(made) & set(obvious + runs)


@given(st.integers(0, 999_999))
def test_every_other_number_is_a_pin_as_it_is_with_its_zeros(number):
    pin = new_pin(lambda n: number.to_bytes(n, "big"))

    assert pin == f"{number:06}" or len(set(f"{number:06}")) == 1 or f"{number:06}" in "0123456789 9876543210"


# ---- issuing


async def test_everybody_gets_a_badge_and_those_who_sign_in_a_pin(session):
    await imports(session, a_table(*EVERYBODY))

    issued = await issue_badges(session)

    assert {number: one.pin is not None for number, one in issued.items()} == {
        "001": True,
        "002": True,
        "003": True,
        "DK01": True,
        "KM01": False,
        "BC01": False,
    }
    assert len({one.code for one in issued.values()}) == len(EVERYBODY)


async def test_badges_come_in_the_order_in_which_they_are_handed_out(session):
    await imports(session, a_table(*EVERYBODY[::-1]))

    assert list(await issue_badges(session)) == ["001", "002", "003", "DK01", "BC01", "KM01"]


async def test_neither_code_nor_pin_is_anywhere_in_the_database(session):
    await imports(session, a_table(ANH))
    issued = await badges.issue_missing(session, DESK, hash_pin=hash_pin, random_bytes=secrets.token_bytes, now=NINE)
    await session.commit()
    (one,) = issued

    tables = list(await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    rows = [str(row) for table in tables for row in await session.scalars(text(f'SELECT t::text FROM "{table}" t'))]

    assert any(code_hash(one.code).hex() in row for row in rows)
    assert any(hash_pin(one.delegate_id, one.pin) in row for row in rows)
    assert not any(one.code in row for row in rows)
    assert not any(f",{one.pin}," in row or f'"{one.pin}"' in row for row in rows)


async def test_issuing_again_prints_nothing_until_somebody_new_is_on_the_roster(session):
    await imports(session, a_table(ANH))
    await issue_badges(session)

    assert await issue_badges(session) == {}

    await imports(session, a_table(*EVERYBODY))
    assert "001" not in await issue_badges(session)


async def test_two_who_print_at_the_same_moment_print_each_badge_once(session, sessions):
    await imports(session, a_table(*EVERYBODY))

    async def prints():
        async with sessions() as own:
            return await issue_badges(own)

    printed = await asyncio.gather(*(prints() for _ in range(4)))

    assert sorted(itertools.chain(*printed)) == sorted(row[0] for row in EVERYBODY)


async def test_a_reissued_badge_has_another_code_and_pin_and_the_old_one_is_revoked(session):
    await imports(session, a_table(ANH))
    old = (await issue_badges(session))["001"]

    new = await reissue(session, old.delegate_id, now=minutes(5))
    await session.commit()

    assert new.code != old.code
    rows = {row.code_hash: row for row in await session.scalars(select(Badge))}
    assert (rows[code_hash(old.code)].revoked_at, rows[code_hash(old.code)].revoked_because) == (minutes(5), "Mất thẻ")
    assert rows[code_hash(new.code)].revoked_at is None
    assert (await delegate(session, "001")).pin_hash == hash_pin(old.delegate_id, new.pin)


async def test_a_revoked_badge_leaves_its_bearer_without_one(session):
    await imports(session, a_table(ANH))
    one = (await issue_badges(session))["001"]

    await badges.revoke(session, DESK, one.delegate_id, reason="Thất lạc", now=minutes(5))
    await session.commit()

    line = await queries.delegate_line(session, one.delegate_id, sitting_id=None)
    assert line is not None
    assert not line.has_badge
    with pytest.raises(NoBadge):
        await badges.revoke(session, DESK, one.delegate_id, reason="Thất lạc", now=minutes(6))


async def test_nobody_unknown_gets_a_badge(session):
    with pytest.raises(NoSuchDelegate):
        await reissue(session, DESK.id)


async def test_what_was_done_with_badges_is_journalled_without_codes_and_pins(session):
    await imports(session, a_table(ANH))
    one = (await issue_badges(session))["001"]
    new = await reissue(session, one.delegate_id)
    await badges.revoke(session, DESK, one.delegate_id, reason="Thất lạc", now=NINE)
    await session.commit()

    entries = list(await session.scalars(select(JournalEntry).order_by(JournalEntry.number)))

    done = [(entry.action, entry.after) for entry in entries[1:]]
    assert done == [
        ("badges.issued", {"badges": 1}),
        ("badge.reissued", {"reason": "Mất thẻ"}),
        ("badge.revoked", {"reason": "Thất lạc"}),
    ]
    told = str([(entry.subject, entry.before, entry.after) for entry in entries])
    assert not any(str(secret) in told for secret in (one.code, new.code, one.pin, new.pin))
