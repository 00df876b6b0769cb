"""
People: everybody on the roster, dealt so that each sum of ``field/congress.md`` §5.3 holds by construction.

Traits are dealt as cards: so many of each, to whom they fit best, with a whim. Names, posts and units follow from them.
"""

from enum import StrEnum

from msgspec import Struct

from examples.chance import Chance, deal
from examples.delegations import DELEGATIONS, GUESTS, PRESS, Delegation, Ground
from examples.names import a_name
from examples.posts import guest_post, post_of, press_post

CONGRESS_YEAR = 2025
DISCUSSION_GROUPS = 12
ROWS_OF_SEATS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEATS_A_ROW = 30


class Officer(StrEnum):
    """What kind of union officer somebody is."""

    WORKER = "công nhân trực tiếp"
    FULL_TIME = "cán bộ chuyên trách"
    PART_TIME = "cán bộ không chuyên trách"
    MANAGER = "quản lý, chuyên viên"


class Sector(StrEnum):
    """Where somebody works."""

    PUBLIC = "nhà nước"
    STATE_ENTERPRISE = "doanh nghiệp nhà nước"
    PRIVATE = "ngoài nhà nước"
    FOREIGN = "có vốn nước ngoài"


class Education(StrEnum):
    """The highest degree."""

    POSTGRADUATE = "sau đại học"
    UNIVERSITY = "đại học"
    COLLEGE = "cao đẳng, trung cấp"
    SCHOOL = "trung học phổ thông trở xuống"


class Basis(StrEnum):
    """How an official delegate came to be one."""

    EX_OFFICIO = "đương nhiên"
    ELECTED = "bầu"
    APPOINTED = "chỉ định"


OFFICERS = {Officer.WORKER: 156, Officer.FULL_TIME: 214, Officer.PART_TIME: 238, Officer.MANAGER: 42}
SECTORS = {Sector.PUBLIC: 208, Sector.STATE_ENTERPRISE: 62, Sector.PRIVATE: 221, Sector.FOREIGN: 159}
EDUCATIONS = {
    Education.POSTGRADUATE: 143,
    Education.UNIVERSITY: 338,
    Education.COLLEGE: 88,
    Education.SCHOOL: 81,
}
WOMEN = {True: 291, False: 359}
AGES = {(23, 29): 62, (30, 39): 198, (40, 49): 262, (50, 59): 120, (60, 64): 8}  # first and last age: people
PARTY = {True: 496, False: 154}
ETHNICITIES = {"Hoa": 14, "Khmer": 4, "Chăm": 2, "Tày": 1}  # 21 of 650; everybody else is Kinh
RELIGIONS = {"Phật giáo": 24, "Công giáo": 19, "Cao Đài": 2, "Tin lành": 2}  # 47 of 650


class Person(Struct, kw_only=True):
    """One row of the roster, as its columns are written."""

    number: str = ""
    name: str = ""
    kind: str = "chính thức"
    basis: str = ""
    delegation_code: str
    delegation: str
    unit: str = ""
    position: str = ""
    officer: str = ""
    sector: str = ""
    education: str = ""
    birth_year: int = 0
    is_woman: bool = False
    group: str = ""
    seat: str = ""
    ethnicity: str = ""
    religion: str = ""
    is_party_member: bool = False

    @property
    def age(self) -> int:
        """In the year of the congress."""
        return CONGRESS_YEAR - self.birth_year


def officials(chance: Chance, taken: set[str]) -> list[Person]:
    """The 650, delegation by delegation; numbers and seats are given later, when the special cases have their names."""
    people = [
        Person(delegation_code=delegation.code, delegation=delegation.name, basis=basis)
        for delegation in DELEGATIONS
        for basis, seats in (
            (Basis.EX_OFFICIO, delegation.ex_officio),
            (Basis.ELECTED, delegation.elected),
            (Basis.APPOINTED, delegation.appointed),
        )
        for _ in range(seats)
    ]
    for person, officer in zip(people, deal(chance, OFFICERS, people, _likes_officer), strict=True):
        person.officer = officer
    for person, sector in zip(people, deal(chance, SECTORS, people, _likes_sector), strict=True):
        person.sector = sector
    for person, band in zip(people, deal(chance, AGES, people, _likes_age), strict=True):
        person.birth_year = CONGRESS_YEAR - (band[0] + chance.below(band[1] - band[0] + 1))
    _pin_extremes(people)
    for person, is_woman in zip(people, deal(chance, WOMEN, people, _likes_gender), strict=True):
        person.is_woman = is_woman
    for person, education in zip(people, deal(chance, EDUCATIONS, people, _likes_education), strict=True):
        person.education = education
    for person, is_member in zip(people, deal(chance, PARTY, people, _likes_party), strict=True):
        person.is_party_member = is_member
    _scatter(chance, people)
    for person in people:
        person.name = a_name(chance, is_woman=person.is_woman, taken=taken)
        person.position, person.unit = post_of(chance, person, _delegation(person))
    return people


def alternates(chance: Chance, taken: set[str]) -> list[Person]:
    """Thirty, by delegation."""
    people: list[Person] = []
    for delegation in DELEGATIONS:
        for _ in range(delegation.alternates):
            person = Person(
                number=f"DK{len(people) + 1:02}",
                kind="dự khuyết",
                delegation_code=delegation.code,
                delegation=delegation.name,
                officer=chance.one_of([Officer.PART_TIME, Officer.FULL_TIME, Officer.WORKER]),
                sector=max(Sector, key=lambda sector: _SECTOR_OF[delegation.ground].get(sector, 0)),
                education=Education.UNIVERSITY,
                birth_year=CONGRESS_YEAR - 28 - chance.below(25),
                is_woman=chance.share() < 0.45,
                is_party_member=chance.share() < 0.7,
            )
            person.name = a_name(chance, is_woman=person.is_woman, taken=taken)
            person.position, person.unit = post_of(chance, person, delegation)
            people.append(person)
    return people


