"""The application for a WSGI server: `granian --interface wsgi wsgi:app` (see docs/deploy.md)."""

import os
from pathlib import Path

from config import Settings
from huddle import create_app
from huddle.core import migrate

app = create_app(Settings.from_env(os.environ), base_dir=Path(__file__).parent)
migrate.set_up(app)  # for `flask db`
