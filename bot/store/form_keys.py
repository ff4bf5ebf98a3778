"""The key that signs the Excel forms: made once, kept in the database, known to nobody else."""

import secrets

from sqlalchemy import select

from bot.store.engine import Tx, insert_once
from bot.store.entry_tables import form_keys

_ONLY = 1


def key(tx: Tx) -> bytes | None:
    """The key; None before the first form was handed out."""
    found = tx.execute(select(form_keys.c.key).where(form_keys.c.id == _ONLY)).scalar()
    return None if found is None else bytes.fromhex(found)


def made_key(tx: Tx) -> bytes:
    """The same, made now where there is none."""
    found = key(tx)
    if found is not None:
        return found
    tx.execute(insert_once(tx, form_keys).values(id=_ONLY, key=secrets.token_hex(32)))
    made = key(tx)
    if made is None:
        raise LookupError("the key of the forms was not kept")
    return made
