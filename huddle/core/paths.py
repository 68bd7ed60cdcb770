"""Where templates, static files and settings are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent.parent


def base_dir() -> Path:
    """The folder that holds templates/, static/, migrations/ and config.py."""
    inside = PACKAGE / "_data"
    return inside if inside.is_dir() else PACKAGE.parent


def load_config() -> ModuleType:
    """Our `config.py`, read from its own file: "config" is a name that other packages use too."""
    name = "huddle_config"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, base_dir() / "config.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(base_dir() / "config.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
