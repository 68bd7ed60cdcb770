"""The one-time code of a fresh installation: who can read the data folder may set the hospital up.

The code stands in the file `setup.code` and on the console of `huddle init` and `huddle serve`.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from huddle.accounts import hashing, rules

FILE = "setup.code"


def ensure(data_dir: Path) -> str:
    """The code of this installation, made now if there is none; only its owner can read the file."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return rules.code_text(rules.clean_code(path.read_text(encoding="ascii")))
    code = rules.code_text(hashing.new_code())
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    return code


def check(data_dir: Path, typed: str) -> bool:
    """Whether this is the code. Without a file nothing is."""
    path = data_dir / FILE
    if not path.is_file():
        return False
    stored = rules.clean_code(path.read_text(encoding="ascii"))
    return bool(stored) and hmac.compare_digest(stored.encode(), rules.clean_code(typed).encode(errors="replace"))


def discard(data_dir: Path) -> None:
    """The hospital is set up: the code has done its work."""
    (data_dir / FILE).unlink(missing_ok=True)
