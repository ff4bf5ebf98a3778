"""The tables of how people come in, to the chat and to the page, are away and hand over."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from bot.store.types import Instant, Key, metadata

invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("role", String(16), nullable=False),
    # Null: made on the operator's command line.
    Column("invited_by", ForeignKey("people.id")),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", ForeignKey("people.id")),
    Column("used_at", Instant),
    # The role that whoever uses it takes over from its holder; null: a role of his own.
    Column("hands_over", ForeignKey("roles.id")),
    # The person for whom alone it is; null: whoever has the link.
    Column("meant_for", ForeignKey("people.id")),
)

wrong_tokens = Table(
    "wrong_tokens",
    metadata,
    Column("id", Key, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_wrong_tokens_chat_id_at", "chat_id", "at"),
)

# When the holder of a role is away: others hear what he would have heard.
leaves = Table(
    "leaves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("role_id", ForeignKey("roles.id"), nullable=False, index=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)

# A door to the page for one person: kept by the hash of its code, good once and for minutes.
page_links = Table(
    "page_links",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

page_sessions = Table(
    "page_sessions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    # How he came in: "telegram" or "link".
    Column("door", String(8), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
