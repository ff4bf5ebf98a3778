"""Alembic's entry: one connection, one transaction for all steps."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.store.tables import metadata

url = context.config.get_main_option("sqlalchemy.url")
if url is None:
    raise ValueError("migrations are run through bot.store.migrations.bring_up")
with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
