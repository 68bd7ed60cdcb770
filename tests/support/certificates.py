"""A certificate for the tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def make_certificate(folder: Path, *, key_password: str = "") -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that no system trusts, and its key. Without openssl the test is skipped."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    certificate, key = folder / "server.crt", folder / "server.key"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 30000 -subj /CN=test"
    sealed = ("-passout", f"pass:{key_password}") if key_password else ("-nodes",)
    names = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate))
    subprocess.run([openssl, *words.split(), *sealed, *names], check=True, capture_output=True)
    return certificate, key
