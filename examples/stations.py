"""Stations: doors, screens and the staff behind the console. Passwords are never written down here."""

from msgspec import Struct


class Door(Struct, frozen=True, kw_only=True):
    """A place where badges are scanned."""

    name: str


class Screen(Struct, frozen=True, kw_only=True):
    """A projected screen; ``name`` is part of its topic's name."""

    name: str
    title: str


class Staff(Struct, frozen=True, kw_only=True):
    """An account of the console; whoever imports it makes a password and shows it once."""

    login: str
    name: str
    role: str  # organiser | chair | secretary | teller | credentials


DOORS = (Door(name="Cửa A"), Door(name="Cửa B"), Door(name="Cửa C"))

SCREENS = (Screen(name="main", title="Màn hình chính"),)

# One account for each role is enough to try everything; real names of accounts are the installer's business.
STAFF = (
    Staff(login="bantochuc", name="Trần Mỹ Trinh (Ban Tổ chức)", role="organiser"),
    Staff(login="doanchutich", name="Huỳnh Quốc Thịnh (Đoàn Chủ tịch)", role="chair"),
    Staff(login="doanthuky", name="Phan Ngọc Diễm (Đoàn Thư ký)", role="secretary"),
    Staff(login="kiemphieu", name="Võ Trọng Hiếu (Tổ kiểm phiếu)", role="teller"),
    Staff(login="thamtra", name="Đặng Thị Bích Vân (Ban Thẩm tra tư cách đại biểu)", role="credentials"),
)
