"""The boundary between this package and the code that is judged."""

from __future__ import annotations

import contextlib
import os
import traceback
from typing import Iterator

import dropblock_subject
from dropblock_subject import Refused, Unsupported


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
        place = f" ({os.path.basename(outside[-1].filename)}:{outside[-1].lineno})" if outside else ""
        try:
            text = " ".join(str(error).split()) or "no message"
        except Exception:
            text = "no message: its __str__ raises"
        raise Refused(f"it raised {type(error).__name__}: {text}{place}") from error
