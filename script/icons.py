"""
Draws the app's icons in ``web/public`` from ``mark.svg``; run it anew when the mark changes.

    .venv/bin/python script/icons.py
"""

from pathlib import Path

import typst

PUBLIC = Path(__file__).resolve().parent.parent / "web" / "public"
GROUND = "#a3161b"  # the mark's own, so that a launcher may cut any shape out of it
ICONS = {  # name: (pixels, share of the width that the mark takes)
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    "icon-maskable-512.png": (512, 0.72),  # launchers keep a circle of 80 %
    "apple-touch-icon.png": (180, 0.86),
}


def icon(pixels: int, share: float) -> bytes:
    """A square PNG with the mark in its middle; transparent around it only where the mark fills the square."""
    ground = f'rgb("{GROUND}")' if share < 1 else "none"
    source = (
        f"#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt, fill: {ground})\n"
        f'#place(center + horizon, image("mark.svg", width: {share * 100}%))\n'
    )
    made = typst.compile(source.encode(), root=str(PUBLIC), format="png", ppi=72)
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    for name, (pixels, share) in ICONS.items():
        (PUBLIC / name).write_bytes(icon(pixels, share))
        print(f"{name}: {pixels} px")
