"""Judges implementations of DropBlock by the exact law of what they declare.

The program is an executable in this package; `dropblock` on the command line starts it, and
`executable()` says where it is. `subjects()` is the folder of the adapters, which are programs too:

    dropblock check -- python my_adapter.py

An adapter imports the kit as `dropblock_subject`, which is installed beside this package.
"""

from __future__ import annotations

import pathlib
from importlib import metadata

__all__ = ["__version__", "executable", "subjects"]

_HERE = pathlib.Path(__file__).resolve().parent

try:
    __version__ = metadata.version(__name__)
except metadata.PackageNotFoundError:  # a source tree
    __version__ = "0"


def executable() -> pathlib.Path:
    """Return where the program is.

    Raises FileNotFoundError where the package was installed without it, as from a source tree.
    """
    path = _HERE / "bin" / "dropblock"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path}: the program is not there; install the wheel, or build it with Python/build"
        )
    return path


def subjects() -> pathlib.Path:
    """Return the folder of the adapters, such as `torchvision_subject.py`."""
    installed = _HERE / "subjects"
    # A source tree has them at its top.
    return installed if installed.is_dir() else _HERE.parents[2] / "Subjects"
