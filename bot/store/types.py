"""What the tables are made of: exact figures and aware instants on every database, keys, names of constraints."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Numeric,
    Text,
    literal,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives an INTEGER key its row id only under this very name; PostgreSQL wants the wide one.
Key = BigInteger().with_variant(Integer(), "sqlite")


def among(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """`column.in_(values)` for values that stand fast: `in_` has its list written anew at each execution."""
    return column.in_([literal(value) for value in values])


class Exact(TypeDecorator[Decimal]):
    """A Decimal kept digit for digit: NUMERIC on PostgreSQL, text on SQLite (which would make it a float)."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = Numeric() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None or dialect.name == "postgresql":
            return value
        return format(value, "f")

    # The processor itself instead of `process_result_value`: half the calls, on every figure of every sheet.
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:  # noqa: ARG002 - the signature is SQLAlchemy's.
        return _decimal


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: timestamptz on PostgreSQL, sortable ISO text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = DateTime(timezone=True) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.isoformat(timespec="microseconds")

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 - the signature is SQLAlchemy's.
        return _moment


def _decimal(value: Decimal | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _moment(value: datetime | str | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value)


class Together(FunctionElement[Any]):
    """The rows of a subquery as the text of one JSON list of lists, in no order; `rows_of` reads it.

    A row costs SQLAlchemy more than it costs SQLite to read it (bench/update.py).
    """

    type = Text()
    name = "together"
    inherit_cache = True


@compiles(Together, "sqlite")
def _(element: Together, compiler: SQLCompiler, **asked: object) -> str:
    return "json_group_array(json_array(" + compiler.process(element.clauses, **asked) + "))"


@compiles(Together, "postgresql")
def _(element: Together, compiler: SQLCompiler, **asked: object) -> str:
    return "json_agg(json_build_array(" + compiler.process(element.clauses, **asked) + "))::text"


def rows_of(together: str | None) -> list[list[Any]]:
    """The rows of `Together`; moments and days are text in them."""
    return json.loads(together) if together else []
