"""What an address or a form asks for: numbers that fit into the database, and nothing where they are none."""

from starlette.requests import Request

from bot.errors import Refused

LARGEST_ID = 2**63 - 1


def id_of(request: Request, name: str) -> int:
    """A number of the path; Refused where nothing can have it."""
    found = int(request.path_params[name])
    if found > LARGEST_ID:
        raise Refused("gone")
    return found


def whole(text: str) -> int | None:
    """A number of at most nine digits; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
