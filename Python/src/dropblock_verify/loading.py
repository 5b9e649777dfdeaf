"""From a name, `package.module:attribute` or `path/to/file.py:attribute`, to the object."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import os
import pathlib
import sys
import traceback
from types import ModuleType
from typing import Any


class TargetError(Exception):
    """A target that can't be put on the stand; the message says why, and what to do."""


def load(name: str) -> Any:
    """Return the object that a name stands for.

    The left part is a module, found as `import` finds it and in the working directory, or a file that
    ends in `.py`; the right part is an attribute, or attributes joined by dots.

    Raises TargetError where there is no such thing, or where importing it fails: the traceback of the
    user's code is then on standard error.
    """
    place, colon, attribute = name.rpartition(":")
    if not colon or not place or not attribute:
        raise TargetError(
            f"'{name}' is no target: one is 'package.module:attribute' or 'path/to/file.py:attribute'"
        )
    found: Any = _file(place) if place.endswith(".py") else _module(place)
    for part in attribute.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise TargetError(f"{place} has no '{part}'" + _suggestion(part, dir(found))) from None
    if not callable(found):
        raise TargetError(
            f"{name} is {_article(type(found).__name__)}, which can't be called; a target is a function "
            "of an array, or a layer"
        )
    return found


def _file(place: str) -> ModuleType:
    path = pathlib.Path(place)
    if not path.is_file():
        raise TargetError(f"there is no file '{place}' in {os.getcwd()}")
    # As `python path/to/file.py` would: what lies beside the file can be imported.
    sys.path.insert(0, str(path.resolve().parent))
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules.setdefault(path.stem, module)
    loader = specification.loader
    _run(place, lambda: loader.exec_module(module))
    return module


def _module(place: str) -> ModuleType:
    sys.path.insert(0, os.getcwd())
    try:
        return _run(place, lambda: importlib.import_module(place))
    except ModuleNotFoundError as error:
        raise TargetError(
            f"{sys.executable} finds no module '{error.name}', in {os.getcwd()} or installed; is it "
            "another environment's?"
        ) from None


def _run(place: str, action: Any) -> Any:
    """Run the user's code; what it raises is the user's, and is shown as such."""
    try:
        return action()
    except ModuleNotFoundError as error:
        # That the target's own name is not there is no fault of the user's code.
        if error.name is not None and (place + ".").startswith(error.name + "."):
            raise
        _blame(place, error)
    except (Exception, SystemExit) as error:
        _blame(place, error)


def _blame(place: str, error: BaseException) -> None:
    trace = error.__traceback__
    while trace is not None and _is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)
    raise TargetError(f"importing {place} raised {type(error).__name__}: see above") from None


def _is_ours(filename: str) -> bool:
    return filename.startswith("<frozen importlib") or (
        os.path.dirname(filename) in (os.path.dirname(__file__), os.path.dirname(importlib.__file__)))


def _suggestion(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, [name for name in known if not name.startswith("_")], 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _article(word: str) -> str:
    return ("an " if word[0] in "aeiouAEIOU" else "a ") + word
