"""A hall on a fresh database."""

import pytest

from tests.voting.halls import Hall


@pytest.fixture
def voting_hall(sessions) -> Hall:
    """Empty; fill it with as many delegates as the test wants."""
    return Hall(sessions)
