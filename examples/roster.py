"""The roster: everybody in order, with numbers, seats and groups, and who plays which part in the story."""

import csv
import io
from typing import Any

from delegates.names import sort_key
from examples.chance import Chance
from examples.people import DISCUSSION_GROUPS, Officer, Person, alternates, guests, officials, seat
from examples.targets import TARGETS

SEED = 20251224

COLUMNS = (
    "Số đại biểu", "Họ và tên", "Loại đại biểu", "Diện", "Mã đoàn", "Đoàn đại biểu", "Đơn vị", "Chức vụ",
    "Loại hình cán bộ", "Khu vực", "Trình độ", "Năm sinh", "Giới tính", "Tổ thảo luận", "Ghế", "Số phiếu",
    "Dân tộc", "Tôn giáo", "Đảng viên",
)  # fmt: skip

ANH = "Nguyễn Thị Hồng Ánh"
SAME_NAME = "Nguyễn Thị Thu Hà"
SINGLE_GIVEN_NAME = "Đỗ Đào"
LONG_NAME = "Công Tằng Tôn Nữ Hoàng Thị Phương Khánh"

PRESENT = {1: 641, 2: 644}
EXCUSED = {1: 6, 2: 5}  # the others who are missing have given no reason
REASONS = ("Ốm, có giấy của bệnh viện", "Đi công tác nước ngoài theo phân công", "Việc gia đình", "Bận ca sản xuất")


