"""The application for a WSGI server: `granian --interface wsgi wsgi:app` (see docs/deploy.md)."""

import os
from pathlib import Path

from config import Settings
from huddle import create_app

app = create_app(Settings.from_env(os.environ), base_dir=Path(__file__).parent)
