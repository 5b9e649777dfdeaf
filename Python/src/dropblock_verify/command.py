"""The command `dropblock`: the program in this package takes this process's place."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from . import executable


def main() -> NoReturn:
    """Start the program with this process's arguments; its exit code is this process's."""
    try:
        path = executable()
        # A wheel that was unpacked by hand has lost what says that it can be started.
        if not os.access(path, os.X_OK):
            os.chmod(path, 0o755)
        # Targets are imported by the Python that this package is installed for.
        os.environ.setdefault("DROPBLOCK_PYTHON", sys.executable)
        os.execv(path, ["dropblock", *sys.argv[1:]])
    except OSError as error:
        print(f"dropblock: {error}", file=sys.stderr)
        raise SystemExit(3) from None
