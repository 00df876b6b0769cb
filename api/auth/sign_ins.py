"""
Sign-ins: staff by password, delegates by badge and PIN, devices by an enrolment code.

A wrong attempt is counted and committed although it is refused, and never tells which part was wrong.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

import anyio.to_thread
from msgspec import Struct
from pwdlib import PasswordHash
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.auth import throttle
from api.auth.errors import SignInRefused
from api.auth.models import Device, SignIn, Staff
from api.auth.permissions import Role
from api.auth.principal import Principal
from api.auth.throttle import Attempt, Key
from delegates.badge import code_hash, read_code
from delegates.kinds import Credentials, DelegateKind
from delegates.models import Badge, Delegate
from realtime.touch import touch

PASSWORDS = PasswordHash.recommended()


class Caller(Struct, frozen=True, kw_only=True):
    """Where an attempt comes from."""

    address: str
    agent: str


def pin_hash(key: bytes, delegate_id: UUID, pin: str) -> str:
    """HMAC-SHA256 of a PIN, tied to its delegate (equal PINs have different hashes)."""
    return hmac.new(key, delegate_id.bytes + pin.encode(), hashlib.sha256).hexdigest()


@cache
def nobodys_hash() -> str:
    """
    What passwords of unknown logins are compared with, so that those take as long as a wrong password.

    Making it takes as long again: a server does so before anybody can sign in.
    """
    return PASSWORDS.hash("nobody has this password")


def enrolment_hash(code: str) -> bytes:
    """What is stored of an enrolment code; case and hyphens do not matter."""
    return hashlib.sha256(code.strip().upper().replace("-", "").encode()).digest()


async def sign_in_staff(
    session: AsyncSession, login: str, password: str, caller: Caller, *, now: datetime, lasts: timedelta
) -> Principal:
    """Sign a member of staff in. Raises :class:`SignInRefused` or :class:`~api.auth.errors.TryLater`."""
    login = login.strip().lower()
    attempt = Attempt(kind=Key.LOGIN, value=_digest(login), address=caller.address)
    await throttle.claim(session, attempt, now)
    staff = await session.scalar(select(Staff).where(Staff.login == login))
    known = staff.password_hash if staff else nobodys_hash()
    fits = await anyio.to_thread.run_sync(PASSWORDS.verify, password, known)
    if staff is not None:
        # Verifying takes a while, in which the account may have been changed and its sign-ins ended.
        await session.refresh(staff, with_for_update=True)
    if staff is None or not fits or staff.password_hash != known or staff.disabled_at is not None:
        await _refuse(session, attempt, now)
    assert staff is not None
    await throttle.succeeded(session, attempt)
    return await _begin(session, staff.id, staff.role, staff.name, caller, now, lasts, SignIn(staff_id=staff.id))


async def sign_in_delegate(
    session: AsyncSession,
    badge: str,
    pin: str,
    caller: Caller,
    *,
    key: bytes,
    now: datetime,
    lasts: timedelta,
) -> Principal:
    """
    Sign a delegate in by badge code (or the URL in its QR) and PIN; their older phone is signed out.

    Raises what :func:`known_delegate` does.
    """
    found = await known_delegate(session, badge, pin, caller, key=key, now=now)
    await end(session, SignIn.delegate_id == found.id, because="newer_sign_in", now=now)
    return await _begin(
        session, found.id, Role.DELEGATE, found.full_name, caller, now, lasts, SignIn(delegate_id=found.id)
    )


async def known_delegate(
    session: AsyncSession, badge: str, pin: str, caller: Caller, *, key: bytes, now: datetime
) -> Delegate:
    """
    Whose badge and PIN these are. Raises :class:`SignInRefused` or :class:`~api.auth.errors.TryLater`.

    Guests and press have no PIN and cannot sign in; neither can rejected or replaced delegates.
    """
    code = read_code(badge)
    attempt = Attempt(kind=Key.BADGE, value=_digest(code or badge), address=caller.address)
    await throttle.claim(session, attempt, now)
    # The locks serialise sign-ins of one delegate (two phones at once must not both find nobody to sign out) and keep
    # the desk from taking the badge away while we look at it.
    found = await session.scalar(
        select(Delegate)
        .join(Badge, Badge.delegate_id == Delegate.id)
        .where(Badge.code_hash == code_hash(code or ""), Badge.revoked_at.is_(None))
        .with_for_update()
    )
    expected = (found.pin_hash if found else None) or ""
    given = pin_hash(key, found.id if found else UUID(int=0), pin.strip())
    if not hmac.compare_digest(expected, given) or found is None or not await _may_enter(session, found):
        await _refuse(session, attempt, now)
    assert found is not None
    await throttle.succeeded(session, attempt)
    return found


async def sign_in_device(
    session: AsyncSession, code: str, caller: Caller, *, now: datetime, lasts: timedelta
) -> Principal:
    """Sign a screen or a door in by the enrolment code that the console showed. A code works once."""
    hashed = enrolment_hash(code)
    attempt = Attempt(kind=Key.CODE, value=hashed.hex()[:32], address=caller.address)
    await throttle.claim(session, attempt, now)
    device = await session.scalar(
        update(Device)
        .where(Device.enrolment_hash == hashed, Device.enrolment_ends_at > now, Device.revoked_at.is_(None))
        .values(enrolment_hash=None, enrolment_ends_at=None)
        .returning(Device)
    )
    if device is None:
        await _refuse(session, attempt, now)
    assert device is not None
    await throttle.succeeded(session, attempt)
    return await _begin(session, device.id, device.role, device.name, caller, now, lasts, SignIn(device_id=device.id))


async def end(session: AsyncSession, which: object, *, because: str, now: datetime) -> list[UUID]:
    """End the live sign-ins that ``which`` (a condition on :class:`SignIn`) selects, sockets included; their ids."""
    ended = list(
        await session.scalars(
            update(SignIn)
            .where(which, SignIn.ended_at.is_(None))  # type: ignore[arg-type]
            .values(ended_at=now, ended_because=because)
            .returning(SignIn.id)
        )
    )
    await touch(session, *(f"sign-in/{sid}" for sid in ended))
    return ended


async def principal_of(session: AsyncSession, sid: UUID, now: datetime) -> Principal | None:
    """Who is behind a sign-in that is live now, with role and name as they are now."""
    row = (
        await session.execute(
            select(
                SignIn.expires_at,
                func.coalesce(Staff.id, Device.id, Delegate.id).label("id"),
                func.coalesce(Staff.role, Device.role).label("role"),
                func.coalesce(Staff.name, Device.name, Delegate.full_name).label("name"),
            )
            .outerjoin(Staff, Staff.id == SignIn.staff_id)
            .outerjoin(Device, Device.id == SignIn.device_id)
            .outerjoin(Delegate, Delegate.id == SignIn.delegate_id)
            .where(SignIn.id == sid, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        )
    ).one_or_none()
    if row is None:
        return None
    return Principal(id=row.id, role=Role(row.role or Role.DELEGATE), name=row.name, sid=sid, expires_at=row.expires_at)


async def _may_enter(session: AsyncSession, delegate: Delegate) -> bool:
    if delegate.kind is not DelegateKind.OFFICIAL and delegate.kind is not DelegateKind.ALTERNATE:
        return False
    if delegate.credentials is Credentials.REJECTED:
        return False
    replaced = await session.scalar(select(Delegate.id).where(Delegate.replaces_id == delegate.id))
    return replaced is None


async def _refuse(session: AsyncSession, attempt: Attempt, now: datetime) -> None:
    await throttle.failed(session, attempt, now)
    await session.commit()
    raise SignInRefused


async def _begin(
    session: AsyncSession,
    who: UUID,
    role: Role,
    name: str,
    caller: Caller,
    now: datetime,
    lasts: timedelta,
    row: SignIn,
) -> Principal:
    row.id, row.expires_at = uuid4(), now + lasts
    row.address, row.agent = caller.address, caller.agent[:200]
    session.add(row)
    await session.flush()
    return Principal(id=who, role=role, name=name, sid=row.id, expires_at=row.expires_at)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]
