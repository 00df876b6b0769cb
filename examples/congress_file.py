"""The congress file: everything about the example congress that is not a person, in one regular JSON document."""

from datetime import date

import msgspec
from msgspec import Struct

from examples.polls import POLLS, Poll
from examples.programme import SITTINGS, Sitting
from examples.stations import DOORS, SCREENS, STAFF, Door, Screen, Staff
from examples.targets import TARGETS, Target


class Congress(Struct, frozen=True, kw_only=True):
    """The event. Field names are those of ``agenda.models.Congress``."""

    slug: str
    name_vi: str
    name_en: str
    term: str
    motto_vi: str
    motto_en: str
    place_vi: str
    place_en: str
    starts_on: date
    ends_on: date
    rules_profile: str


class Document(Struct, frozen=True, kw_only=True):
    """A document; ``source`` is relative to the file's folder, ``items`` are keys of agenda items."""

    key: str
    title_vi: str
    title_en: str
    kind: str  # programme | rules | credentials_report | report | resolution
    source: str
    published: bool
    items: tuple[str, ...]


class CongressFile(Struct, frozen=True, kw_only=True):
    """The whole file."""

    format: int  # of this layout; 1
    congress: Congress
    sittings: tuple[Sitting, ...]
    documents: tuple[Document, ...]
    targets: tuple[Target, ...]
    polls: tuple[Poll, ...]
    screens: tuple[Screen, ...]
    doors: tuple[Door, ...]
    staff: tuple[Staff, ...]


CONGRESS = Congress(
    slug="cong-doan-tphcm-1",
    name_vi="Đại hội Công đoàn Thành phố Hồ Chí Minh lần thứ I, nhiệm kỳ 2025–2030",
    name_en="First Congress of the Ho Chi Minh City Trade Unions, term 2025–2030",
    term="2025–2030",
    motto_vi="Đoàn kết – Dân chủ – Kỷ cương – Đổi mới – Phát triển",
    motto_en="Solidarity – Democracy – Discipline – Renewal – Development",
    place_vi="Hội trường Thành phố Hồ Chí Minh, phường Xuân Hòa",
    place_en="Ho Chi Minh City Assembly Hall, Xuân Hòa ward",
    starts_on=SITTINGS[0].starts_at.date(),
    ends_on=SITTINGS[-1].ends_at.date(),
    rules_profile="vgcl-2024",
)


def _document(key: str, kind: str, title_vi: str, title_en: str, *, published: bool = True) -> Document:
    return Document(
        key=key,
        title_vi=title_vi,
        title_en=title_en,
        kind=kind,
        source=f"documents/{key}.typ",
        published=published,
        items=tuple(item.key for sitting in SITTINGS for item in sitting.items if key in item.documents),
    )


DOCUMENTS = (
    _document("chuong-trinh-dai-hoi", "programme", "Chương trình Đại hội", "Programme of the congress"),
    _document("quy-che-lam-viec", "rules", "Quy chế làm việc của Đại hội (dự thảo)", "Rules of procedure (draft)"),
    _document(
        "bao-cao-tham-tra-tu-cach-dai-bieu",
        "credentials_report",
        "Báo cáo thẩm tra tư cách đại biểu",
        "Report on credentials",
        published=False,  # held back until the board presents it
    ),
    _document("bao-cao-chinh-tri", "report", "Báo cáo chính trị (dự thảo)", "Political report (draft)"),
    _document("du-thao-nghi-quyet", "resolution", "Nghị quyết Đại hội (dự thảo)", "Resolution of the congress (draft)"),
)

CONGRESS_FILE = CongressFile(
    format=1,
    congress=CONGRESS,
    sittings=SITTINGS,
    documents=DOCUMENTS,
    targets=TARGETS,
    polls=POLLS,
    screens=SCREENS,
    doors=DOORS,
    staff=STAFF,
)


def congress_json() -> str:
    """The file's text. Times carry +07:00, people's names and texts stay readable."""
    return msgspec.json.format(msgspec.json.encode(CONGRESS_FILE), indent=2).decode() + "\n"
