"""
Samples: what commands and queries look like, for the OpenAPI document.

One a type of body, in the words of a real congress; a test sees to it that each of them is what its type accepts.
"""

from typing import Any

from agenda.answers import AnswerOpinion, Theme
from agenda.documents import PutDocument
from agenda.opinions import SendOpinion
from agenda.programme import Announce, PutItem, PutSitting
from agenda.targets import PutTarget
from api.routes.access import DelegateSignIn, DeviceSignIn, PutDevice, PutStaff, StaffSignIn
from api.routes.ballots import Verified
from api.routes.documents import Place
from api.routes.kiosk import AskAtKiosk
from api.routes.nominations import AnswerNomination, MakeCandidates, SettleNominee
from api.routes.printed_papers import HandOut
from api.routes.programme import Current
from api.routes.screens import PutScreen, Steer
from api.routes.secret_polls import AskForPaper
from api.uploads import Upload
from delegates.commands import (
    AllowProxies,
    DecideCredentials,
    GrantProxy,
    NoticeAbsence,
    PromoteAlternate,
    Reason,
    ScanBadge,
    ScanBatch,
)
from voting.casting import CastBallot
from voting.commands import Annul, Confirm, PreparePoll, PutInOrder
from voting.hand_count import HandCount

_ID = "0197f3a2-6c1e-7d4b-9a55-3f2d8c1b7e60"
_OTHER = "0197f3a2-6c1e-7d4b-9a55-3f2d8c1b7e61"
_SCAN = {
    "nonce": _OTHER,
    "code": "HTTPS://DH.EXAMPLE/B/0123456789ABCDEFGHJKMNPQRS",
    "direction": "entry",
    "source": "camera",
}
_MOTION = {
    "number": 1,
    "kind": "motion",
    "title_vi": "Kết nạp mới ít nhất 500.000 đoàn viên",
    "options": [
        {"key": "for", "label_vi": "Tán thành", "label_en": "For"},
        {"key": "against", "label_vi": "Không tán thành", "label_en": "Against"},
        {"key": "other", "label_vi": "Ý kiến khác", "label_en": "Other opinion"},
    ],
    "rule": {"numerator": 1, "denominator": 2, "exactly_suffices": False, "base": "present"},
}

BODIES: dict[object, Any] = {
    StaffSignIn: {"login": "bantochuc", "password": "mot cau that dai de nho"},
    DelegateSignIn: {"badge": "HTTPS://DH.EXAMPLE/B/0123456789ABCDEFGHJKMNPQRS", "pin": "204815"},
    DeviceSignIn: {"code": "K7QF-2M9X"},
    PutStaff: {
        "login": "thuky",
        "name": "Trần Thị Mai Phương",
        "role": "secretary",
        "password": "mot cau that dai de nho",
    },
    PutDevice: {"name": "Cửa A", "role": "door"},
    PutSitting: {
        "number": 2,
        "title_vi": "Phiên trọng thể",
        "title_en": "Solemn sitting",
        "starts_at": "2025-12-25T00:30:00Z",
        "ends_at": "2025-12-25T04:30:00Z",
    },
    PutItem: {
        "sitting_id": _ID,
        "position": 3,
        "title_vi": "Báo cáo thẩm tra tư cách đại biểu",
        "presenter": "Ban thẩm tra tư cách đại biểu",
        "starts_at": "2025-12-25T01:00:00Z",
        "minutes": 15,
    },
    Current: {"id": _ID},
    Announce: {"text_vi": "Mời đại biểu vào hội trường", "text_en": "Delegates, please take your seats"},
    PutDocument: {"title_vi": "Dự thảo Nghị quyết", "title_en": "Draft resolution", "position": 2},
    Place: {"page": 12},
    PutTarget: {
        "code": "CT04",
        "position": 4,
        "statement_vi": "Công nhân lao động được tuyên truyền, phổ biến pháp luật",
        "comparator": "at_least",
        "value": "85",
        "unit_vi": "%",
        "period_vi": "hằng năm",
    },
    SendOpinion: {
        "stance": "amend",
        "text": "Đề nghị nâng chỉ tiêu lên 90 % cho sát với kết quả năm 2025.",
        "document_id": _ID,
        "version": 1,
        "page": 12,
        "passage": "85 % công nhân lao động được tuyên truyền",
    },
    Theme: {"theme": "Nhà ở cho đoàn viên"},
    AnswerOpinion: {"kind": "accepted", "text": "Tiếp thu, sửa tại mục 3 của dự thảo Nghị quyết."},
    Reason: {"reason": "Quét nhầm thẻ"},
    DecideCredentials: {"credentials": "rejected", "reason": "Không còn công tác tại đơn vị đã bầu"},
    PromoteAlternate: {"replaces_id": _ID, "reason": "Đại biểu chính thức vắng mặt cả kỳ đại hội"},
    AllowProxies: {"most": 2},
    GrantProxy: {"holder_id": _ID, "reason": "Theo giấy ủy quyền của đại biểu, ngày 22-12-2025"},
    NoticeAbsence: {"sitting_id": _ID, "reason": "Công tác đột xuất"},
    ScanBadge: _SCAN,
    ScanBatch: {
        "sent_at": "2025-12-25T00:40:00Z",
        "scans": [{**_SCAN, "occurred_at": "2025-12-25T00:21:30Z"}],
    },
    PreparePoll: {"title_vi": "Biểu quyết các chỉ tiêu nhiệm kỳ", "paper": {"questions": [_MOTION]}, "seconds": 120},
    Confirm: {"step": "close"},
    PutInOrder: {"poll_ids": ["01931e5e-0000-7000-8000-000000000001"]},
    Annul: {"reason": "Sai tên chỉ tiêu số 5"},
    AnswerNomination: {"stays": False},
    SettleNominee: {"is_left_out": True},
    MakeCandidates: {"order": "given_name"},
    AskForPaper: {"blinded": "c2lnbmVkIHdpdGhvdXQgYmVpbmcgcmVhZA==", "mandate": 1},
    AskAtKiosk: {
        "badge": "HTTPS://DH.EXAMPLE/B/0123456789ABCDEFGHJKMNPQRS",
        "pin": "204815",
        "blinded": "c2lnbmVkIHdpdGhvdXQgYmVpbmcgcmVhZA==",
    },
    HandOut: {"number": "045"},
    HandCount: {"papers": 6, "invalid": 1, "marks": {"for": 3, "against": 1, "other": 1}},
    CastBallot: {"ballot_id": _OTHER, "poll_id": _ID, "answers": [{"question": 1, "options": ["for"]}]},
    Verified: {"root": "a7b6244cf1d2" + "0" * 52},
    PutScreen: {"name": "main", "title": "Màn hình chính"},
    Steer: {"scene": {"kind": "auto"}},
    Upload: {"file": "(the file's bytes)"},
}
"""An example by the type of a body."""

QUERIES: dict[str, Any] = {
    "cursor": "WzUwXQ",
    "limit": 50,
    "search": "nguyen thi hong anh",
    "q": "doan vien",
    "delegate": _ID,
    "delegation": "01",
    "kind": "official",
    "present": True,
    "badge": False,
    "mapping": ["number:Mã số thẻ"],
    "stance": "amend",
    "about": _ID,
    "theme": "Nhà ở cho đoàn viên",
    "answered": False,
    "topic": "floor",
    "dry_run": True,
    "area": "polls",
}
"""An example by the name of a query parameter."""
