"""Make a badge of a report.

usage: python -m dropblock_verify.badge VERDICTS

VERDICTS are the lines of JSON that `dropblock check --jsonl` writes. What is printed is the JSON of a
shields.io endpoint. The message has its denominator: what was judged, and what was not offered.

example: python -m dropblock_verify.badge verdicts.jsonl > badge.json
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections import Counter
from typing import Any


def badge(text: str) -> dict[str, Any]:
    """Return the endpoint's fields for lines of JSON of one subject."""
    records = [json.loads(line) for line in text.splitlines() if line.strip()]
    counts = Counter(r["verdict"] for r in records if r["type"] == "verdict")
    footer = next((r for r in reversed(records) if r["type"] == "footer"), {})
    judged = sum(counts.values()) - counts["notOffered"]
    if not footer.get("complete") or judged == 0:
        return _fields("not judged", "lightgrey")
    message = f"{counts['holds']} of {judged}"
    if counts["notOffered"]:
        message += f", {counts['notOffered']} not offered"
    open_ = counts["inconclusive"] + counts["failed"]
    return _fields(
        message, "red" if counts["violated"] else "orange" if open_ else "brightgreen")


def _fields(message: str, color: str) -> dict[str, Any]:
    return {"schemaVersion": 1, "label": "DropBlock", "message": message, "color": color}


def main(arguments: list[str]) -> int:
    """Print the badge of a file."""
    if len(arguments) != 1 or arguments[0] in ("--help", "-h"):
        is_help = arguments[:1] in (["--help"], ["-h"])
        print((__doc__ or "").strip(), file=sys.stdout if is_help else sys.stderr)
        return 0 if is_help else 2
    try:
        print(json.dumps(badge(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"badge: {arguments[0]}: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
