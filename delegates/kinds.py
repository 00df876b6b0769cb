"""The closed sets of the roster and the door. Pure."""

from enum import StrEnum


class DelegateKind(StrEnum):
    """Only official delegates vote; alternates may be promoted; guests and press are let in and counted apart."""

    OFFICIAL = "official"
    ALTERNATE = "alternate"
    GUEST = "guest"
    PRESS = "press"


class Basis(StrEnum):
    """How an official delegate came to be one (charter article 8.4)."""

    EX_OFFICIO = "ex_officio"
    ELECTED = "elected"
    APPOINTED = "appointed"


class Gender(StrEnum):
    """As the credentials report counts it."""

    FEMALE = "female"
    MALE = "male"


class Credentials(StrEnum):
    """What the credentials board says. Rejected delegates neither enter nor vote."""

    RECOGNISED = "recognised"
    REJECTED = "rejected"


class Unreadable(StrEnum):
    """Why a file as a whole cannot be read as a roster; each has a remedy of its own."""

    TOO_LARGE = "too_large"
    OLD_FORMAT = "old_format"
    PROTECTED = "protected"
    BROKEN = "broken"
    NOT_UTF8 = "not_utf8"
    NOT_CSV = "not_csv"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    COLUMN_TWICE = "column_twice"
    COLUMNS_MISSING = "columns_missing"


class Direction(StrEnum):
    """Which way a scan counts. A scan never toggles."""

    ENTRY = "entry"
    EXIT = "exit"


class ScanSource(StrEnum):
    """How the code came in."""

    CAMERA = "camera"
    SCANNER = "scanner"
    MANUAL = "manual"
    SELF = "self"


class Verdict(StrEnum):
    """The closed list of answers to a scan (``field/congress.md`` §1.5)."""

    OK = "ok"
    ALREADY_PRESENT = "already_present"
    UNKNOWN_CODE = "unknown_code"
    REVOKED = "revoked"
    NOT_ON_LIST = "not_on_list"
    SUSPENDED = "suspended"
    REPLACED_BY_ALTERNATE = "replaced_by_alternate"
    OUTSIDE_WINDOW = "outside_window"
    EXIT_WITHOUT_ENTRY = "exit_without_entry"
    AMBIGUOUS = "ambiguous"
    DEVICE_REVOKED = "device_revoked"
