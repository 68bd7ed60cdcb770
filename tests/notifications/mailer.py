"""One run of the sending of e-mails in a process of its own, at the moment it is told: for the tests that kill it."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from config import Settings
from huddle import create_app
from huddle.jobs.mail import mail
from tests.support.processes import BASE_DIR

if __name__ == "__main__":
    with create_app(Settings.from_env(os.environ), base_dir=BASE_DIR).app_context():
        print(mail(now=datetime.fromisoformat(sys.argv[1])))  # noqa: T201
