"""Uploads: a file in a form, as browsers and ``curl -F file=@name`` send it."""

from typing import Annotated

from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct


class Upload(Struct):
    """A form with one file in the field ``file``."""

    file: UploadFile


MultipartUpload = Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]
"""What a handler's ``data`` is. Without the field, or with a text in its place, the form is refused."""
