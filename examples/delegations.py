"""Delegations: sixteen of them, where their delegates come from and how many seats each has."""

from enum import StrEnum

from msgspec import Struct


class Ground(StrEnum):
    """What a delegation stands on; decides which posts its delegates hold."""

    INNER_CITY = "inner_city"
    SUBURB = "suburb"
    COAST = "coast"
    ZONES = "zones"
    OFFICES = "offices"
    SCHOOLS_AND_HOSPITALS = "schools_and_hospitals"
    CORPORATIONS = "corporations"


class Delegation(Struct, frozen=True, kw_only=True):
    """A delegation. ``places`` are its wards, communes and special zone, written as people write them."""

    code: str
    name: str
    ground: Ground
    places: tuple[str, ...] = ()
    elected: int
    ex_officio: int
    appointed: int
    alternates: int

    @property
    def seats(self) -> int:
        """Official delegates."""
        return self.elected + self.ex_officio + self.appointed


def _places(wards: str, communes: str = "", special_zone: str = "") -> tuple[str, ...]:
    kinds = (("phường", wards), ("xã", communes), ("đặc khu", special_zone))
    return tuple(f"{kind} {name.strip()}" for kind, names in kinds for name in names.split(",") if name.strip())


# Places: Resolution 1685/NQ-UBTVQH15 (113 wards, 54 communes, 1 special zone). Clusters and seats are invented.
DELEGATIONS = (
    Delegation(
        code="01",
        name="Trung tâm",
        ground=Ground.INNER_CITY,
        places=_places("Sài Gòn, Tân Định, Bến Thành, Cầu Ông Lãnh, Bàn Cờ, Xuân Hòa, Nhiêu Lộc"),
        elected=30,
        ex_officio=3,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="02",
        name="Chợ Lớn – Nam kênh",
        ground=Ground.INNER_CITY,
        places=_places(
            "Xóm Chiếu, Khánh Hội, Vĩnh Hội, Chợ Quán, An Đông, Chợ Lớn, Bình Tây, Bình Tiên, Bình Phú, Phú Lâm, "
            "Chánh Hưng, Phú Định, Bình Đông"
        ),
        elected=38,
        ex_officio=3,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="03",
        name="Nam Sài Gòn – Cần Giờ",
        ground=Ground.SUBURB,
        places=_places(
            "Tân Thuận, Phú Thuận, Tân Mỹ, Tân Hưng",
            "Nhà Bè, Hiệp Phước, Bình Khánh, An Thới Đông, Cần Giờ, Thạnh An",
        ),
        elected=34,
        ex_officio=2,
        appointed=0,
        alternates=2,
    ),
    Delegation(
        code="04",
        name="Tây nội thành",
        ground=Ground.INNER_CITY,
        places=_places(
            "Diên Hồng, Vườn Lài, Hòa Hưng, Minh Phụng, Bình Thới, Hòa Bình, Phú Thọ, Tân Sơn Hòa, Tân Sơn Nhất, "
            "Tân Hòa, Bảy Hiền, Tân Bình, Tân Sơn, Tây Thạnh, Tân Sơn Nhì, Phú Thọ Hòa, Tân Phú, Phú Thạnh, "
            "Đức Nhuận, Cầu Kiệu, Phú Nhuận"
        ),
        elected=52,
        ex_officio=4,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="05",
        name="Bình Thạnh – Gò Vấp",
        ground=Ground.INNER_CITY,
        places=_places(
            "Gia Định, Bình Thạnh, Bình Lợi Trung, Thạnh Mỹ Tây, Bình Quới, Hạnh Thông, An Nhơn, Gò Vấp, An Hội Đông, "
            "Thông Tây Hội, An Hội Tây"
        ),
        elected=30,
        ex_officio=3,
        appointed=1,
        alternates=1,
    ),
    Delegation(
        code="06",
        name="Tây Bắc",
        ground=Ground.SUBURB,
        places=_places(
            "Đông Hưng Thuận, Trung Mỹ Tây, Tân Thới Hiệp, Thới An, An Phú Đông",
            "Đông Thạnh, Hóc Môn, Xuân Thới Sơn, Bà Điểm, Củ Chi, Tân An Hội, Thái Mỹ, An Nhơn Tây, Nhuận Đức, "
            "Phú Hòa Đông, Bình Mỹ",
        ),
        elected=42,
        ex_officio=3,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="07",
        name="Bình Tân – Bình Chánh",
        ground=Ground.SUBURB,
        places=_places(
            "An Lạc, Bình Tân, Tân Tạo, Bình Trị Đông, Bình Hưng Hòa",
            "Vĩnh Lộc, Tân Vĩnh Lộc, Bình Lợi, Tân Nhựt, Bình Chánh, Hưng Long, Bình Hưng",
        ),
        elected=46,
        ex_officio=3,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="08",
        name="Thủ Đức",
        ground=Ground.SUBURB,
        places=_places(
            "Hiệp Bình, Thủ Đức, Tam Bình, Linh Xuân, Tăng Nhơn Phú, Long Bình, Long Phước, Long Trường, Cát Lái, "
            "Bình Trưng, Phước Long, An Khánh"
        ),
        elected=44,
        ex_officio=4,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="09",
        name="Dĩ An – Thuận An",
        ground=Ground.SUBURB,
        places=_places("Đông Hòa, Dĩ An, Tân Đông Hiệp, An Phú, Bình Hòa, Lái Thiêu, Thuận An, Thuận Giao"),
        elected=36,
        ex_officio=2,
        appointed=0,
        alternates=2,
    ),
    Delegation(
        code="10",
        name="Thủ Dầu Một – Tân Uyên",
        ground=Ground.SUBURB,
        places=_places(
            "Thủ Dầu Một, Phú Lợi, Chánh Hiệp, Bình Dương, Hòa Lợi, Phú An, Vĩnh Tân, Bình Cơ, Tân Uyên, Tân Hiệp, "
            "Tân Khánh",
            "Thường Tân, Bắc Tân Uyên",
        ),
        elected=30,
        ex_officio=2,
        appointed=0,
        alternates=2,
    ),
    Delegation(
        code="11",
        name="Bến Cát – Dầu Tiếng",
        ground=Ground.SUBURB,
        places=_places(
            "Tây Nam, Long Nguyên, Bến Cát, Chánh Phú Hòa, Thới Hòa",
            "Phú Giáo, Phước Hòa, Phước Thành, An Long, Trừ Văn Thố, Bàu Bàng, Long Hòa, Thanh An, Dầu Tiếng, "
            "Minh Thạnh",
        ),
        elected=22,
        ex_officio=2,
        appointed=0,
        alternates=1,
    ),
    Delegation(
        code="12",
        name="Bà Rịa – Vũng Tàu – Côn Đảo",
        ground=Ground.COAST,
        places=_places(
            "Vũng Tàu, Tam Thắng, Rạch Dừa, Phước Thắng, Long Hương, Bà Rịa, Tam Long, Tân Hải, Tân Phước, Phú Mỹ, "
            "Tân Thành",
            "Châu Pha, Long Hải, Long Điền, Phước Hải, Đất Đỏ, Nghĩa Thành, Ngãi Giao, Kim Long, Châu Đức, Bình Giã, "
            "Xuân Sơn, Hồ Tràm, Xuyên Mộc, Hòa Hội, Bàu Lâm, Long Sơn, Hòa Hiệp, Bình Châu",
            "Côn Đảo",
        ),
        elected=26,
        ex_officio=3,
        appointed=1,
        alternates=2,
    ),
    Delegation(
        code="13",
        name="Khu chế xuất – khu công nghiệp",
        ground=Ground.ZONES,
        elected=48,
        ex_officio=5,
        appointed=3,
        alternates=3,
    ),
    Delegation(
        code="14",
        name="Viên chức – cơ quan",
        ground=Ground.OFFICES,
        elected=26,
        ex_officio=13,
        appointed=4,
        alternates=1,
    ),
    Delegation(
        code="15",
        name="Giáo dục – Y tế",
        ground=Ground.SCHOOLS_AND_HOSPITALS,
        elected=38,
        ex_officio=5,
        appointed=2,
        alternates=2,
    ),
    Delegation(
        code="16",
        name="Tổng công ty – CĐCS trực thuộc",
        ground=Ground.CORPORATIONS,
        elected=27,
        ex_officio=5,
        appointed=2,
        alternates=2,
    ),
)

GUESTS = ("KM", "Khách mời")
PRESS = ("BC", "Báo chí")

# Places whose few grassroots unions belong to a neighbour's local union, so that they have none of their own.
WITHOUT_LOCAL_UNION = frozenset({"phường Long Hương", "phường Tân Hải"})
