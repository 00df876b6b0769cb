"""Signing in and out, and who one is: staff, delegates, devices."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from litestar import Request, Response, delete, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct, structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from agenda import journal
from api.auth import accounts, sign_ins
from api.auth.faces import cookie_of, face_of
from api.auth.models import Device, SignIn, Staff
from api.auth.permissions import Permission, Role, needs
from api.auth.principal import Principal
from api.auth.sign_ins import Caller
from api.auth.tokens import issue
from api.settings import Settings
from delegates.badge_sheet import qr_svg

DEVICE_SESSION = timedelta(days=14)  # a screen is enrolled days before the congress and must not ask on the day


class StaffSignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name and a password."""

    login: Annotated[str, Meta(min_length=1, max_length=80, examples=["bantochuc"])]
    password: Annotated[str, Meta(min_length=1, max_length=200, examples=["correct horse battery"])]


class DelegateSignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the badge's QR holds (or its code), and the PIN that was given apart from it."""

    badge: Annotated[
        str, Meta(min_length=1, max_length=300, examples=["HTTPS://DH.EXAMPLE/B/0123456789ABCDEFGHJKMNPQRS"])
    ]
    pin: Annotated[str, Meta(min_length=1, max_length=20, examples=["204815"])]


class DeviceSignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The enrolment code that the console showed; it works once."""

    code: Annotated[str, Meta(min_length=1, max_length=40, examples=["K7QF-2M9X"])]


class Me(Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    id: UUID
    role: Role
    name: str
    permissions: list[Permission]
    expires_at: datetime

    @classmethod
    def of(cls, principal: Principal) -> "Me":
        """As a principal sees itself."""
        return cls(
            id=principal.id,
            role=principal.role,
            name=principal.name,
            permissions=sorted(permission for permission in Permission if principal.may(permission)),
            expires_at=principal.expires_at,
        )


def caller_of(request: Request[object, object, object]) -> Caller:  # type: ignore[type-var]
    """Where a request comes from; behind a trusted proxy uvicorn has put the phone's address in."""
    client = request.client
    return Caller(address=client.host if client else "", agent=request.headers.get("user-agent", ""))


def _cookie_name(request: Request) -> str:  # type: ignore[type-arg]
    return cookie_of(face_of(request.headers, request.query_params))


def _signed_in(principal: Principal, request: Request, settings: Settings, now: datetime) -> Response[Me]:  # type: ignore[type-arg]
    token = issue(request.app.state.token_keys, principal.sid, now=now, expires_at=principal.expires_at)
    cookie = Cookie(
        key=_cookie_name(request),
        value=token,
        path="/",
        httponly=True,
        secure=not settings.insecure_cookies,
        samesite="strict",
        max_age=int((principal.expires_at - now).total_seconds()),
    )
    return Response(Me.of(principal), status_code=200, cookies=[cookie], headers={"Cache-Control": "no-store"})


