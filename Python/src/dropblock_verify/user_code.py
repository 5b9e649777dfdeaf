"""The boundary between this package and the code that is judged."""

from __future__ import annotations

import contextlib
import os
import traceback
from typing import Iterator

import dropblock_subject
from dropblock_subject import Refused, Unsupported


FRAMEWORKS = ("torch", "tensorflow", "keras", "jax", "flax", "equinox")
"""Packages whose lines are not shown where the user's are there too."""


@contextlib.contextmanager
def user_code() -> Iterator[None]:
    """Answer `refused` for whatever the user's code raises: that it raised is a finding about it.

    The message has the exception's type, its text, and the line of the user's code.
    """
    try:
        yield
    except (Refused, Unsupported):
        raise
    # A real Ctrl-C ends the process before any exception is made of it.
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        here = os.path.dirname(os.path.abspath(__file__))
        ours = (here, os.path.dirname(os.path.abspath(dropblock_subject.__file__)))
        outside = [
            frame for frame in frames
            if not (frame.filename.startswith("<") or os.path.dirname(frame.filename) in ours)
        ]
        # A framework that raises was called by a line that is of more use than its own.
        last = next((frame for frame in reversed(outside) if not _is_framework(frame.filename)), None)
        last = last or (outside[-1] if outside else None)
        place = f" ({os.path.basename(last.filename)}:{last.lineno})" if last is not None else ""
        try:
            text = " ".join(str(error).split()) or "no message"
        except Exception:
            text = "no message: its __str__ raises"
        raise Refused(f"it raised {type(error).__name__}: {text}{place}") from error


def _is_framework(filename: str) -> bool:
    folders = filename.replace(os.sep, "/").split("/")
    installed = [index for index, name in enumerate(folders) if name in ("site-packages", "dist-packages")]
    return bool(installed) and folders[installed[-1] + 1] in FRAMEWORKS
