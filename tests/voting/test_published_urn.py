"""The example urn that the pages recount in their tests: the server finds the same in it."""

import json
from base64 import b64decode
from pathlib import Path
from uuid import UUID

import msgspec

from voting.checkpoint import open_checkpoint, read_verifier
from voting.kinds import decide
from voting.outcome import Bases
from voting.paper import Paper
from voting.secrecy import answers_on, fingerprint
from voting.secret_ballot import decode, marks_size, verify
from voting.tally import count
from voting.tree import root
from voting.urn import public_key

EXAMPLE = json.loads((Path(__file__).parent / "data" / "urn.json").read_text())


def test_the_example_is_what_it_says():
    poll = EXAMPLE["poll"]
    der, paper = b64decode(poll["secret"]["key"]), msgspec.convert(poll["paper"], Paper)
    key, poll_id = public_key(der), UUID(poll["id"])
    ballots = [decode(b64decode(one), key, marks_size(paper)) for one in EXAMPLE["ballots"]]
    for ballot in ballots:
        verify(ballot, poll_id, key, paper)
    stated = open_checkpoint(poll["checkpoint"], read_verifier(EXAMPLE["verifier"]))
    tally = count(paper, answers_on(ballots))

    assert fingerprint(der) == poll["secret"]["fingerprint"]
    assert (stated.size, stated.root) == (25, root([ballot.leaf for ballot in ballots]))
    assert tally.questions[0].marks == poll["tally"]["questions"][0]["marks"]
    assert tally.questions[0].blank == poll["tally"]["questions"][0]["blank"]
    told = decide(paper.questions[0], tally.questions[0], Bases(present=26, entitled=26))
    [shown] = poll["tally"]["outcomes"]
    assert (told.conclusion, [*told.chosen], told.whole) == (shown["conclusion"], shown["chosen"], shown["whole"])
