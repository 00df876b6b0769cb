"""Posts and houses: where somebody works and what they are there. Companies, schools and hospitals are invented."""

from typing import TYPE_CHECKING

from examples.chance import Chance
from examples.delegations import WITHOUT_LOCAL_UNION, Delegation, Ground

if TYPE_CHECKING:
    from examples.people import Person

_BEFORE = ("Phương Đông", "Sao Mai", "Thành Đạt", "Hưng Thịnh", "Việt Tân", "Nam Long Hải", "Đại Phát", "Tân Cường", "Minh Khôi",
           "An Bình Phú", "Hoàng Gia Lộc", "Thiên Phúc", "Trường Thịnh", "Kim Sơn", "Bình Minh", "Đông Á Lộc", "Tiến Đạt")  # fmt: skip
_AFTER = ("Xanh", "Sài Gòn", "Miền Nam", "Việt", "Star", "Phát", "Group", "Hợp Nhất", "Quốc tế", "Tương Lai")
_TRADES = ("May mặc", "Giày da", "Chế biến thực phẩm", "Cơ khí", "Bao bì", "Vận tải", "Xây dựng", "Dược phẩm", "Thương mại dịch vụ",
           "Gỗ nội thất", "Nhựa kỹ thuật", "In ấn", "Khách sạn du lịch")  # fmt: skip
_FOREIGN = ("Hansei Vina", "Kotobuki Việt Nam", "Taiyu Electronics", "Samkwang Textile", "Nordhaven Việt Nam", "Brightway Footwear",
            "Meiwa Precision", "Grand Orient Garment", "Eurotech Components", "Daehan Leather", "Formosa Bike", "Lumitec Việt Nam",
            "Pacific Furniture", "Yamato Seimitsu")  # fmt: skip
_STATE = ("Cấp nước Đô thành", "Chiếu sáng công cộng Đô thành", "Cảng Nam Bộ", "Điện lực Đông Nam", "Dầu khí Biển Nam", "Môi trường Đô thành",
          "Xe buýt Thành phố", "Đường sắt Phương Nam", "Lương thực Miền Nam", "Xi măng Nam Sơn")  # fmt: skip
_ZONES = ("KCX Tân Phú Đông", "KCN Bình Hưng Tây", "KCN Đất Đỏ Nam", "KCN Sông Thao", "KCN Phước An", "Khu công nghệ cao Thành phố",
          "KCX Nam Linh", "KCN Tây Bắc Lộ", "KCN Hòa Phú Mới")  # fmt: skip
_OFFICES = ("Sở Lao động và Dịch vụ công", "Sở Hạ tầng đô thị", "Văn phòng Hội đồng Thành phố", "Sở Khoa học và Chuyển đổi số", "Kho bạc khu vực Nam",
            "Thuế khu vực Thành phố", "Bảo hiểm xã hội khu vực Thành phố", "Tòa án khu vực 3", "Trung tâm Phục vụ hành chính công",
            "Sở Văn hóa và Truyền thông")  # fmt: skip
_SCHOOLS = ("Trường THPT Hướng Dương", "Trường THCS Ánh Sao", "Trường Tiểu học Hoa Sen Trắng", "Trường Mầm non Vành Khuyên", "Trường Đại học Kỹ nghệ Phương Nam",
            "Trường Cao đẳng Nghề Gia Định Mới", "Bệnh viện Đa khoa khu vực Tân Nam", "Bệnh viện Nhi Bình An", "Trung tâm Y tế khu vực Cửa Tây",
            "Bệnh viện Phục hồi chức năng Đông Nam", "Trung tâm Kiểm soát bệnh tật khu vực")  # fmt: skip
_UNION_CITY = "Liên đoàn Lao động Thành phố Hồ Chí Minh"
_CITY_DEPARTMENTS = (
    "Ban Tổ chức – Kiểm tra",
    "Ban Tuyên giáo – Nữ công",
    "Ban Chính sách – Pháp luật",
    "Văn phòng",
    "Ban Quan hệ lao động",
    "Ban Tài chính",
)

