"""How Alembic runs here: inside the application, one transaction for each revision (see huddle/core/migrate.py)."""

from alembic import context

from huddle.core.db import Base
from huddle.core.migrate import check_references, migrating_connection, render_type

if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; writing them out as SQL is not supported.")

with migrating_connection() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_type,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=check_references,
    )
    with context.begin_transaction():
        context.run_migrations()
