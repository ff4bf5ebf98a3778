"""The Bot API methods about the bot itself: who it is, its commands, chats and files, how it gets updates."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from bot.demo.chats import Chat
from bot.demo.files import MAX_DOWNLOAD
from bot.demo.wire import ApiError, Call, Json, JsonObject, bad_request
from bot.demo.world import World

COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]*")
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
LONGEST_POLL = 50


def get_me(world: World, _call: Call) -> JsonObject:
    """getMe."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    """setMyCommands, for each scope and language apart."""
    commands = call.parsed("commands")
    if not isinstance(commands, Sequence) or isinstance(commands, str):
        raise bad_request("can't parse commands: commands must be an Array")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command.get("command") if isinstance(command, Mapping) else None
        description = command.get("description") if isinstance(command, Mapping) else None
        if not isinstance(name, str) or not COMMAND_NAME.fullmatch(name.removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not isinstance(description, str) or not 1 <= len(description) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(call)] = commands
    return True


def get_my_commands(world: World, call: Call) -> Json:
    """getMyCommands: what was set for exactly this scope and language."""
    return world.commands.get(_scope(call), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """deleteMyCommands: what was set for exactly this scope and language is gone."""
    world.commands.pop(_scope(call), None)
    return True


def get_chat(world: World, call: Call) -> JsonObject:
    """getChat."""
    chat = world.chats.addressed(call.text("chat_id"))
    gifts = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    return {
        **chat.shape,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def get_file(world: World, call: Call) -> JsonObject:
    """getFile: where the content can be fetched, for files up to 20 MB."""
    stored = world.files.by_id(call.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.shape(), "file_path": stored.path}


async def get_updates(world: World, call: Call) -> Sequence[JsonObject]:
    """getUpdates; 409 while a webhook is set, and for the poll that waits when another one comes."""
    if world.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(call.parsed("allowed_updates"))
    return await world.updates.poll(
        offset=call.whole("offset", 0, -(2**31), 2**31),
        limit=call.whole("limit", 100, 1, 100),
        seconds=call.whole("timeout", 0, 0, LONGEST_POLL),
    )


def set_webhook(world: World, call: Call) -> bool:
    """setWebhook; plain http only to this machine, an empty url takes the webhook away."""
    url = call.text("url")
    if not url:
        return delete_webhook(world, call)
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(call.parsed("allowed_updates"))
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.terminate("setWebhook request")
    world.webhook.start(url, secret, call.whole("max_connections", 40, 1, 100))
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """deleteWebhook."""
    world.webhook.stop()
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, _call: Call) -> JsonObject:
    """getWebhookInfo."""
    webhook = world.webhook
    told: dict[str, Json] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
    if webhook.url:
        told["max_connections"] = webhook.max_connections
    if world.updates.allowed:
        told["allowed_updates"] = world.updates.allowed
    if webhook.last_error_at is not None:
        told["last_error_date"] = webhook.last_error_at
        told["last_error_message"] = webhook.last_error
    return told


def _scope(call: Call) -> str:
    scope = call.parsed("scope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


def init_data(world: World, chat: Chat) -> str:
    """What a Mini App gets in its address: who opened it and when, signed with the bot's token."""
    user = {"id": chat.chat_id, "first_name": chat.shape.get("first_name", ""), "allows_write_to_pm": True}
    said = {
        "query_id": f"AA{chat.chat_id}",
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(world.unix_time()),
        "signature": "not-checked-by-bots",
    }
    lines = "\n".join(f"{name}={said[name]}" for name in sorted(said))
    key = hmac.digest(b"WebAppData", world.token.encode(), hashlib.sha256)
    return urlencode({**said, "hash": hmac.digest(key, lines.encode(), hashlib.sha256).hex()})
