"""Files that a browser saves."""

from typing import TypeVar

from litestar import Response

JSON = "application/json"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Content = TypeVar("Content")


def attachment(content: Content, media_type: str, name: str) -> Response[Content]:
    """Saved as ``name``, and not kept by anybody on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
