"""The summary as a workbook in Excel: a page for each of its tables, ready to be printed."""

from io import BytesIO
from typing import TYPE_CHECKING

from bot.reports import wording
from bot.reports.content import Head, SummaryContent, UnitSheet
from bot.reports.workbook.history import write_comparison, write_history, write_periods, write_told
from bot.reports.workbook.page import FONT, SIZE, Book, printable
from bot.reports.workbook.progress import TITLE, write_chart, write_matrix, write_progress
from bot.reports.workbook.units import write_clusters, write_late, write_units

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_FOOTER = "{} · {}"
_SEEN = "Phạm vi: {}"


def get_ready() -> None:
    """Import what writes."""
    import xlsxwriter  # noqa: F401


def write(content: SummaryContent) -> bytes:
    """The .xlsx file of a summary. Rows are written from the top down, so that large ones take little memory."""
    file = BytesIO()
    with _opened(file, content.head) as made:
        book = _book(made, content.head)
        lines = _lines(content.head)
        write_progress(book, lines, content.groups, wording.counted(content))
        write_chart(book, lines, content)
        write_units(book, lines, content)
        write_clusters(book, lines, content.clusters)
        write_matrix(book, lines, content)
        write_late(book, lines, content.head, content.late)
        write_comparison(book, lines, content)
        write_told(book, lines, content.told)
        write_history(book, lines, content.corrections)
    return file.getvalue()


def write_unit(sheet: UnitSheet) -> bytes:
    """The .xlsx file of one unit: its indicators, its periods, what it wrote and what it changed."""
    file = BytesIO()
    with _opened(file, sheet.head) as made:
        book = _book(made, sheet.head)
        lines = (sheet.unit.unit, *_lines(sheet.head))
        write_progress(book, lines, sheet.groups, "")
        write_periods(book, lines, sheet.periods)
        write_told(book, lines, sheet.told)
        write_history(book, lines, sheet.history)
    return file.getvalue()


def _opened(file: BytesIO, head: Head) -> "Workbook":
    import xlsxwriter

    words = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    look = {"default_format_properties": {"font_name": FONT, "font_size": SIZE}}
    made = xlsxwriter.Workbook(file, {"constant_memory": True, "remove_timezone": True, **words, **look})
    made.set_properties(
        {
            "title": printable(TITLE.capitalize()),
            "subject": printable(" - ".join((head.campaign, head.phase)))[:250],
            "author": printable(head.standing_body or head.office),
            "company": printable(head.office),
            "category": "Tổng hợp thi đua",
            "comments": wording.as_of(head),
            # Two workbooks of the same content are the same file.
            "created": head.as_of.replace(tzinfo=None),
        }
    )
    return made


def _book(made: "Workbook", head: Head) -> Book:
    return Book(
        made, head.as_of.tzinfo, head.office, _FOOTER.format(head.campaign, wording.as_of(head).strip("()"))
    )


def _lines(head: Head) -> tuple[str, ...]:
    """What stands below the title of each page."""
    seen = () if head.seen is None else (_SEEN.format(head.seen),)
    return (head.campaign, *seen, wording.as_of(head))
