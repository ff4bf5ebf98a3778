import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.entities import formatted, parse_html, plain, to_html, utf16_length
from bot.demo.wire import ApiError


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>50,2</b> tỷ", "50,2 tỷ", [("bold", 0, 4)]),
        ("<STRONG>a</STRONG><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<b>x<i>y</i></b>", "xy", [("bold", 0, 2), ("italic", 1, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;&#7927;&#x1ef7;", '<b> &amp; "ỷỷ', []),
        ("&copy; & &lta", "&copy; & &lta", []),
        ("😀<code>5</code>", "😀5", [("code", 2, 1)]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("  <b> x </b>\n", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<pre>a &lt; b</pre>", "a < b", [("pre", 0, 5)]),
    ],
)
def test_markup_becomes_plain_text_with_entities(
    html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    read = parse_html(html)
    assert read.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in read.entities] == entities


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>ở</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_markup_that_does_not_parse_is_refused_with_its_place(html: str, error: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.status == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {error}"


def test_a_link_keeps_its_address_and_its_escapes() -> None:
    read = parse_html('<a href="https://t.me/bot?start=1&amp;x=2">vào đây</a>')
    assert read.entities == (
        {"type": "text_link", "offset": 0, "length": 7, "url": "https://t.me/bot?start=1&x=2"},
    )
    assert to_html(read) == '<a href="https://t.me/bot?start=1&amp;x=2">vào đây</a>'


def test_a_link_that_leads_nowhere_is_only_its_words() -> None:
    assert parse_html('<a href="javascript:alert(1)">bấm</a>').entities == ()


def test_commands_and_addresses_are_found_in_plain_text() -> None:
    read = plain("/baocao@dondoc_bot rồi https://t.me/x?start=a. Tỷ lệ 5/6")
    assert [(e["type"], e["offset"], e["length"]) for e in read.entities] == [
        ("bot_command", 0, 18),
        ("url", 23, 22),
    ]


def test_a_markup_other_than_html_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("*x*", "MarkdownV2")


def test_the_page_gets_every_sign_escaped() -> None:
    assert to_html(plain("<script>&")) == "&lt;script&gt;&amp;"
    assert to_html(parse_html("a<b>1<i>2</i></b>3")) == "a<b>1<i>2</i></b>3"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_text_comes_through_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert parse_html(f"<b>{escaped}</b>").text == text.strip()


@settings(deadline=None)
@given(st.text(alphabet="<>/abi &;=\"'x😀", max_size=40))
def test_whatever_is_accepted_is_rendered_as_markup_that_is_accepted(source: str) -> None:
    try:
        read = parse_html(source)
    except ApiError:
        return
    shown = to_html(read).replace('<span class="command">', "<u>").replace("</span>", "</u>")
    assert parse_html(shown).text == read.text
    assert all(0 < int(str(e["length"])) <= utf16_length(read.text) for e in read.entities)
