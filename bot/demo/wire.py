"""A Bot API call as it came over HTTP: its parameters in any coding, its files, and how it is refused."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]

MAX_UPLOAD = 50 * 1024 * 1024


class ApiError(Exception):
    """What Telegram answers instead of a result: `ApiError(400, "Bad Request: chat not found")`."""

    def __init__(self, status: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def answer(self) -> JsonObject:
        """The body of the refusal, as python-telegram-bot reads it."""
        body: dict[str, Json] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """`bad_request("chat not found")` is refused with status 400 and "Bad Request: chat not found"."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Status 429 with the whole seconds to wait, at least 1."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file that came inside a multipart call."""

    file_name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call: the method in lower case, its parameters as JSON or strings, its uploads by field name."""

    method: str
    parameters: Mapping[str, Json]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as text, "" when absent."""
        value = self.parameters.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def whole(self, name: str, default: int, lowest: int, highest: int) -> int:
        """The parameter as a whole number held between two bounds; no number counts as the default."""
        try:
            value = int(self.text(name))
        except ValueError:
            value = default
        return min(max(value, lowest), highest)

    def flag(self, name: str) -> bool:
        """True for true, "true", "True" and "1"."""
        return self.text(name).lower() in {"true", "1"}

    def parsed(self, name: str) -> Json:
        """The parameter as JSON, None when absent or empty; 400 when it is text that is no JSON."""
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return _parsed(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, directly or as `attach://<field>`."""
        value = self.parameters.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)


async def read_call(request: Request, method: str) -> Call:
    """The call of a request in any of the four codings: query, form, JSON body or multipart."""
    parameters: dict[str, Json] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    coding = request.headers.get("content-type", "")
    if coding.startswith("multipart/form-data"):
        async with request.form() as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    parameters[name] = value
                    continue
                content = await value.read()
                if len(content) > MAX_UPLOAD:
                    raise ApiError(413, "Request Entity Too Large")
                uploads[name] = Upload(file_name=value.filename or name, content=content)
    elif coding.startswith("application/json"):
        parameters.update(await read_object(request))
    elif coding.startswith("application/x-www-form-urlencoded"):
        body = await request.body()
        parameters.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return Call(method=method, parameters=parameters, uploads=uploads)


async def read_object(request: Request) -> JsonObject:
    """The JSON object in the body, empty for an empty body; 400 for anything else."""
    body = await request.body()
    if not body:
        return {}
    try:
        parsed = _parsed(body.decode())
    except ValueError:
        raise bad_request("can't parse the body as JSON") from None
    if not isinstance(parsed, Mapping):
        raise bad_request("the body must be a JSON object")
    return parsed


def _parsed(source: str) -> Json:
    parsed: Json = json.loads(source)
    if "\\u" in source:
        # Half a surrogate pair can be escaped in JSON but not answered in UTF-8: also a ValueError.
        json.dumps(parsed, ensure_ascii=False).encode()
    return parsed