_GUESTS = (
    ("Nguyên Phó Chủ tịch", _UNION_CITY), ("Nguyên Ủy viên Ban Thường vụ", _UNION_CITY), ("Nguyên Trưởng Ban Nữ công", _UNION_CITY),
    ("Anh hùng Lao động", "Công ty Cảng Nam Bộ"), ("Chiến sĩ thi đua toàn quốc", "Bệnh viện Nhi Bình An"), ("Đại diện", "Hội Nông dân Thành phố"),
    ("Đại diện", "Hội Liên hiệp Phụ nữ Thành phố"), ("Đại diện", "Thành Đoàn Thành phố"), ("Đại diện", "Hội Cựu chiến binh Thành phố"),
    ("Giám đốc", "Công ty TNHH Kotobuki Việt Nam"), ("Tổng Giám đốc", "Công ty CP May mặc Phương Đông Xanh"), ("Đại diện", "Liên đoàn Thương mại và Công nghiệp khu vực"),
    ("Phó Chủ tịch", "Công đoàn tỉnh bạn"), ("Chủ tịch", "Công đoàn ngành Cao su"), ("Giảng viên", "Trường Đại học Công đoàn phương Nam"),
    ("Công nhân tiêu biểu", "Công ty TNHH Taiyu Electronics"),
)  # fmt: skip
_PRESS = ("Báo Công nhân Phương Nam", "Đài Truyền hình Thành phố Mới", "Báo Sài Gòn Sớm", "Tạp chí Công đoàn khu vực", "Đài Tiếng nói Phương Nam", "Báo Thanh niên Miền Nam",
          "Cổng thông tin Đại hội", "Báo Đô thị Xanh")  # fmt: skip


def _company(chance: Chance, sector: str) -> str:
    if sector == "có vốn nước ngoài":
        return f"Công ty TNHH {chance.one_of(_FOREIGN)}"
    if sector == "doanh nghiệp nhà nước":
        return f"Tổng công ty {chance.one_of(_STATE)}"
    form = "Công ty TNHH" if chance.share() < 0.6 else "Công ty CP"
    return f"{form} {chance.one_of(_TRADES)} {chance.one_of(_BEFORE)} {chance.one_of(_AFTER)}"


def _house(chance: Chance, person: "Person", delegation: Delegation) -> str:
    """Where the grassroots union is."""
    if person.sector != "nhà nước":
        house = _company(chance, person.sector)
        return f"{house}, {chance.one_of(_ZONES)}" if delegation.ground is Ground.ZONES else house
    if delegation.ground is Ground.OFFICES:
        return chance.one_of(_OFFICES)
    if delegation.places:
        kind, name = chance.one_of(delegation.places).split(" ", 1)
        return chance.one_of((f"Ủy ban nhân dân {kind} {name}", f"Trường THCS {name}", f"Trạm Y tế {kind} {name}"))
    return chance.one_of(_SCHOOLS)


def _local_union(chance: Chance, delegation: Delegation) -> str:
    """The union above the grassroots."""
    places = [place for place in delegation.places if place not in WITHOUT_LOCAL_UNION]
    if places:
        return f"Công đoàn {chance.one_of(places)}"
    if delegation.ground is Ground.ZONES:
        return f"Công đoàn {chance.one_of(_ZONES)}"
    if delegation.ground is Ground.CORPORATIONS:
        return f"Công đoàn Tổng công ty {chance.one_of(_STATE)}"
    return "Công đoàn Viên chức Thành phố" if delegation.ground is Ground.OFFICES else "Công đoàn ngành Giáo dục – Y tế"


def post_of(chance: Chance, person: "Person", delegation: Delegation) -> tuple[str, str]:
    """Position and unit of a delegate, as the other traits suggest."""
    if person.basis == "đương nhiên":
        if chance.share() < 0.35:
            return f"Ủy viên Ban Chấp hành, {chance.one_of(_CITY_DEPARTMENTS)}", _UNION_CITY
        return "Ủy viên Ban Chấp hành Thành phố, Chủ tịch", _local_union(chance, delegation)
    match person.officer:
        case "cán bộ chuyên trách":
            return chance.one_of(("Chủ tịch", "Phó Chủ tịch", "Ủy viên Ban Thường vụ", "Chuyên viên")), _local_union(
                chance, delegation
            )
        case "cán bộ không chuyên trách":
            post = chance.one_of(
                (
                    "Chủ tịch",
                    "Chủ tịch",
                    "Phó Chủ tịch",
                    "Ủy viên Ban Chấp hành",
                    "Trưởng Ban Nữ công" if person.is_woman else "Ủy viên Ban Chấp hành",
                )
            )
            return f"{post} công đoàn cơ sở", _house(chance, person, delegation)
        case "quản lý, chuyên viên":
            return chance.one_of(("Trưởng phòng Nhân sự", "Phó Giám đốc", "Chuyên viên", "Trưởng bộ môn")), _house(
                chance, person, delegation
            )
        case _:
            post = chance.one_of(
                (
                    "Công nhân",
                    "Tổ trưởng tổ sản xuất",
                    "Thợ bậc 5/7",
                    "Công nhân vận hành",
                    "Nhân viên kỹ thuật",
                    "Lái xe",
                    "Công nhân may",
                )
            )
            return post, _house(chance, person, delegation)


def guest_post(place: int) -> tuple[str, str]:
    """Position and house of a guest."""
    return _GUESTS[place % len(_GUESTS)]


def press_post(place: int) -> tuple[str, str]:
    """Position and house of somebody from the press."""
    return ("Phóng viên", "Biên tập viên", "Quay phim")[place % 3], _PRESS[place % len(_PRESS)]
