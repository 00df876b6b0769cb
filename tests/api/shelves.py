"""Documents for tests of the API, put there as the console does it."""

from uuid import uuid4

from api.simulation.actors import Console


async def upload(console: Console, document_id: str, content: bytes, name: str = "tai-lieu.pdf") -> dict[str, object]:
    """Upload a version; how it stands then."""
    version: dict[str, object] = await console.post(
        f"/documents/{document_id}/versions", files={"file": (name, content)}
    )
    return version


async def a_document(
    console: Console, content: bytes, *, title: str = "Tài liệu", published: bool = True, position: int = 1
) -> str:
    """The id of a document that can be read: uploaded, drawn, and published unless it shall be held back."""
    document_id = str(uuid4())
    await console.put(f"/documents/{document_id}", {"title_vi": title, "position": position})
    await upload(console, document_id, content)
    await console.connect("document-desk")
    await console.until(
        "document-desk",
        lambda desk: any(it["document"]["id"] == document_id and it["document"]["version"] for it in desk["documents"]),
    )
    if published:
        await console.post(f"/documents/{document_id}/publish")
    return document_id
