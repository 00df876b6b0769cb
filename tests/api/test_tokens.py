"""Tokens and their keys: nobody gets in with a token that was not signed here, for this, and lately."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
import pytest

from api.auth.keys import TokenKey, TokenKeys, congress_key, pin_key, rotate_token_keys, token_keys
from api.auth.tokens import issue, read

SID = UUID(int=7)
KEY = TokenKey(kid="now", secret=b"k" * 32)
KEYS = TokenKeys(keys=(KEY,))
HOUR = timedelta(hours=1)


def a_token(*, lasts: timedelta = HOUR, keys: TokenKeys = KEYS) -> str:
    now = datetime.now(UTC)
    return issue(keys, SID, now=now, expires_at=now + lasts)


def forged(*, secret: bytes | str = KEY.secret, algorithm: str = "HS256", kid: object = "now", **claims: object) -> str:
    now = int(datetime.now(UTC).timestamp())
    whole = {"iss": "dienhong", "sid": SID.hex, "iat": now, "exp": now + 3600, **claims}
    whole = {name: value for name, value in whole.items() if value is not None}
    return jwt.encode(whole, secret, algorithm=algorithm, headers={"kid": kid} if kid else {})


def with_header(token: str, **changes: object) -> str:
    """The token with its header changed, the signature left as it is."""
    header, payload, signature = token.split(".")
    fields = json.loads(base64.urlsafe_b64decode(header + "==")) | changes
    changed = base64.urlsafe_b64encode(json.dumps(fields).encode()).rstrip(b"=").decode()
    return f"{changed}.{payload}.{signature}"


def test_a_token_says_which_sign_in_it_is_for():
    claims = read(KEYS, a_token())

    assert claims is not None
    assert claims.sid == SID


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("x.y.z", id="garbage"),
        pytest.param(a_token()[:-2], id="cut short"),
        pytest.param(a_token(lasts=-HOUR), id="expired"),
        pytest.param(forged(secret=b"x" * 32), id="signed by somebody else"),
        pytest.param(forged(kid="other"), id="unknown key id"),
        pytest.param(forged(kid=None), id="no key id"),
        pytest.param(with_header(a_token(), kid=["now"]), id="key id of another kind"),
        pytest.param(forged(secret="", algorithm="none"), id="not signed at all"),
        pytest.param(with_header(a_token(), alg="none"), id="says that it needs no signature"),
        pytest.param(forged(algorithm="HS512", secret=KEY.secret * 2), id="another algorithm"),
        pytest.param(forged(iss="somewhere"), id="issued elsewhere"),
        pytest.param(forged(exp=None), id="without end"),
        pytest.param(forged(sid=None), id="without sign-in"),
        pytest.param(forged(sid="not an id"), id="sign-in that is no id"),
        pytest.param(forged(sid=7), id="sign-in of another kind"),
    ],
)
def test_anything_else_is_nobody(token: str):
    assert read(KEYS, token) is None


def test_a_server_whose_clock_is_behind_takes_a_fresh_token():
    ahead = int(datetime.now(UTC).timestamp()) + 5

    assert read(KEYS, forged(iat=ahead)) is not None


def test_a_token_lives_through_one_rotation_and_not_through_two(tmp_path):
    token = a_token(keys=token_keys(tmp_path))

    once = rotate_token_keys(tmp_path)
    twice = rotate_token_keys(tmp_path)

    assert read(once, token) is not None
    assert read(twice, token) is None
    assert once.signing.kid not in (a_token(keys=twice), None)
    assert token_keys(tmp_path) == twice


def test_servers_that_start_at_the_same_moment_on_one_folder_share_their_keys(tmp_path):
    def start(folder: UUID) -> tuple[bytes, TokenKeys, bytes]:
        keys = tmp_path / str(folder)
        return pin_key(keys), token_keys(keys), congress_key(keys).private_bytes_raw()

    with ThreadPoolExecutor(8) as threads:
        for folder in (uuid4() for _ in range(20)):
            assert len(set(threads.map(start, [folder] * 8))) == 1


def test_keys_are_for_the_server_alone(tmp_path):
    congress_key(tmp_path / "keys")
    pin_key(tmp_path / "keys")
    token_keys(tmp_path / "keys")
    rotate_token_keys(tmp_path / "keys")

    assert {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {
        "congress.key": 0o600,
        "pins.key": 0o600,
        "tokens.json": 0o600,
    }
