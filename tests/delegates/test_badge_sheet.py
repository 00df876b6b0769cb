"""The sheets as they come out of the printer: drawn, measured, and read again."""

from uuid import uuid4

import pypdfium2 as pdfium
import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from delegates.badge import badge_url
from delegates.badge_sheet import badges_pdf, pins_pdf, qr_png, qr_svg, sheets_pdf
from delegates.badges import Issued
from delegates.kinds import DelegateKind

CONGRESS = "Đại hội đại biểu Công đoàn Thành phố Hồ Chí Minh lần thứ I, nhiệm kỳ 2025 – 2030"
HOST = "https://daihoi.congdoantphcm.example.vn"
LONG_NAME = "Công Tằng Tôn Nữ Thị Thuý Huyền Trân Quỳnh Như Nguyệt Ánh"
LONG_UNIT = "Công đoàn cơ sở Công ty TNHH một thành viên Tổng công ty Công nghiệp Sài Gòn – Chi nhánh Tân Thuận"
LONG_DELEGATION = "Công đoàn các Khu chế xuất và công nghiệp mở rộng (Bình Dương, Bà Rịa – Vũng Tàu)"
MM = 72 / 25.4  # PDF points in a millimetre
DOTS = 8  # a millimetre, when drawn: about 200 dpi, a poor printer


def issued(number="001", name="Nguyễn Thị Hồng Ánh", *, delegation=("01", "Trung tâm"), **changes):
    values = {
        "delegate_id": uuid4(),
        "number": number,
        "full_name": name,
        "kind": DelegateKind.OFFICIAL,
        "delegation_code": delegation[0],
        "delegation": delegation[1],
        "unit": "",
        "position": "",
        "seat": "",
        "code": "0123456789ABCDEFGHJKMNPQRS",
        "pin": "271828",
    }
    return Issued(**values | changes)


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


