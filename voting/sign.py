"""Signs: what the hall compares with its phones, as a code for cameras and as short text for eyes."""

from msgspec import Struct
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

_SHORT = 16  # hexadecimal digits that people read; cameras read all


class Sign(Struct, frozen=True, kw_only=True):
    """``rows`` are the modules of a QR code, dark ones as ``1``, without a margin."""

    text: str  # "3F2A 91C0 …"
    rows: list[str]


def sign(kind: str, digest: bytes) -> Sign:
    """
    The sign of a hash: of a key's fingerprint (``KEY``), of a tree's root (``ROOT``).

    >>> shown = sign("KEY", bytes(32))
    >>> shown.text, len(shown.rows) == len(shown.rows[0])
    ('0000 0000 0000 0000', True)
    """
    digits = digest.hex().upper()
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(f"DIENHONG/{kind}/{digits}")
    code.make()
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
    short = digits[:_SHORT]
    return Sign(text=" ".join(short[at : at + 4] for at in range(0, _SHORT, 4)), rows=rows)
