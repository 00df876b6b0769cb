"""What the agenda refuses: congress, sittings, items, documents, targets, opinions, journal."""

from uuid import UUID

from realtime.errors import Refusal


class AgendaError(Refusal):
    """Root of what the agenda refuses."""


class NoCongress(AgendaError):
    """The database holds no congress yet."""

    code = "no_congress"

    def __init__(self) -> None:
        super().__init__("import a congress first")


class NoSuchSitting(AgendaError):
    """No sitting has this id."""

    code = "no_such_sitting"

    def __init__(self, *, sitting_id: UUID) -> None:
        self.sitting_id = sitting_id
        super().__init__("there is no such sitting")


class NoSuchItem(AgendaError):
    """No agenda item has this id."""

    code = "no_such_item"

    def __init__(self, *, item_id: UUID) -> None:
        self.item_id = item_id
        super().__init__("there is no such agenda item")


class NoSuchDocument(AgendaError):
    """No document has this id, or it is held back from this reader."""

    code = "no_such_document"

    def __init__(self, *, document_id: UUID) -> None:
        self.document_id = document_id
        super().__init__("there is no such document")


class DocumentHeldBack(AgendaError):
    """The document is not published, so that the hall must not see it."""

    code = "document_held_back"

    def __init__(self, *, document_id: UUID) -> None:
        self.document_id = document_id
        super().__init__("the document is held back; publish it before it is shown to the hall")


class NoSuchPage(AgendaError):
    """The document has no such version or page, or it is not drawn yet."""

    code = "no_such_page"

    def __init__(self, *, page: int) -> None:
        self.page = page
        super().__init__(f"there is no page {page}")


class NoSuchTarget(AgendaError):
    """No target has this id."""

    code = "no_such_target"

    def __init__(self, *, target_id: UUID) -> None:
        self.target_id = target_id
        super().__init__("there is no such target")


class NoSuchScreen(AgendaError):
    """No screen goes by this name."""

    code = "no_such_screen"

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(f"there is no screen {name!r}")


class ScreenNameTaken(AgendaError):
    """Another screen has this name."""

    code = "screen_name_taken"

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(f"another screen is called {name!r}")


class SittingNumberTaken(AgendaError):
    """Another sitting has this number."""

    code = "sitting_number_taken"

    def __init__(self, *, number: int) -> None:
        self.number = number
        super().__init__(f"there is a sitting {number} already")


class CodeTaken(AgendaError):
    """Another target has this code."""

    code = "code_taken"

    def __init__(self, *, taken: str) -> None:
        self.taken = taken
        super().__init__(f"the code {taken!r} is taken")


class DocumentTooLarge(AgendaError):
    """More bytes than an upload may have."""

    code = "document_too_large"

    def __init__(self, *, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        super().__init__(f"a document may have at most {limit_bytes} bytes")


class NotAPdf(AgendaError):
    """The file is something else than a PDF."""

    code = "not_a_pdf"

    def __init__(self) -> None:
        super().__init__("this file is not a PDF")


class BrokenDocument(AgendaError):
    """The PDF cannot be opened or has no page."""

    code = "broken_document"

    def __init__(self) -> None:
        super().__init__("this PDF is broken")


class EncryptedDocument(AgendaError):
    """The PDF asks for a password."""

    code = "encrypted_document"

    def __init__(self) -> None:
        super().__init__("this PDF is protected by a password")


class TooManyPages(AgendaError):
    """More pages than a document may have."""

    code = "too_many_pages"

    def __init__(self, *, pages: int, limit: int) -> None:
        self.pages, self.limit = pages, limit
        super().__init__(f"{pages} pages; a document may have at most {limit}")


class NothingToPublish(AgendaError):
    """A document is published when a version of it has been drawn."""

    code = "nothing_to_publish"

    def __init__(self, *, document_id: UUID) -> None:
        self.document_id = document_id
        super().__init__("no version of this document is ready to be read")


class OpinionAboutOneThing(AgendaError):
    """An opinion is about exactly one item, passage or target; a passage has a page."""

    code = "opinion_about_one_thing"

    def __init__(self) -> None:
        super().__init__("name exactly one of item_id, document_id (with page), target_id")


class OpinionIdTaken(AgendaError):
    """This id belongs to somebody else's opinion."""

    code = "opinion_id_taken"

    def __init__(self) -> None:
        super().__init__("this opinion id is taken")


class NoSuchOpinion(AgendaError):
    """No opinion has this id."""

    code = "no_such_opinion"

    def __init__(self, *, opinion_id: UUID) -> None:
        self.opinion_id = opinion_id
        super().__init__("no such opinion")


class OpinionAnswered(AgendaError):
    """What has been answered stays as it was answered; another opinion may be sent."""

    code = "opinion_answered"

    def __init__(self) -> None:
        super().__init__("this opinion has been answered and no longer changes")


class TooManyOpinions(AgendaError):
    """One delegate may send a bounded number of opinions."""

    code = "too_many_opinions"

    def __init__(self, *, limit: int) -> None:
        self.limit = limit
        super().__init__(f"a delegate may send at most {limit} opinions")


class CongressFileInvalid(AgendaError):
    """The congress file does not fit its format; ``reason`` names the place in it."""

    code = "congress_file_invalid"

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the congress file is not valid: {reason}")
