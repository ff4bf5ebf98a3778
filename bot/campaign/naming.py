"""What a campaign is called: the directive's title as people say it, without the words that launch it."""

import re

_ABOUT = re.compile(r"^(?:v/v|về việc)\b\s*:?\s*(?=\S)", re.IGNORECASE)
_LAUNCHING = re.compile(
    r"^(?:phát động|tổ chức|triển khai)\s+(?=(?:các\s+)?(?:phong trào|đợt|cao điểm|thi đua))", re.IGNORECASE
)


def called(title: str) -> str:
    """The name for lists and nudges; the directive keeps its own title.

    >>> called("Về việc phát động phong trào thi đua năm 2023")
    'Phong trào thi đua năm 2023'
    """
    words = _LAUNCHING.sub("", _ABOUT.sub("", title.strip()))
    return "".join((words[:1].upper(), words[1:])) or title
