"""Cut govuk-frontend's compiled CSS down to the components we use.

Run it when the pinned release or the list below changes:

    python .ci/trim_css.py path/to/govuk-frontend.min.css > static/css/govuk-base.css

What is left keeps upstream's order and values. Dropped are: every component that is not named here,
the GDS Transport font (licensed for service.gov.uk only) and every other font family, print and
focus styles (app.css has its own), rules for old browsers, and the default values of
the custom properties (tokens.css gives them ours).
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RELEASE = "govuk-frontend 6.6.0"
SHA256 = "cda09c60ce00d90a4886f096817e237cdefcb7ff267e4cfe9816fb98a7d17b7f"

BLOCKS = frozenset(
    {"list", "label", "hint", "input", "textarea", "select", "error-message", "error-summary"}
    | {"details", "summary-list", "table", "inset-text", "visually-hidden"}
)
UNUSED_PARTS = re.compile(
    r"^:root|\\!|input__|input--(extra|width)|--(s|m|l|xl)\b|table--small|list--spaced|:focus|:before|:after|"
    r"summary-list__(row--no-actions|actions)|visually-hidden-focusable|\.govuk-frontend-supported"
)
UNUSED_MEDIA = re.compile(r"print|@supports not|-ms-|\\0", re.IGNORECASE)
UNUSED_DECLARATIONS = re.compile(r"^(font-family|-webkit-font-smoothing|-moz-|-ms-|-webkit-)")

Rule = tuple[str, str]


def rules(css: str) -> Iterator[Rule]:
    """Split a stylesheet into (prelude, body) pairs, one level deep."""
    depth, start, prelude = 0, 0, ""
    for place, letter in enumerate(css):
        if letter == "{":
            if depth == 0:
                prelude, start = css[start:place].strip(), place + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield prelude, css[start:place]
                start = place + 1


def is_used(selector: str) -> bool:
    """Tell whether one selector speaks only of components on our list."""
    blocks = {re.split(r"__|--", name)[0] for name in re.findall(r"\.govuk-([\w-]+)", selector)}
    return blocks <= BLOCKS and not UNUSED_PARTS.search(selector)


def trimmed(css: str) -> Iterator[Rule]:
    """Yield the rules worth keeping, at-rules with their own trimmed body."""
    for prelude, body in rules(css):
        if prelude.startswith("@font-face") or UNUSED_MEDIA.search(prelude):
            continue
        if prelude.startswith("@"):
            inner = "".join(f"{selector}{{{kept}}}" for selector, kept in merged(trimmed(body)))
            if inner:
                yield prelude, inner
            continue
        selectors = [part for part in re.split(r",(?![^(]*\))", prelude) if is_used(part)]
        kept = [part for part in body.split(";") if part and not UNUSED_DECLARATIONS.match(part)]
        if selectors and kept:
            yield ",".join(selectors), ";".join(kept)


def merged(pairs: Iterator[Rule]) -> Iterator[Rule]:
    """Join neighbours that have the same selector."""
    last: Rule | None = None
    for prelude, body in pairs:
        if last and last[0] == prelude and not prelude.startswith("@"):
            last = (prelude, f"{last[1]};{body}")
            continue
        if last:
            yield last
        last = (prelude, body)
    if last:
        yield last


def trim(source: str) -> str:
    """Return the trimmed stylesheet, in its own cascade layer and with its origin on top."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).replace('@charset "UTF-8";', "")
    body = "\n".join(f"{prelude}{{{kept}}}" for prelude, kept in merged(trimmed(source)))
    return (
        f"/* Parts of {RELEASE}, (c) Crown copyright, MIT: see govuk-base.LICENSE.\n"
        f"   Made by .ci/trim_css.py; do not edit by hand. */\n@layer govuk{{\n{body}\n}}\n"
    )


def main() -> int:
    """Trim the file named on the command line to standard output."""
    source = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(source).hexdigest() != SHA256:
        sys.stderr.write(f"That is not the stylesheet of {RELEASE}.\n")
        return 1
    sys.stdout.write(trim(source.decode("utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
