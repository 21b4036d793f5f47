"""Runs migrations on the connection that the program hands over."""

from alembic import context
from storage.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run `stappenbot migrate`: it knows the database. To write a new migration, see CONTRIBUTING.md.")
context.configure(connection=connection, target_metadata=metadata, compare_type=True, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
