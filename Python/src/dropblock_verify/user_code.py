"""The boundary between this package and the code that is judged."""

from __future__ import annotations

import contextlib
import os
import traceback
from typing import Iterator

from dropblock_subject import Refused, Unsupported


@contextlib.contextmanager
def user_code() -> Iterator[None]:
    """Answer `refused` for whatever the user's code raises: that it raised is a finding about it.

    The message has the exception's type, its text, and the line of the user's code.
    """
    try:
        yield
    except (Refused, Unsupported, KeyboardInterrupt):
        raise
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        here = os.path.dirname(os.path.abspath(__file__))
        outside = [frame for frame in frames if not frame.filename.startswith(here)]
        place = f" ({os.path.basename(outside[-1].filename)}:{outside[-1].lineno})" if outside else ""
        text = " ".join(str(error).split()) or "no message"
        raise Refused(f"it raised {type(error).__name__}: {text}{place}") from error


def mixed(key: int) -> int:
    """Return a bijection of a 64-bit key (the finaliser of SplitMix64)."""
    key = (key ^ key >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    key = (key ^ key >> 27) * 0x94D049BB133111EB % 2**64
    return key ^ key >> 31
