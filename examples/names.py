"""Names: as common in the south, none of them a public figure's by intention."""

from examples.chance import Chance

FAMILIES: dict[str, float] = {
    "Nguyễn": 38, "Trần": 11, "Lê": 9.5, "Phạm": 7, "Huỳnh": 5, "Phan": 4.5, "Võ": 4, "Đặng": 2, "Bùi": 2, "Đỗ": 1.4,
    "Hồ": 1.3, "Ngô": 1.3, "Dương": 1, "Lý": 0.5, "Trương": 1.6, "Đinh": 0.8, "Mai": 0.7, "Lâm": 0.8, "Cao": 0.6,
    "Châu": 0.5, "Tô": 0.4, "Thái": 0.4, "Đoàn": 0.7, "Lương": 0.6, "Trịnh": 0.6, "Hà": 0.5, "Vũ": 1.2, "Hoàng": 1.2,
}  # fmt: skip

WOMEN_MIDDLE: dict[str, float] = {
    "Thị": 24, "Ngọc": 11, "Thanh": 9, "Kim": 8, "Mỹ": 6, "Thu": 8, "Hồng": 6, "Thị Ngọc": 6, "Thị Kim": 6,
    "Thị Thu": 6, "Thị Thanh": 6, "Thị Hồng": 4, "Bích": 3, "Phương": 4, "Minh": 3, "Thị Mỹ": 3, "Hoàng": 2, "Bảo": 2,
}  # fmt: skip
MEN_MIDDLE: dict[str, float] = {
    "Văn": 20, "Minh": 12, "Thanh": 9, "Quốc": 8, "Hữu": 7, "Công": 5, "Đức": 7, "Tấn": 5, "Hoàng": 6, "Ngọc": 5,
    "Anh": 3, "Trọng": 4, "Xuân": 3, "Đình": 3, "Thành": 4, "Hoài": 2, "Gia": 2, "Phước": 2, "Chí": 2, "Bá": 1,
}  # fmt: skip
WOMEN_GIVEN: dict[str, float] = {
    "Hạnh": 5, "Loan": 4, "Hương": 6, "Trang": 6, "Thảo": 6, "Nga": 4, "Yến": 4, "Vy": 3, "Ngân": 4, "Tuyết": 3,
    "Lan": 4, "Hoa": 3, "Hằng": 5, "Dung": 4, "Phượng": 4, "Trinh": 4, "Thủy": 5, "Linh": 5, "My": 3, "Nhi": 3,
    "Châu": 3, "Diễm": 2, "Đào": 2, "Đan": 1, "Quyên": 3, "Uyên": 3, "Oanh": 3, "Liên": 3, "Mai": 4, "Thúy": 3,
    "Vân": 4, "Hiền": 5, "Ánh": 2, "Xuân": 2, "Hà": 3, "Chi": 2, "Giang": 2, "Tâm": 2, "Như": 2, "Khánh": 1,
}  # fmt: skip
MEN_GIVEN: dict[str, float] = {
    "Tuấn": 6, "Hùng": 6, "Dũng": 6, "Phúc": 5, "Khang": 3, "Nhân": 4, "Bình": 4, "Lộc": 4, "Tài": 4, "Sơn": 5,
    "Đạt": 4, "Đức": 4, "Điền": 1, "Đăng": 2, "Thắng": 4, "Trung": 4, "Thành": 4, "Hải": 4, "Long": 4, "Nam": 4,
    "Phong": 4, "Quang": 4, "Khoa": 3, "Huy": 4, "Hiếu": 4, "Nghĩa": 3, "Vinh": 3, "Tùng": 3, "Lâm": 2, "Kiệt": 2,
    "Cường": 4, "Toàn": 3, "Tâm": 3, "Minh": 4, "Hưng": 3, "An": 2, "Thiện": 3, "Duy": 3, "Việt": 2, "Châu": 1,
}  # fmt: skip

# Officers and leaders of the time whom a combination could hit; the generator passes over them.
PUBLIC_FIGURES = frozenset(
    {
        "Nguyễn Văn Nên", "Nguyễn Đình Khang", "Trần Thanh Hải", "Bùi Thanh Nhân", "Trần Thị Diệu Thúy", "Phan Văn Mãi",
        "Võ Văn Minh", "Nguyễn Thành Đô", "Trần Kim Yến", "Nguyễn Phước Lộc", "Trần Lưu Quang", "Nguyễn Văn Được",
        "Huỳnh Thanh Xuân", "Phạm Chí Tâm", "Thái Thu Xương", "Ngọ Duy Hiểu", "Phan Văn Anh", "Nguyễn Văn Lợi",
        "Nguyễn Thị Thủy", "Lê Văn Minh",
    }
)  # fmt: skip


def a_name(chance: Chance, *, is_woman: bool, taken: set[str]) -> str:
    """A name that nobody has yet; it is taken from now on."""
    while True:
        middle = chance.weighted(WOMEN_MIDDLE if is_woman else MEN_MIDDLE)
        given = chance.weighted(WOMEN_GIVEN if is_woman else MEN_GIVEN)
        name = f"{chance.weighted(FAMILIES)} {middle} {given}"
        words = name.split()
        if name not in taken and name not in PUBLIC_FIGURES and len(set(words)) == len(words):
            taken.add(name)
            return name
