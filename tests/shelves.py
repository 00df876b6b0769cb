"""Documents in a hall, as the console puts them there."""

from uuid import uuid4

from api.simulation.actors import Console
from tests.agenda.pdfs import typeset


async def a_document(
    console: Console, *pages: str, title: str = "Dự thảo Nghị quyết Đại hội", published: bool = True
) -> str:
    """A document of these pages (A5), uploaded, drawn, and published unless it shall be held back; its id."""
    document_id = str(uuid4())
    await console.put(f"/documents/{document_id}", {"title_vi": title})
    await console.connect("document-desk")
    await console.post(
        f"/documents/{document_id}/versions",
        files={"file": ("tai-lieu.pdf", typeset(*pages), "application/pdf")},
        timeout=60,
    )
    await console.until("document-desk", lambda desk: _is_drawn(desk, document_id), within_s=60)
    if published:
        await console.post(f"/documents/{document_id}/publish")
    return document_id


def _is_drawn(desk: dict, document_id: str) -> bool:  # type: ignore[type-arg]
    newest = [one["newest"] for one in desk["documents"] if one["document"]["id"] == document_id]
    return bool(newest and newest[0] and newest[0]["state"] == "ready")
