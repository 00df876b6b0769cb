"""
What every relay promises.

A test module of an implementation derives its class from :class:`RelayContract` and gives a fixture ``broker``.
"""

import asyncio
from typing import Protocol

from realtime.relay import Relay
from realtime.touch import EVERYTHING


class Broker(Protocol):
    """What carries the touches, and how to disturb it."""

    def relay(self) -> Relay:
        """A relay of one more process, not yet started. It finds a dead connection within a second or two."""

    async def touches(self, *names: str) -> None:
        """A transaction touches these and is committed."""

    async def touches_in_vain(self, *names: str) -> None:
        """A transaction touches these and is rolled back."""

    async def cuts(self) -> None:
        """End the connections of all relays, as a server does that restarts."""

    def silences(self) -> None:
        """Let the connections that exist die without a word; new ones work."""

    def shuts(self) -> None:
        """End all connections, refuse new ones."""

    def opens(self) -> None:
        """Take new connections again."""


class Listener:
    """The end of a relay at which the hub would be."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.heard: asyncio.Queue[str] = asyncio.Queue()

    async def __aenter__(self) -> "Listener":
        await self.relay.start(self.heard.put_nowait)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.relay.stop()

    async def hears(self, name: str) -> list[str]:
        """Wait for ``name``; what was heard before it."""
        before: list[str] = []
        async with asyncio.timeout(20):
            while (heard := await self.heard.get()) != name:
                before.append(heard)
        return before


class RelayContract:
    """The tests."""

    async def test_it_begins_with_everything_and_is_healthy_then(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as hub:
            assert await hub.hears(EVERYTHING) == []
            assert hub.relay.healthy
        assert not hub.relay.healthy

    async def test_what_is_touched_is_heard_after_the_commit_by_every_process(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as one, Listener(broker.relay()) as other:
            await broker.touches("floor", "tally/7", "screen/*")

            for hub in (one, other):
                await hub.hears(EVERYTHING)
                heard = [await hub.heard.get() for _ in range(3)]
                assert set(heard) == {"floor", "tally/7", "screen/*"}

    async def test_what_is_rolled_back_is_not_heard(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as hub:
            await hub.hears(EVERYTHING)
            await broker.touches_in_vain("floor")
            await broker.touches("programme")

            assert await hub.hears("programme") == []

    async def test_everything_is_touched_after_a_connection_was_lost(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as hub:
            await hub.hears(EVERYTHING)
            await broker.cuts()
            await hub.hears(EVERYTHING)
            await broker.touches("floor")

            assert await hub.hears("floor") == []
            assert hub.relay.healthy

    async def test_a_connection_that_dies_without_a_word_is_found_and_replaced(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as hub:
            await hub.hears(EVERYTHING)
            broker.silences()
            await broker.touches("floor")

            assert await hub.hears(EVERYTHING) == []  # nothing else got through
            assert hub.relay.healthy

    async def test_it_starts_without_its_server_and_goes_on_trying(self, broker: Broker) -> None:
        broker.shuts()
        async with Listener(broker.relay()) as hub:
            assert not hub.relay.healthy
            assert hub.heard.empty()
            broker.opens()
            await hub.hears(EVERYTHING)

            assert hub.relay.healthy

    async def test_it_survives_a_server_that_goes_away_and_comes_back(self, broker: Broker) -> None:
        async with Listener(broker.relay()) as hub:
            await hub.hears(EVERYTHING)
            broker.shuts()
            await broker.touches("floor")  # missed
            broker.opens()

            assert await hub.hears(EVERYTHING) == []
            assert hub.relay.healthy

    async def test_stopping_twice_is_harmless(self, broker: Broker) -> None:
        relay = broker.relay()
        await relay.stop()
        await relay.start(lambda name: None)
        await relay.stop()
        await relay.stop()
        assert not relay.healthy