def words_of(text):
    """Without line ends, and without the places to break that long words get."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "\u200b\ufffe\x02")


def picture_of(pdf, page=0):
    return pdfium.PdfDocument(pdf)[page].render(scale=DOTS / MM).to_pil().convert("L")


def badges_of(pdf, **options):
    return badges_pdf(pdf, congress=CONGRESS, public_url=HOST, **options)


def a_delegation(code, size):
    return [issued(f"{code}{n:02}", delegation=(code, f"Đoàn số {code}")) for n in range(size)]


@pytest.mark.parametrize(("sizes", "pages"), [([8], 1), ([9], 2), ([12, 8], 3), ([1, 1, 1], 3)])
def test_eight_badges_make_a_page_and_each_delegation_begins_a_new_one(sizes, pages):
    people = [one for number, size in enumerate(sizes) for one in a_delegation(f"{number:02}", size)]

    assert len(pages_of(badges_of(people))) == pages


def test_a_badge_says_who_what_and_where():
    people = [issued(position="Chủ tịch", unit="Công ty May 10", seat="A12")]

    text = words_of(pages_of(badges_of(people))[0])

    for said in ("Nguyễn Thị Hồng Ánh", "Chủ tịch", "Công ty May 10", "Đoàn 01. Trung tâm", "Ghế A12", "001"):
        assert words_of(said) in text
    assert words_of(CONGRESS.upper()) in text
    assert words_of("ĐẠI BIỂU CHÍNH THỨC") in text


def test_neither_pin_nor_code_is_printed_in_letters_on_a_badge():
    text = words_of(pages_of(badges_of([issued()]))[0])

    assert "271828" not in text
    assert "0123456789ABCDEFGHJKMNPQRS" not in text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DelegateKind.OFFICIAL, "ĐẠI BIỂU CHÍNH THỨC"),
        (DelegateKind.ALTERNATE, "ĐẠI BIỂU DỰ KHUYẾT"),
        (DelegateKind.GUEST, "KHÁCH MỜI"),
        (DelegateKind.PRESS, "BÁO CHÍ"),
    ],
)
def test_kinds_are_told_apart_in_words_and_by_the_colour_of_the_band(kind, said):
    pdf = badges_of([issued(kind=kind)])
    band = pdfium.PdfDocument(pdf)[0].render(scale=DOTS / MM).to_pil().getpixel((12 * DOTS, 80 * DOTS))

    assert words_of(said) in words_of(pages_of(pdf)[0])
    assert (
        band
        == {
            DelegateKind.OFFICIAL: (0x9B, 0x1C, 0x1C),
            DelegateKind.ALTERNATE: (0x1F, 0x4E, 0x79),
            DelegateKind.GUEST: (0x2F, 0x5D, 0x34),
            DelegateKind.PRESS: (0x40, 0x40, 0x40),
        }[kind]
    )


def modules_of(url):
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(url, optimize=0)
    code.make(fit=True)
    return code.modules


def test_the_qr_is_thirty_millimetres_of_the_right_modules_with_a_quiet_zone_around_it():
    one = issued()
    picture = picture_of(badges_of([one]))
    right_half = (64 * DOTS, 29 * DOTS, int(104.5 * DOTS), 71 * DOTS)  # of the first badge, without rule and band
    region = picture.crop(right_half).point(lambda shade: 255 * (shade < 128))

    left, top, right, bottom = region.getbbox()
    expected = modules_of(badge_url(HOST, one.code))
    module = (right - left) / len(expected)
    seen = [
        [
            region.getpixel((int(left + (x + 0.5) * module), int(top + (y + 0.5) * module))) == 255
            for x in range(len(row))
        ]
        for y, row in enumerate(expected)
    ]

    assert (right - left) / DOTS >= 30
    assert abs((right - left) - (bottom - top)) <= 1
    assert seen == [[bool(dark) for dark in row] for row in expected]
    assert min(left, top, region.width - right, region.height - bottom) >= 3 * module


@pytest.mark.parametrize(
    "changes",
    [
        {
            "name": LONG_NAME,
            "unit": LONG_UNIT,
            "position": "Phó Chủ tịch Thường trực",
            "delegation": ("01", LONG_DELEGATION),
        },
        {"name": "Nguyễn Phước " * 20, "unit": "Đơn vị " * 40, "delegation": ("01", "Khu vực " * 35)},
        {"name": "Nguyễnphước" * 27, "unit": "X" * 300, "position": "Ộ" * 300},
        {"number": "ĐB-2025-000000000019", "seat": "Lầu 3, dãy ghế Z"},
    ],
    ids=["long", "very long", "without a blank", "long number"],
)
def test_whatever_the_roster_holds_is_whole_and_inside_its_badge(changes):
    one = issued(**changes)
    pdf = badges_of([one])
    page = pdfium.PdfDocument(pdf)[0]
    text = page.get_textpage()

    read = words_of(text.get_text_range())
    for said in (one.full_name, one.unit, one.position, one.delegation, one.number, one.seat):
        assert words_of(said) in read
    for place in range(text.count_chars()):
        left, bottom, right, top = (edge / MM for edge in text.get_charbox(place))
        is_label = bottom > 297 - 13.5  # the delegation, in the margin
        assert is_label or (left >= 10 and right <= 105 and bottom >= 297 - 14 - 67 and top <= 297 - 14)


def test_a_long_name_does_not_run_into_the_qr():
    one = issued(name=LONG_NAME, unit=LONG_UNIT, position="X" * 300, delegation=("01", LONG_DELEGATION))
    text = pdfium.PdfDocument(badges_of([one]))[0].get_textpage()
    boxes = [[edge / MM for edge in text.get_charbox(place)] for place in range(text.count_chars())]

    beside = [right for _, bottom, right, top in boxes if top < 297 - 14 - 13 and bottom > 297 - 14 - 67 + 9]

    assert max(beside) <= 10 + 4 + 49.1


def test_pin_slips_hold_the_pin_and_nothing_that_opens_anything_with_it():
    text = words_of(pages_of(pins_pdf([issued(name=LONG_NAME)], congress=CONGRESS))[0])

    for said in ("Mã PIN: 271828", LONG_NAME, "001", "Đoàn 01. Trung tâm"):
        assert words_of(said) in text
    assert "0123456789ABCDEFGHJKMNPQRS" not in text


def test_twenty_four_slips_make_a_page_by_delegation():
    assert len(pages_of(pins_pdf([*a_delegation("01", 24), *a_delegation("02", 25)], congress=CONGRESS))) == 3


def test_the_whole_print_has_badges_first_and_slips_only_for_those_who_sign_in():
    guest = issued("KM01", "Võ Hữu Lộc", kind=DelegateKind.GUEST, pin=None, delegation=("KM", "Khách mời"))

    both = pages_of(sheets_pdf([issued(), guest], congress=CONGRESS, public_url=HOST))
    guests_only = pages_of(sheets_pdf([guest], congress=CONGRESS, public_url=HOST))

    assert ["PIN" in page for page in both] == [False, False, True]
    assert "Lộc" not in both[2]
    assert len(guests_only) == 1


def test_where_nothing_is_new_the_sheet_says_so():
    (page,) = pages_of(sheets_pdf([], congress=CONGRESS, public_url=HOST))

    assert "không có thẻ mới" in page


def test_a_roster_is_data_and_never_markup():
    nasty = '#panic("x") *b* $1$ @here \\ "quoted" [c] // ghi chú'

    text = pages_of(badges_of([issued(name=nasty)]))[0]

    assert words_of(nasty) in words_of(text)


def test_a_qr_comes_as_svg_and_png_too():
    url = badge_url(HOST, "0" * 26)

    assert qr_svg(url).lstrip().startswith(b"<?xml")
    assert qr_png(url).startswith(b"\x89PNG")
