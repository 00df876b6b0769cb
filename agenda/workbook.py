"""Workbooks (XLSX) that people go on calculating with."""

from io import BytesIO

import xlsxwriter


def new_workbook(buffer: BytesIO) -> xlsxwriter.Workbook:
    """
    An empty one, written to ``buffer`` when it is closed.

    Texts are what people typed: one that begins with "=" is no formula on somebody's machine, and none is a link.
    """
    return xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