@post("/sign-in/staff", opt={"public": True}, status_code=200, tags=["access"], summary="Sign staff in")
async def post_staff_sign_in(
    data: JSONBody[StaffSignIn],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[Me]:
    """The token comes in a cookie that scripts cannot read."""
    lasts = timedelta(hours=settings.session_hours)
    principal = await sign_ins.sign_in_staff(
        db_session, data.login, data.password, caller_of(request), now=now, lasts=lasts
    )
    await journal.record(db_session, principal.actor, "staff.signed_in", subject=f"staff/{principal.id}")
    return _signed_in(principal, request, settings, now)


@post("/sign-in/delegate", opt={"public": True}, status_code=200, tags=["access"], summary="Sign a delegate in")
async def post_delegate_sign_in(
    data: JSONBody[DelegateSignIn],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[Me]:
    """One phone at a time: an older one is signed out, its live socket included."""
    principal = await sign_ins.sign_in_delegate(
        db_session,
        data.badge,
        data.pin,
        caller_of(request),
        key=request.app.state.pin_key,
        now=now,
        lasts=timedelta(hours=settings.session_hours),
    )
    return _signed_in(principal, request, settings, now)


@post("/sign-in/device", opt={"public": True}, status_code=200, tags=["access"], summary="Sign a device in")
async def post_device_sign_in(
    data: JSONBody[DeviceSignIn],
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[Me]:
    """For screens and doors, once, with the code from the console."""
    principal = await sign_ins.sign_in_device(db_session, data.code, caller_of(request), now=now, lasts=DEVICE_SESSION)
    await journal.record(db_session, principal.actor, "device.signed_in", subject=f"device/{principal.id}")
    return _signed_in(principal, request, settings, now)


@post("/sign-out", opt={"public": True}, status_code=204, tags=["access"], summary="Sign out")
async def post_sign_out(
    request: Request,  # type: ignore[type-arg]
    db_session: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Response[None]:
    """Ends the sign-in everywhere, its live sockets included. Harmless when nobody is signed in."""
    if request.user is not None:
        await sign_ins.end(db_session, SignIn.id == request.user.sid, because="signed_out", now=now)
    return Response(None, status_code=204, cookies=[Cookie(key=_cookie_name(request), path="/", value="", max_age=0)])


@get("/me", opt={"public": True}, tags=["access"], summary="Who am I?")
async def get_me(request: Request) -> Me | None:  # type: ignore[type-arg]
    """``null`` when nobody is signed in."""
    return Me.of(request.user) if request.user is not None else None


class StaffAccount(Struct, frozen=True, kw_only=True):
    """A person behind the console."""

    id: UUID
    login: str
    name: str
    role: Role
    disabled: bool


class PutStaff(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account as it shall be. Without a password the old one stays."""

    login: Annotated[str, Meta(min_length=2, max_length=80, pattern=r"^[a-z0-9._-]+$", examples=["thuky"])]
    name: Annotated[str, Meta(min_length=1, max_length=120, examples=["Trần Thị Mai Phương"])]
    role: Role
    password: Annotated[str, Meta(max_length=200)] | None = None
    disabled: bool = False


@get("/staff", guards=[needs(Permission.MANAGE_ACCESS)], tags=["access"], summary="Staff accounts")
async def get_staff(db_session: NamedDependency[AsyncSession]) -> list[StaffAccount]:
    """All of them; a congress has some dozens at most (the limit is 200)."""
    return [_account(staff) for staff in await db_session.scalars(select(Staff).order_by(Staff.login).limit(200))]


@put("/staff/{id:uuid}", guards=[needs(Permission.MANAGE_ACCESS)], tags=["access"], summary="Make or change an account")
async def put_staff(
    id: FromPath[UUID],
    data: JSONBody[PutStaff],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> StaffAccount:
    """The client makes the id, so that a repeat is harmless. Changing a role ends the account's sign-ins."""
    staff = await accounts.put_staff(
        db_session,
        principal.actor,
        id,
        login=data.login,
        name=data.name,
        role=data.role,
        password=data.password,
        disabled=data.disabled,
        now=now,
    )
    return _account(staff)


class DeviceAccount(Struct, frozen=True, kw_only=True):
    """
    A door station or a screen.

    ``code`` is shown once, when it was just made, with the address at which the device types it and its QR.
    """

    id: UUID
    name: str
    role: Role
    revoked: bool
    signed_in: bool
    code: str | None = None
    url: str | None = None
    svg: str | None = None


class PutDevice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device as it shall be."""

    name: Annotated[str, Meta(min_length=1, max_length=80, examples=["Cửa A", "main"])]
    role: Role


@get("/devices", guards=[needs(Permission.MANAGE_ACCESS)], tags=["access"], summary="Doors and screens")
async def get_devices(db_session: NamedDependency[AsyncSession], now: NamedDependency[datetime]) -> list[DeviceAccount]:
    """All of them (the limit is 200)."""
    live = (
        select(SignIn.id)
        .where(SignIn.device_id == Device.id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .exists()
    )
    rows = await db_session.execute(select(Device, live).order_by(Device.role, Device.name, Device.id).limit(200))
    return [_device(device, signed_in=signed_in) for device, signed_in in rows]


@put("/devices/{id:uuid}", guards=[needs(Permission.MANAGE_ACCESS)], tags=["access"], summary="Make a device")
async def put_device(
    id: FromPath[UUID],
    data: JSONBody[PutDevice],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
) -> DeviceAccount:
    """A door or a screen; it signs in with an enrolment code."""
    device = await accounts.put_device(db_session, principal.actor, id, name=data.name, role=data.role)
    return _device(device, signed_in=False)


@post(
    "/devices/{id:uuid}/enrolment",
    guards=[needs(Permission.MANAGE_ACCESS)],
    status_code=200,
    tags=["access"],
    summary="Make an enrolment code",
)
async def post_enrolment(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> DeviceAccount:
    """Valid for an hour, once; a newer code replaces an older one. The address holds no secret."""
    device, code = await accounts.enrol(db_session, principal.actor, id, now=now, random_bytes=secrets.token_bytes)
    url = f"{settings.url}/{device.role}"
    return structs.replace(_device(device, signed_in=False), code=code, url=url, svg=qr_svg(url).decode())


@delete(
    "/devices/{id:uuid}",
    guards=[needs(Permission.MANAGE_ACCESS)],
    status_code=200,
    tags=["access"],
    summary="Revoke a device",
)
async def delete_device(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> DeviceAccount:
    """It is signed out at once and cannot be enrolled again."""
    return _device(await accounts.revoke_device(db_session, principal.actor, id, now=now), signed_in=False)


@post(
    "/delegates/{id:uuid}/sign-out",
    guards=[needs(Permission.ISSUE_BADGES)],
    status_code=204,
    tags=["access"],
    summary="End a delegate's sign-in",
)
async def post_delegate_sign_out(
    id: FromPath[UUID],
    db_session: NamedDependency[AsyncSession],
    principal: NamedDependency[Principal],
    now: NamedDependency[datetime],
) -> None:
    """For a lost phone, at the desk."""
    ended = await sign_ins.end(db_session, SignIn.delegate_id == id, because="ended_at_desk", now=now)
    if ended:
        before, after = {"sign_ins": len(ended)}, {"sign_ins": 0}
        subject = f"delegate/{id}"
        await journal.record(
            db_session, principal.actor, "delegate.signed_out", subject=subject, before=before, after=after
        )


def _account(staff: Staff) -> StaffAccount:
    return StaffAccount(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        role=staff.role,
        disabled=staff.disabled_at is not None,
    )


def _device(device: Device, *, signed_in: bool) -> DeviceAccount:
    return DeviceAccount(
        id=device.id,
        name=device.name,
        role=device.role,
        revoked=device.revoked_at is not None,
        signed_in=signed_in,
    )


HANDLERS = (
    post_staff_sign_in,
    post_delegate_sign_in,
    post_device_sign_in,
    post_sign_out,
    get_me,
    get_staff,
    put_staff,
    get_devices,
    put_device,
    post_enrolment,
    delete_device,
    post_delegate_sign_out,
)
