"""What the hub promises, with phones instead of sockets and time that runs fast."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.errors import TooManyTopics, TopicNotForYou, UnknownTopic
from realtime.hub import Hub
from realtime.protocol import CloseCode
from tests.realtime.fast_time import in_fast_time
from tests.realtime.phones import Hall, Phone

DIAL = "reading/dial"


async def rests(hub: Hub) -> None:
    """Long enough for everything that can happen by itself."""
    await asyncio.sleep(60)


@in_fast_time
async def test_a_subscriber_gets_the_state_and_every_newer_one():
    hall, ada = Hall(), Phone()
    hub = hall.hub()

    ada.joins(hub, DIAL)
    await ada.shows(DIAL, 0)
    hall.changes(hub, DIAL)

    await ada.shows(DIAL, 1)
    await hub.stop()


@in_fast_time
async def test_a_state_is_rendered_and_encoded_once_for_everybody():
    hall, phones = Hall(), [Phone() for _ in range(120)]
    hub = hall.hub()

    for phone in phones:
        phone.joins(hub, DIAL)
    await rests(hub)
    hall.changes(hub, DIAL)
    await rests(hub)

    assert hall.rendered[DIAL] == 2
    assert all(phone.got[-1] is phones[0].got[-1] for phone in phones)
    assert all(phone.values[DIAL] == 1 for phone in phones)
    await hub.stop()


@in_fast_time
async def test_who_holds_the_newest_state_already_hears_just_that():
    hall, ada, bo = Hall(), Phone(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL)
    await ada.shows(DIAL, 0)
    ada.drops()
    hub.disconnect(ada.client)

    ada.joins(hub, DIAL)  # the topic was forgotten meanwhile and is rendered again
    await ada.until(lambda phone: phone.current == [DIAL])
    bo.etags = dict(ada.etags)
    bo.joins(hub, DIAL)  # from memory

    assert bo.current == [DIAL]
    assert not bo.values
    await hub.stop()


@in_fast_time
async def test_unchanged_bytes_are_not_sent_again():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL)
    await rests(hub)

    hub.touch(DIAL)
    await rests(hub)

    assert hall.rendered[DIAL] == 2
    assert len(ada.got) == 1
    await hub.stop()


@in_fast_time
async def test_the_first_touch_after_quiet_is_rendered_at_once_and_the_next_ones_are_merged():
    hall, ada = Hall(), Phone()
    hub, clock = hall.hub(), asyncio.get_running_loop().time
    ada.joins(hub, DIAL)
    await rests(hub)

    began = clock()
    for _ in range(500):
        hall.changes(hub, DIAL)
        await asyncio.sleep(0.002)
    await ada.shows(DIAL, 500)
    took = clock() - began

    assert 1.0 <= took <= 1.3
    assert 5 <= hall.rendered[DIAL] - 1 <= 8  # five a second, not five hundred
    began = clock()
    await rests(hub)
    hall.changes(hub, DIAL)
    began = clock()
    await ada.shows(DIAL, 501)
    assert clock() - began < 0.01
    await hub.stop()


@in_fast_time
async def test_one_topic_is_never_rendered_twice_at_a_time():
    hall, ada, bo = Hall(), Phone(), Phone()
    hub = hall.hub()
    hall.gate.clear()

    ada.joins(hub, DIAL)
    await asyncio.sleep(0.1)
    hub.disconnect(ada.client)  # the only subscriber leaves while it is being rendered
    bo.joins(hub, DIAL)
    hall.changes(hub, DIAL)
    await asyncio.sleep(0.1)
    hall.gate.set()
    await bo.shows(DIAL, 1)

    assert hall.most_at_once[DIAL] == 1
    await hub.stop()


@in_fast_time
async def test_a_touch_during_the_rendering_is_not_missed():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    hall.gate.clear()

    ada.joins(hub, DIAL)
    await asyncio.sleep(0.1)
    hall.changes(hub, DIAL)  # after the renderer has read
    hall.gate.set()

    await ada.shows(DIAL, 1)
    await hub.stop()


@in_fast_time
async def test_at_most_four_states_are_rendered_at_a_time_and_the_stage_goes_first():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    hall.gate.clear()

    ada.joins(hub, *(f"me/{n}" for n in range(10)), *(f"reading/{n}" for n in range(10)), "screen/main")
    await asyncio.sleep(0.1)
    hall.gate.set()
    await ada.until(lambda phone: len(phone.values) == 21)

    assert hall.most_at_once["*"] == 4
    assert hall.order[4] == "screen/main"  # four had begun before it came
    assert all(topic.startswith("reading/") for topic in hall.order[5:15])
    await hub.stop()


@in_fast_time
async def test_a_sweep_is_followed_by_at_least_as_much_idleness():
    hall, phones = Hall(), [Phone() for _ in range(3)]
    hub, clock = hall.hub(), asyncio.get_running_loop().time
    for phone in phones:
        phone.joins(hub, "screen/slow")
    await rests(hub)

    hall.gate.clear()  # a rendering that takes two seconds, ten times as long as the topic's pace
    hall.changes(hub, "screen/slow")
    await asyncio.sleep(2)
    hall.gate.set()
    await phones[0].shows("screen/slow", 1)
    began = clock()
    hall.changes(hub, "screen/slow")
    await phones[0].shows("screen/slow", 2)

    assert clock() - began == pytest.approx(2, abs=0.1)
    await hub.stop()


@in_fast_time
async def test_a_rendering_that_fails_is_tried_again_ever_more_slowly_and_harms_no_other_topic():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    hall.failing.add(DIAL)

    ada.joins(hub, DIAL, "reading/other")
    await ada.shows("reading/other", 0)
    await asyncio.sleep(60)
    tries = hall.rendered[DIAL]
    hall.failing.clear()
    await ada.shows(DIAL, 0)

    assert 8 <= tries <= 14
    assert hub.figures().failures == tries
    await hub.stop()


@in_fast_time
async def test_a_rendering_that_hangs_is_given_up():
    hall, ada = Hall(), Phone()
    hub = hall.hub(rendering_s=2.0)
    hall.gate.clear()

    ada.joins(hub, DIAL)
    await asyncio.sleep(3)
    hall.gate.set()

    await ada.shows(DIAL, 0)
    assert hub.figures().failures >= 1
    await hub.stop()


@in_fast_time
async def test_a_topic_that_turns_out_not_to_exist_is_refused_and_forgotten():
    hall, ada, bo = Hall(), Phone(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL)
    await ada.shows(DIAL, 0)

    hall.missing.add(DIAL)
    hub.touch(DIAL)
    bo.joins(hub, DIAL)
    await rests(hub)

    assert ada.refusals == {DIAL: "unknown_topic"}
    assert hub.figures().topics == 0
    await hub.stop()


@in_fast_time
async def test_topics_without_subscribers_are_forgotten_and_their_touches_cost_nothing():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL)
    await rests(hub)

    hub.unsubscribe(ada.client, [DIAL, "reading/never"])
    hub.touch(DIAL)
    await rests(hub)

    assert hub.figures().topics == 0
    assert hall.rendered[DIAL] == 1
    await hub.stop()


@in_fast_time
async def test_what_is_not_kept_is_rendered_for_each_subscription_and_pushed_when_touched():
    hall, ada, ada_again = Hall(), Phone(), Phone()
    hub = hall.hub()

    ada.joins(hub, "me/ada")
    await rests(hub)
    ada_again.joins(hub, "me/ada")
    await rests(hub)
    assert hall.rendered["me/ada"] == 2
    hall.changes(hub, "me/ada")
    await rests(hub)

    assert ada.values == ada_again.values == {"me/ada": 1}
    assert len(ada.got) == 2  # nothing when the other one came
    await hub.stop()


@in_fast_time
async def test_a_star_touches_a_beginning_or_everything():
    hall, wall = Hall(), Phone()
    hub = hall.hub()
    wall.joins(hub, "screen/left", "screen/right", DIAL)
    await rests(hub)

    hub.touch("screen/*")
    await rests(hub)
    assert hall.rendered == {"screen/left": 2, "screen/right": 2, DIAL: 1, "*": 5}
    hub.touch("*")
    await rests(hub)

    assert hall.rendered == {"screen/left": 3, "screen/right": 3, DIAL: 2, "*": 8}
    await hub.stop()


@in_fast_time
async def test_words_that_are_no_topics_reach_who_listens_for_them():
    hub, heard = Hall().hub(), []

    def fails(name: str) -> None:
        raise RuntimeError(name)

    hub.on_touch("access/", fails)
    hub.on_touch("access/", heard.append)
    for name in ("access/7", "floor", "*"):
        hub.touch(name)

    assert heard == ["access/7", "*"]


@in_fast_time
async def test_subscriptions_are_bounded_and_refused_by_name():
    hall, ada = Hall(), Phone()
    hub = hall.hub(topics_per_client=2)
    ada.joins(hub, DIAL, "reading/b")

    hub.subscribe(ada.client, DIAL)  # again: not one more
    with pytest.raises(TooManyTopics) as refusal:
        hub.subscribe(ada.client, "reading/c")
    hub.unsubscribe(ada.client, [DIAL])
    with pytest.raises(UnknownTopic):
        hub.subscribe(ada.client, "weather")
    hub.subscribe(ada.client, "reading/c")

    assert refusal.value.facts == {"limit": 2}
    await hub.stop()


@in_fast_time
async def test_only_the_audience_is_admitted():
    hall, ada = Hall(), Phone()
    hub = hall.hub()
    asked = []

    def admits(state, fields):
        asked.append((state.topic, dict(fields)))
        return False

    client = hub.connect(ada, admits=admits, refuse=lambda topic, refusal: None)
    with pytest.raises(TopicNotForYou):
        hub.subscribe(client, "me/bo")
    await rests(hub)

    assert asked == [("me/{name}", {"name": "bo"})]
    assert not hall.rendered
    await hub.stop()


@in_fast_time
async def test_a_revoked_sign_in_ends_its_sockets_at_once_and_no_other():
    hall, ada, bo = Hall(), Phone(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL, sid="ada's")
    bo.joins(hub, DIAL, sid="bo's")
    await rests(hub)

    ended = hub.close_sign_in("ada's")
    hall.changes(hub, DIAL)
    await bo.shows(DIAL, 1)

    assert ended == 1
    assert ada.closed_with == CloseCode.SIGNED_OUT
    assert ada.values == {DIAL: 0}
    await hub.stop()


@in_fast_time
async def test_stopping_tells_everybody_to_come_back_and_leaves_nothing_running():
    hall, ada, late = Hall(), Phone(), Phone()
    hub = hall.hub()
    ada.joins(hub, DIAL)
    hall.gate.clear()
    await asyncio.sleep(1)

    await hub.stop()
    late.joins(hub, DIAL)
    hub.touch("*")
    await rests(hub)

    assert ada.closed_with == late.closed_with == CloseCode.RESTARTING
    assert hub.figures().clients == 0
    # in_fast_time itself asserts that no task is left


@in_fast_time
async def test_who_leaves_while_others_are_served_gets_nothing_more():
    hall, phones = Hall(), [Phone() for _ in range(120)]
    hub = hall.hub()
    for phone in phones:
        phone.joins(hub, DIAL)
    await rests(hub)

    hall.changes(hub, DIAL)
    await phones[0].shows(DIAL, 1)  # the first fifty are served
    assert phones[-1].values == {DIAL: 0}
    hub.unsubscribe(phones[-1].client, [DIAL])
    hub.disconnect(phones[-2].client)
    await rests(hub)

    assert [phone.values[DIAL] for phone in phones] == [1] * 118 + [0] * 2
    await hub.stop()


TOPICS = ("reading/a", "reading/b", "screen/main", "me/ada")
phones = st.integers(0, 2)
happenings = st.one_of(
    st.tuples(st.just("changes"), st.sampled_from(TOPICS)),
    st.tuples(st.just("changes unheard"), st.sampled_from(TOPICS)),  # the relay has lost its connection
    st.tuples(st.just("fails"), st.sampled_from(TOPICS)),
    st.tuples(st.just("works"), st.sampled_from(TOPICS)),
    st.tuples(st.just("stalls"), phones),
    st.tuples(st.just("reads again"), phones),
    st.tuples(st.just("drops"), phones),
    st.tuples(st.just("joins"), phones),
    st.tuples(st.just("hub restarts"), st.none()),
    st.tuples(st.just("time passes"), st.sampled_from((0.0, 0.0005, 0.0015, 0.1, 0.3, 12.0))),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(happenings, max_size=60))
@in_fast_time
async def test_whatever_happens_everybody_ends_up_with_the_newest_state(story):
    hall, everybody = Hall(), [Phone() for _ in range(3)]
    hub = hall.hub(patience_s=5.0)
    for phone in everybody:
        phone.joins(hub, *TOPICS)

    for what, about in story:
        match what, about:
            case "changes", topic:
                hall.changes(hub, topic)
            case "changes unheard", topic:
                hall.values[topic] += 1
            case "fails", topic:
                hall.failing.add(topic)
            case "works", topic:
                hall.failing.discard(topic)
            case "stalls", who:
                everybody[who].stalls()
            case "reads again", who:
                everybody[who].reads_again()
            case "drops", who:
                everybody[who].drops()
                hub.disconnect(everybody[who].client)
            case "joins", who if not everybody[who].is_open:
                everybody[who].joins(hub, *TOPICS)
            case "hub restarts", _:
                await hub.stop()
                hub = hall.hub(patience_s=5.0)
            case "time passes", seconds:
                await asyncio.sleep(seconds)
    hub.touch("*")  # the relay is back
    hall.failing.clear()
    for phone in everybody:
        if phone.is_open:
            phone.reads_again()
        else:
            phone.joins(hub, *TOPICS)
    await rests(hub)

    for phone in everybody:
        assert phone.values == {topic: hall.values[topic] for topic in TOPICS}
        assert not phone.went_back
    assert hub.figures().owing == 0
    assert max(hall.most_at_once[topic] for topic in TOPICS) == 1
    await hub.stop()
