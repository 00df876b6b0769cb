"""Accounts: making and changing staff and devices."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import anyio.to_thread
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from agenda.journal import Actor
from api.auth.errors import LastOrganiser, LoginTaken, NoSuchAccount, WeakPassword, WrongRole
from api.auth.models import Device, SignIn, Staff
from api.auth.permissions import DEVICE_ROLES, STAFF_ROLES, Role
from api.auth.registry import ACCESS_TOPIC
from api.auth.sign_ins import PASSWORDS, end, enrolment_hash
from delegates.badge import ALPHABET
from realtime.touch import touch

LEAST_PASSWORD = 10
ENROLMENT_LASTS = timedelta(hours=1)


def login_name(typed: str) -> str:
    """
    A login as it is stored and looked up: nobody has to remember its capitals.

    >>> login_name(" ThuKy ")
    'thuky'
    """
    return typed.strip().lower()


async def put_staff(
    session: AsyncSession,
    actor: Actor,
    id: UUID,
    *,
    login: str,
    name: str,
    role: Role,
    password: str | None,
    disabled: bool,
    now: datetime,
) -> Staff:
    """
    Make or change a staff account.

    Raises:
        WeakPassword: too short, or missing on a new account.
        LoginTaken: another account has this login.
        LastOrganiser: the change would leave no organiser who can sign in.
        WrongRole: the role is not one of staff.
    """
    if role not in STAFF_ROLES:
        raise WrongRole(role=role)
    # Organisers' rows are locked in one order, so that of two who shut each other out the second sees the first.
    organisers = select(Staff.id).where(Staff.role == Role.ORGANISER).order_by(Staff.id).with_for_update()
    had_an_organiser = (await session.scalars(organisers)).first() is not None
    staff = await session.get(Staff, id, with_for_update=True)
    if (staff is None and password is None) or (password is not None and len(password) < LEAST_PASSWORD):
        raise WeakPassword(least=LEAST_PASSWORD)
    before = _facts(staff) if staff else None
    if staff is None:
        staff = Staff(id=id)
        session.add(staff)
    demoted = before is not None and (disabled or role is not staff.role)
    staff.login, staff.name, staff.role = login_name(login), name, role
    staff.disabled_at = (staff.disabled_at or now) if disabled else None
    if password is not None:
        staff.password_hash = await anyio.to_thread.run_sync(PASSWORDS.hash, password)
    try:
        await session.flush()
    except IntegrityError:
        raise LoginTaken(login=login) from None
    if had_an_organiser:  # the first accounts may be anybody's
        await _keep_an_organiser(session)
    if demoted or (before is not None and password is not None):
        await end(session, SignIn.staff_id == id, because="account_changed", now=now)
    await touch(session, ACCESS_TOPIC)
    await journal.record(session, actor, "staff.saved", subject=f"staff/{id}", before=before, after=_facts(staff))
    return staff


async def put_device(session: AsyncSession, actor: Actor, id: UUID, *, name: str, role: Role) -> Device:
    """Make or rename a door or a screen. Raises :class:`WrongRole` for any other role."""
    if role not in DEVICE_ROLES:
        raise WrongRole(role=role)
    device = await session.get(Device, id, with_for_update=True)
    before = {"name": device.name, "role": device.role} if device else None
    if device is None:
        device = Device(id=id, role=role)
        session.add(device)
    elif device.role is not role:
        raise WrongRole(role=role)
    device.name = name
    await session.flush()
    await touch(session, ACCESS_TOPIC)
    after = {"name": name, "role": role}
    await journal.record(session, actor, "device.saved", subject=f"device/{id}", before=before, after=after)
    return device


async def enrol(
    session: AsyncSession, actor: Actor, id: UUID, *, now: datetime, random_bytes: Callable[[int], bytes]
) -> tuple[Device, str]:
    """A fresh enrolment code (40 random bits, spent by its first use) for a device that is not revoked."""
    device = await session.get(Device, id, with_for_update=True)
    if device is None or device.revoked_at is not None:
        raise NoSuchAccount(id=str(id))
    number = int.from_bytes(random_bytes(5), "big")
    code = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    device.enrolment_hash, device.enrolment_ends_at = enrolment_hash(code), now + ENROLMENT_LASTS
    await session.flush()
    after = {"name": device.name, "ends_at": device.enrolment_ends_at}
    await journal.record(session, actor, "device.enrolment_made", subject=f"device/{id}", after=after)
    return device, f"{code[:4]}-{code[4:]}"


async def revoke_device(session: AsyncSession, actor: Actor, id: UUID, *, now: datetime) -> Device:
    """Shut a device out for good, at once. Repeating is harmless."""
    device = await session.get(Device, id, with_for_update=True)
    if device is None:
        raise NoSuchAccount(id=str(id))
    if device.revoked_at is None:
        device.revoked_at, device.enrolment_hash, device.enrolment_ends_at = now, None, None
        await session.flush()
        await end(session, SignIn.device_id == id, because="device_revoked", now=now)
        before, after = {"name": device.name, "revoked": False}, {"name": device.name, "revoked": True}
        await journal.record(session, actor, "device.revoked", subject=f"device/{id}", before=before, after=after)
    return device


async def _keep_an_organiser(session: AsyncSession) -> None:
    left = await session.scalar(
        select(func.count()).select_from(Staff).where(Staff.role == Role.ORGANISER, Staff.disabled_at.is_(None))
    )
    if not left:
        raise LastOrganiser


def _facts(staff: Staff) -> dict[str, object]:
    return {
        "login": staff.login,
        "name": staff.name,
        "role": staff.role,
        "disabled": staff.disabled_at is not None,
    }
