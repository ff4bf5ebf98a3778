"""What the cells of a filled form say: numbers as Excel shows them, texts as in the chat, what cannot be read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import WriteOnlyCell

from bot.campaign.model import Figure, FigureKind, ReportState, Standing
from bot.directive.document import UnreadableDocument
from bot.store import reports
from bot.store.engine import Store, Tx
from bot.store.reports import head
from bot.store.sheets import sheet
from bot.store.tables import metadata
from bot.usecases import report_form
from bot.usecases.form_reading import Changed, FormReading, read_rows, rows_of
from bot.usecases.report_form import HEADINGS, MARK, FilledRow, Identity, digest, number, signed, write
from tests import builders
from tests.town import moment

NOW = moment("2023-05-02 09:00")
KEY = b"k" * 32
NAMED = (
    ("Thu ngân sách trên địa bàn", "=", "12.5", "tỷ đồng", "flow"),
    ("Tỷ lệ hộ sử dụng nước hợp vệ sinh", ">", "93", "%", "level"),
    ("Sắp xếp các điểm trường", "=", "0", "", "qualitative"),
)


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (0.1 + 0.2, False, "0,3"),
        (1340.0, False, "1340"),
        (1340, False, "1340"),
        (11.9, False, "11,9"),
        (2.675, False, "2,675"),
        (1e-7, False, "0,0000001"),
        (4.35 * 100, False, "435"),
        (123456789012.5, False, "123456789012,5"),
        (-5.5, False, "-5,5"),
        (0.945, True, "94,5%"),
        (0.29 * 100 / 100, True, "29%"),
        (1.0, True, "100%"),
    ],
)
def test_a_number_of_excel_is_what_excel_shows(value: float, percent: bool, text: str) -> None:
    assert number(value, percent=percent) == (text, None)


@pytest.mark.parametrize("value", [1e300, 1e18, float("nan"), float("inf")])
def test_a_number_that_no_office_has_is_not_read(value: float) -> None:
    assert number(value)[1] == "cell_too_large"


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False))
def test_a_figure_of_up_to_fifteen_digits_comes_back_digit_for_digit(value: Decimal) -> None:
    text, odd = number(float(value))
    assert odd is None
    assert Decimal(text.replace(",", ".")) == value


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('form') / 'form.sqlite3'}")
    made.write_now(metadata.create_all)
    made.write_now(_office)
    yield made
    made.close()


def _office(tx: Tx) -> None:
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    builders.campaign(tx, root, [upper], NOW, named=NAMED)
    assert reports.open_report(tx, period_id=1, unit_id=upper, now=NOW) == 1


def reading(store: Store, n: int, value: str, note: str = "", odd: str | None = None) -> FormReading:
    """One row of the form filled in."""

    def read(tx: Tx) -> FormReading:
        found = head(tx, 1)
        assert found is not None
        assert found.state is ReportState.DRAFT
        lines = sheet(tx, found)
        lines.look_back([line.indicator_id for line in lines])
        handed_out = rows_of(lines)[n - 1]
        row = FilledRow(
            place=n + 4,
            locked=handed_out.locked,
            key=handed_out.key,
            before=(handed_out.value, handed_out.note),
            signed="",
            value=value,
            note=note,
            odd=odd,
        )
        return read_rows(lines, [row])

    return store.read_now(read)


@pytest.mark.parametrize(
    ("n", "value", "note", "kind", "figure", "reason"),
    [
        (1, "11,9", "", FigureKind.VALUE, "11.9", None),
        (1, "11,9 tỷ", "", FigureKind.VALUE, "11.9", None),
        (1, "11.900 triệu đồng", "", FigureKind.VALUE, "11.9", None),
        (1, "ước 11,9", "", FigureKind.VALUE, "11.9", None),
        (1, "không phát sinh", "", FigureKind.NIL, "0", None),
        (1, "0", "", FigureKind.VALUE, "0", None),
        (1, "chưa có số liệu: máy hỏng", "", FigureKind.MISSING, None, "máy hỏng"),
        (1, "chưa có số liệu (máy hỏng)", "", FigureKind.MISSING, None, "máy hỏng"),
        (1, "Chưa có số liệu", "chờ kho bạc", FigureKind.MISSING, None, "chờ kho bạc"),
        (1, "chưa có số liệu", "chưa đến kỳ đo", FigureKind.MISSING, None, "not_measured"),
        (2, "94,5%", "", FigureKind.VALUE, "94.5", None),
        (3, "đang thực hiện", "còn hai điểm", FigureKind.STATE, Standing.IN_PROGRESS, "còn hai điểm"),
        (3, "đang thực hiện: còn hai điểm", "", FigureKind.STATE, Standing.IN_PROGRESS, "còn hai điểm"),
        (3, "Đã thực hiện", "", FigureKind.STATE, Standing.DONE, None),
    ],
)
def test_a_cell_is_read_as_the_chat_reads_it(
    store: Store,
    n: int,
    value: str,
    note: str,
    kind: FigureKind,
    figure: str | Standing | None,
    reason: str | None,
) -> None:
    read = reading(store, n, value, note)
    assert not read.left
    (changed,) = read.changed
    assert changed.figure.kind is kind
    if isinstance(figure, Standing):
        assert changed.figure.standing is figure
    else:
        assert changed.figure.value == (None if figure is None else Decimal(figure))
    assert (changed.figure.sentence if isinstance(figure, Standing) else changed.reason) == reason
    assert FormReading.of(read.as_pending()) == read


@pytest.mark.parametrize(
    ("n", "value", "note", "odd", "reason"),
    [
        (1, "chưa có số liệu", "", None, "missing_needs_reason"),
        (1, "như kỳ trước", "", None, "no_last_figure"),
        (1, "", "chờ kho bạc", None, "note_alone"),
        (1, "=1+2", "", "cell_formula", "cell_formula"),
        (1, "2023-12-14", "", "cell_date", "cell_date"),
        (1, "119000", "", None, "off_by_magnitude"),
        (1, "-5", "", None, "negative"),
        (2, "945%", "", None, "over_hundred"),
        (3, "12", "", None, "not_a_standing"),
    ],
)
def test_a_cell_that_cannot_be_taken_says_why(
    store: Store, n: int, value: str, note: str, odd: str | None, reason: str
) -> None:
    read = reading(store, n, value, note, odd)
    assert not read.changed
    assert [(one.place, one.reason) for one in read.left] == [(n + 4, reason)]


@pytest.mark.parametrize(("value", "note"), [("", ""), ("bỏ qua", "")])
def test_an_empty_cell_and_a_skipped_one_change_nothing(store: Store, value: str, note: str) -> None:
    assert reading(store, 1, value, note) == FormReading(changed=(), left=(), unchanged=1, notes=0)


def test_a_note_beside_a_plain_figure_is_counted_not_swallowed(store: Store) -> None:
    assert reading(store, 1, "11,9", "kể cả đấu giá").notes == 1


def test_the_kinds_of_cells_that_excel_makes_are_told_apart() -> None:
    book = openpyxl.Workbook(write_only=True)
    made = book.create_sheet()
    made.append([MARK, "1:1:1:1:1:5:x", "s"])
    made.append([])
    made.append([])
    made.append(list(HEADINGS["vi"]))
    percent = WriteOnlyCell(made, value=0.945)
    percent.number_format = "0.0%"
    for value in (0.1 + 0.2, percent, date(2023, 12, 14), "=A1", True):
        made.append(["1", "x", "", "", "", value])
    content = BytesIO()
    book.save(content)
    read = report_form.read(content.getvalue())
    assert read is not None
    assert [(row.place, row.value, row.odd) for row in read.rows] == [
        (5, "0,3", None),
        (6, "94,5%", None),
        (7, "2023-12-14 00:00:00", "cell_date"),
        (8, "=A1", "cell_formula"),
        (9, "True", "cell_error"),
    ]


def test_what_is_written_comes_back_as_it_was_signed(store: Store) -> None:
    def rows(tx: Tx) -> tuple[report_form.FormRow, ...]:
        found = head(tx, 1)
        assert found is not None
        return rows_of(sheet(tx, found))

    handed_out = store.read_now(rows)
    payloads = ("=1+1", "+1", "-1", "@x", "\t=1", "  =1", "http://x.vn", "1340")
    handed_out = tuple(
        replace(row, locked=("1", payload.strip(), *row.locked[2:]))
        for row, payload in zip(handed_out * 3, payloads, strict=False)
    )
    identity = Identity(
        campaign_id=1, period_id=1, unit_id=2, report_id=1, count=len(handed_out), digest=digest(handed_out)
    )
    content = write(signed(KEY, identity, handed_out, language="vi", headline="=1", campaign="@x"))
    read = report_form.read(content)
    assert read is not None
    assert Identity.read(read.identity) == identity
    assert report_form.is_signed(KEY, read.signed, read.identity)
    assert [row.said for row in read.rows] == [row.said for row in handed_out]
    assert digest(read.rows) == identity.digest
    for row in read.rows:
        assert report_form.is_signed(KEY, row.signed, read.identity, *row.said)
        assert not report_form.is_signed(b"another", row.signed, read.identity, *row.said)


@given(st.text(max_size=60))
def test_no_text_is_taken_for_an_identity_that_would_not_fit(text: str) -> None:
    read = Identity.read(text)
    assert read is None or str(read) == text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_damaged_file_is_no_form(content: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        report_form.read(content)


def test_a_changed_figure_is_kept_in_few_words() -> None:
    figure = Figure(kind=FigureKind.VALUE, value=Decimal("11.9"))
    changed = Changed(indicator_id=7, version=2, figure=figure, typed="11,9", reason=None)
    assert Changed.of(changed.as_pending()) == changed
    assert len(str(changed.as_pending())) < 120
