"""The statements that every append runs, handed to the driver without detours.

SQLAlchemy writes their text, for whichever database; but to prepare and to follow them takes it
longer than SQLite needs to keep a commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

Row = dict[str, Any]

_texts: dict[tuple[str, UpdateBase], tuple[str, list[str] | None]] = {}


def execute_many(connection: Connection, statement: UpdateBase, rows: Sequence[Row]) -> int:
    """Run a statement for each of the rows, given as the driver takes them; count what changed."""
    text, order = _text(statement, connection.dialect)
    given = rows if order is None else [tuple([row[name] for name in order]) for row in rows]
    return execute_text(connection, text, given)


def execute_text(connection: Connection, text: str, rows: Sequence[Any] = ((),)) -> int:
    """Run a statement for each of the rows, in the transaction of the connection.

    Raises
    ------
    DBAPIError
        As SQLAlchemy raises it, without the parameters.
    """
    driver = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        if len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)
        return cursor.rowcount
    except driver.Error as error:
        raise DBAPIError.instance(text, None, error, driver.Error, hide_parameters=True) from None
    finally:
        cursor.close()


def _text(statement: UpdateBase, dialect: Dialect) -> tuple[str, list[str] | None]:
    known = _texts.get((dialect.name, statement))
    if known is None:
        compiled = statement.compile(dialect=dialect)
        known = str(compiled), getattr(compiled, "positiontup", None)
        _texts[dialect.name, statement] = known
    return known
