"""Statements of the hot path, compiled once and told to SQLite directly.

To find a compiled statement again and to wrap what it returns costs SQLAlchemy three times what SQLite needs to carry it
out (bench/update.py). Parameters and rows pass through the types of their columns here as there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Insert, Select, Update
from sqlalchemy.engine import result_tuple
from sqlalchemy.sql.compiler import SQLCompiler

from bot.store.engine import AnyRow, Tx

Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update
Parameters: TypeAlias = Mapping[str, object]
_Process: TypeAlias = Callable[[Any], object]


class Prepared:
    """`rows` of a SELECT, `run` of an INSERT or UPDATE; each call gives the same parameters.

    Not for lists of values (`in_` of a parameter), whose SQL differs with their length. Another database than SQLite
    is asked in SQLAlchemy's own way: there the way to the server is what costs.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._compiled: _Compiled | None = None

    def rows(self, tx: Tx, parameters: Parameters) -> Sequence[AnyRow]:
        if tx.dialect.name != "sqlite":
            return tx.execute(self._statement, parameters).all()
        compiled = self._for(tx, parameters)
        cursor = tx.connection.cursor()
        cursor.execute(compiled.sql, compiled.bound(parameters))
        return compiled.rows(cursor.fetchall())

    def run(self, tx: Tx, parameters: Parameters) -> int:
        """How many rows it touched."""
        if tx.dialect.name != "sqlite":
            return tx.execute(self._statement, parameters).rowcount
        compiled = self._for(tx, parameters)
        cursor = tx.connection.cursor()
        cursor.execute(compiled.sql, compiled.bound(parameters))
        return cursor.rowcount

    def _for(self, tx: Tx, parameters: Parameters) -> "_Compiled":
        if self._compiled is None:
            self._compiled = _compiled(self._statement, tx.dialect, parameters)
        return self._compiled


@dataclass(frozen=True, kw_only=True, slots=True)
class _Compiled:
    sql: str
    fixed: Mapping[str, object]
    """What stands in the statement itself."""
    parameters: Sequence[tuple[str, _Process | None]]
    """In the order of the SQL, each with what its type makes of it."""
    processed: Sequence[tuple[int, _Process]]
    """The places of a row whose type makes something of what SQLite returns."""
    row: Callable[[Iterable[object]], AnyRow]

    def bound(self, given: Parameters) -> list[object]:
        values = {**self.fixed, **given}
        return [
            values[name] if process is None else process(values[name]) for name, process in self.parameters
        ]

    def rows(self, found: Iterable[Iterable[object]]) -> list[AnyRow]:
        rows = []
        for values in map(list, found):
            for place, process in self.processed:
                values[place] = process(values[place])
            rows.append(self.row(values))
        return rows


def _compiled(statement: Statement, dialect: Dialect, given: Parameters) -> _Compiled:
    keys = list(given) if isinstance(statement, Insert) else None
    compiler = statement.compile(dialect=dialect, column_keys=keys)
    if not isinstance(compiler, SQLCompiler) or compiler.positiontup is None:
        raise TypeError("SQLite takes its parameters in their order")
    # Raises where a parameter is missing.
    fixed = compiler.construct_params(given)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Compiled(
        sql=str(compiler),
        fixed={name: value for name, value in fixed.items() if name not in given},
        parameters=[
            (name, compiler.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiler.positiontup
        ],
        processed=[(place, process) for place, process in enumerate(processors) if process is not None],
        row=result_tuple([str(column.key) for column in columns]),
    )