def guests(chance: Chance, taken: set[str]) -> list[Person]:
    """Forty guests and twenty-four of the press: nothing about them but name, post and house."""
    people: list[Person] = []
    for count, (code, group), kind, post in ((40, GUESTS, "khách mời", guest_post), (24, PRESS, "báo chí", press_post)):
        for place in range(count):
            is_woman = chance.share() < 0.4
            position, unit = post(place)
            people.append(
                Person(
                    number=f"{code}{place + 1:02}",
                    name=a_name(chance, is_woman=is_woman, taken=taken),
                    kind=kind,
                    delegation_code=code,
                    delegation=group,
                    unit=unit,
                    position=position,
                    is_woman=is_woman,
                )
            )
    return people


def seat(place: int) -> str:
    """The seat of somebody who is ``place`` (from 0) in the order of the roster: rows of thirty from the front."""
    return f"{ROWS_OF_SEATS[place // SEATS_A_ROW]}-{place % SEATS_A_ROW + 1:02}"


def _delegation(person: Person) -> Delegation:
    return next(one for one in DELEGATIONS if one.code == person.delegation_code)


def _pin_extremes(people: list[Person]) -> None:
    """Somebody is 23 and somebody 64."""
    min((one for one in people if one.age < 30), key=lambda one: one.age).birth_year = CONGRESS_YEAR - 23
    max((one for one in people if one.age >= 60), key=lambda one: one.age).birth_year = CONGRESS_YEAR - 64


def _scatter(chance: Chance, people: list[Person]) -> None:
    """Ethnicity and religion, independent of everything else."""
    for person in people:
        person.ethnicity = "Kinh"
    few = chance.shuffled(people)
    for ethnicity, count in ETHNICITIES.items():
        for _ in range(count):
            few.pop().ethnicity = ethnicity
    few = chance.shuffled(people)
    for religion, count in RELIGIONS.items():
        for _ in range(count):
            few.pop().religion = religion


_SECTOR_OF: dict[Ground, dict[Sector, float]] = {
    Ground.INNER_CITY: {Sector.PRIVATE: 2, Sector.PUBLIC: 1.6},
    Ground.SUBURB: {Sector.PRIVATE: 1.9, Sector.FOREIGN: 1.7, Sector.PUBLIC: 1},
    Ground.COAST: {Sector.STATE_ENTERPRISE: 1.8, Sector.PRIVATE: 1.7, Sector.PUBLIC: 1.2},
    Ground.ZONES: {Sector.FOREIGN: 3, Sector.PRIVATE: 2.2},
    Ground.OFFICES: {Sector.PUBLIC: 4},
    Ground.SCHOOLS_AND_HOSPITALS: {Sector.PUBLIC: 3.5, Sector.PRIVATE: 0.8},
    Ground.CORPORATIONS: {Sector.STATE_ENTERPRISE: 4, Sector.PRIVATE: 1},
}


def _likes_officer(person: Person, officer: Officer) -> float:
    ground = _delegation(person).ground
    if person.basis == Basis.EX_OFFICIO:
        return 4.0 if officer is Officer.FULL_TIME else 0.0
    if officer is Officer.WORKER:
        return {Ground.ZONES: 1.6, Ground.SUBURB: 1.0, Ground.CORPORATIONS: 0.9, Ground.OFFICES: -2.0}.get(ground, 0.2)
    if officer is Officer.MANAGER:
        return 1.0 if person.basis == Basis.APPOINTED or ground is Ground.OFFICES else 0.0
    return 0.5


def _likes_sector(person: Person, sector: Sector) -> float:
    liking = _SECTOR_OF[_delegation(person).ground].get(sector, 0)
    if person.officer == Officer.FULL_TIME and sector is Sector.PUBLIC:
        liking += 0.8
    if person.officer == Officer.WORKER and sector is Sector.PUBLIC:
        liking -= 2.5
    return liking


def _likes_age(person: Person, band: tuple[int, int]) -> float:
    if person.officer == Officer.WORKER:
        return {23: 1.2, 30: 1.0, 40: 0.2}.get(band[0], -1.0)
    if person.basis == Basis.EX_OFFICIO:
        return {40: 1.0, 50: 1.2, 60: 0.6}.get(band[0], -1.0)
    return 0.3


def _likes_gender(person: Person, is_woman: bool) -> float:
    ground = _delegation(person).ground
    return 0.5 if is_woman and ground in {Ground.SCHOOLS_AND_HOSPITALS, Ground.ZONES} else 0.0


def _likes_education(person: Person, education: Education) -> float:
    if person.officer == Officer.WORKER:
        return {Education.SCHOOL: 2.5, Education.COLLEGE: 2.0}.get(education, 0.0)
    if education is Education.POSTGRADUATE:
        return 1.0 if person.officer == Officer.MANAGER or person.basis == Basis.EX_OFFICIO else 0.3
    return {Education.SCHOOL: -2.0, Education.COLLEGE: -0.5, Education.UNIVERSITY: 0.6}[education]


def _likes_party(person: Person, is_member: bool) -> float:
    if not is_member:
        return 0.0
    return {Officer.FULL_TIME: 2.0, Officer.MANAGER: 1.5, Officer.PART_TIME: 0.8}.get(Officer(person.officer), 0.0)