class Roster:
    """Everybody, in the order of the file, and the cases of the story by number."""

    def __init__(self, seed: int = SEED) -> None:
        chance = Chance(seed)
        taken = {ANH, SAME_NAME, SINGLE_GIVEN_NAME, LONG_NAME}
        voters = officials(chance, taken)
        _name_the_cases(voters)
        self.officials = _in_order(chance, voters)
        self.alternates = alternates(chance, taken)
        self.guests = guests(chance, taken)
        for place, person in enumerate(self.officials):
            person.number, person.seat = f"{place + 1:03}", seat(place)
            person.group = str(place * DISCUSSION_GROUPS // len(self.officials) + 1)
        for place, person in enumerate(self.alternates, start=len(self.officials)):
            person.seat, person.group = seat(place), str(place % DISCUSSION_GROUPS + 1)
        self.cases = _cases(chance, self.officials, self.alternates)

    @property
    def everybody(self) -> list[Person]:
        """In the order of the file."""
        return [*self.officials, *self.alternates, *self.guests]

    def table(self) -> list[list[str]]:
        """Header and rows."""
        return [list(COLUMNS), *(_row(person) for person in self.everybody)]

    def csv(self) -> str:
        """The file's text."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.table())
        return out.getvalue()


def _row(person: Person) -> list[str]:
    is_voter = person.kind == "chính thức"
    stated = person.birth_year > 0
    return [
        person.number, person.name, person.kind, person.basis, person.delegation_code, person.delegation, person.unit,
        person.position, person.officer, person.sector, person.education, str(person.birth_year) if stated else "",
        ("nữ" if person.is_woman else "nam") if stated else "", person.group, person.seat, "1" if is_voter else "",
        person.ethnicity, person.religion, "có" if person.is_party_member else "",
    ]  # fmt: skip


def _in_order(chance: Chance, people: list[Person]) -> list[Person]:
    """By delegation; its head first, then by given name."""
    ordered = []
    for code in sorted({person.delegation_code for person in people}):
        ours = [person for person in people if person.delegation_code == code]
        may_lead = [person for person in ours if person.basis == "đương nhiên" and person.officer == Officer.FULL_TIME]
        head = chance.one_of(may_lead)
        rest = sorted(
            (person for person in ours if person is not head),
            key=lambda one: (sort_key(one.name), one.unit, one.birth_year),
        )
        ordered += [head, *rest]
    return ordered


def _name_the_cases(people: list[Person]) -> None:
    """Give the names that the story needs to people whom they fit."""
    women = [one for one in people if one.is_woman and one.basis == "bầu"]
    men = [one for one in people if not one.is_woman and one.basis == "bầu"]
    next(one for one in women if one.delegation_code == "01").name = ANH
    next(one for one in men if one.delegation_code == "07").name = SINGLE_GIVEN_NAME
    next(one for one in women if one.delegation_code == "15").name = LONG_NAME
    first = next(one for one in women if one.delegation_code == "13" and one.officer == Officer.WORKER)
    second = next(
        one
        for one in women
        if one.delegation_code == "13"
        and one is not first
        and one.officer == first.officer
        and one.birth_year != first.birth_year
    )
    first.name = second.name = SAME_NAME
    second.unit, second.position, second.sector = first.unit, first.position, first.sector


def _cases(chance: Chance, people: list[Person], others: list[Person]) -> dict[str, Any]:
    """``cases.json``; see ``examples/README.md``."""
    heads: dict[str, str] = {}
    for person in people:
        heads.setdefault(person.delegation_code, person.number)
    by_name = {person.name: person.number for person in people}
    busy = set(heads.values()) | {by_name[name] for name in (ANH, SINGLE_GIVEN_NAME, LONG_NAME)}
    same = [person.number for person in people if person.name == SAME_NAME]
    busy |= set(same)
    free = [number for number in chance.shuffled([person.number for person in people]) if number not in busy]
    organs = [heads[code] for code in sorted(heads)]
    replaced = next(
        person for person in people if person.number in free and person.delegation_code == others[0].delegation_code
    )
    free.remove(replaced.number)
    reissued, rejected, leaver, twice = (free.pop() for _ in range(4))
    return {
        "same_name_in_one_unit": {"delegates": same},
        "single_given_name_with_d": {"delegate": by_name[SINGLE_GIVEN_NAME]},
        "very_long_name": {"delegate": by_name[LONG_NAME]},
        "found_without_tone_marks": [
            {"query": "nguyen thi hong anh", "delegates": [by_name[ANH]]},
            {"query": "do dao", "delegates": [by_name[SINGLE_GIVEN_NAME]]},
            {"query": "cong tang ton nu", "delegates": [by_name[LONG_NAME]]},
        ],
        "replaced_on_day_2": {"delegate": replaced.number, "alternate": others[0].number, "sitting": 2},
        "badge_reissued": {"delegate": reissued, "sitting": 1},
        "credentials_rejected": {"delegate": rejected},
        "leaves_before_the_vote": {"delegate": leaver, "sitting": 2, "at": "2025-12-25T09:30:00+07:00"},
        "scanned_at_two_doors": {"delegate": twice, "doors": ["Cửa A", "Cửa B"], "sitting": 1},
        "delegation_heads": heads,
        "presidium": organs[:9],
        "secretariat": [free.pop() for _ in range(3)],
        "credentials_board": [free.pop() for _ in range(5)],
        "attendance": _attendance(chance, free),
        "target_votes": _target_votes(chance),
    }


def _attendance(chance: Chance, free: list[str]) -> list[dict[str, Any]]:
    sittings = []
    for sitting, present in PRESENT.items():
        missing = chance.shuffled(free)[: 650 - present]
        excused, unexcused = sorted(missing[: EXCUSED[sitting]]), sorted(missing[EXCUSED[sitting] :])
        sittings.append(
            {
                "sitting": sitting,
                "present": present,
                "excused": [{"delegate": number, "reason": chance.one_of(REASONS)} for number in excused],
                "unexcused": unexcused,
            }
        )
    return sittings


def _target_votes(chance: Chance) -> list[dict[str, Any]]:
    """Nearly all for nearly all; two targets are contested, one of them hardly passes."""
    contested = {5: 371, 9: 449}
    votes = []
    for place, target in enumerate(TARGETS):
        missing = chance.below(5)
        cast = PRESENT[2] - missing
        agreed = contested.get(place, cast - 4 - chance.below(22))
        other = min(cast - agreed, 1 + chance.below(14))
        votes.append(
            {
                "target": target.code,
                "for": agreed,
                "against": cast - agreed - other,
                "other": other,
                "not_cast": missing,
            }
        )
    return votes
