"""Puts the executable and the adapters into the wheel, and says for which machines it is.

DROPBLOCK_EXECUTABLE names it, and DROPBLOCK_PLATFORM the platform tag; `./build` sets both.
"""

import os
import pathlib

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUBJECTS = pathlib.Path(__file__).resolve().parent.parent / "Subjects"

KIT = "dropblock_subject.py"

# Subjects that are there for the tests of the suite.
OURS = ("faulty_subject.py", "wild_subject.py")


def adapters():
    """The kits, the adapters, and what they import: no tests, and nothing that Python has compiled."""
    folders = ("*.py", "plain_dropblock/*.py", "c/*")
    for path in sorted(path for folder in folders for path in SUBJECTS.glob(folder)):
        if not path.name.startswith("test_") and path.name not in OURS:
            yield path


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        if version == "editable":
            return
        path = os.environ.get("DROPBLOCK_EXECUTABLE", "")
        if not pathlib.Path(path).is_file():
            raise SystemExit(f"DROPBLOCK_EXECUTABLE: '{path}' is not a file; Python/build makes it")
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + os.environ.get("DROPBLOCK_PLATFORM", "linux_x86_64")
        include = build_data["force_include"]
        include[path] = "dropblock_verify/bin/dropblock"
        for path in adapters():
            # Adapters are started as files; all import the kit by its name.
            name = str(path.relative_to(SUBJECTS))
            include[str(path)] = name if name == KIT else f"dropblock_verify/subjects/{name}"
