"""What the gates share: the command line, reading Swift, and compiling modules by themselves."""

import atexit
import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

if sys.version_info < (3, 11):
    sys.exit("the gates need Python 3.11 or later")

import tomllib  # noqa: E402


class Failure(Exception):
    """A gate cannot do its work: a table is wrong, or a tool is missing."""


def main(gate, document, check):
    """Runs a gate from the command line and exits.

    `check(root, offences)` appends a line for each offence and returns what it looked at, in words.
    """
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        print(document.strip())
        sys.exit(0)
    if len(arguments) > 1 or any(word.startswith("-") for word in arguments):
        print(document.strip(), file=sys.stderr)
        sys.exit(2)
    own = pathlib.Path(__file__).resolve().parent.parent
    root = pathlib.Path(arguments[0]).resolve() if arguments else own
    offences = []
    try:
        seen = check(root, offences)
    except Failure as failure:
        for offence in offences:
            print(offence)
        print(f".ci/{gate}: {failure}", file=sys.stderr)
        sys.exit(3)
    for offence in offences:
        print(offence)
    print(f"{gate}: {seen}, {counted(len(offences), 'offence')}")
    sys.exit(1 if offences else 0)


def counted(count, thing):
    return f"{count} {thing}{'' if count == 1 else 's'}"


def table(root, name):
    """A table of the tree that is judged: `.ci/NAME`."""
    path = root / ".ci" / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Failure(f"there is no {path}") from None
    except tomllib.TOMLDecodeError as error:
        raise Failure(f"{path}: {error}") from None


# Reading Swift

STRING = r'#*"""(?:\\.|[^\\])*?"""#*|#+"[^\n]*?"#+|"(?:\\\([^\n]*?\)|\\.|[^"\\\n])*"'
COMMENT = r"//[^\n]*|/\*.*?\*/"
COMMENT_OR_STRING = re.compile(rf"(?P<string>{STRING})|(?P<comment>{COMMENT})", re.DOTALL)


def without_comments(text):
    """The text with its comments blanked, line for line. What looks like one in a string stays."""

    def blank(match):
        if match.group("comment") is None:
            return match.group(0)
        return re.sub(r"[^\n]", " ", match.group(0))

    return COMMENT_OR_STRING.sub(blank, text)


def line_of(text, place):
    """The number of the line in which a place lies."""
    return text.count("\n", 0, place) + 1


def swift_files(folder):
    return sorted(folder.rglob("*.swift"))


def files(root, suffixes):
    """The files of the tree with these suffixes, without what is hidden or built."""
    found = []
    folders = [root]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.is_symlink():
                continue
            if path.is_dir():
                if path.name == ".ci" or not path.name.startswith((".", "__")):
                    folders.append(path)
            elif path.suffix in suffixes:
                found.append(path)
    return sorted(found)


# Compiling


def run(*words):
    """Runs a command; returns its status and what it said."""
    answer = subprocess.run(
        [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False)
    return answer.returncode, answer.stdout


def manifest(folder):
    """A package's manifest as the package manager understands it."""
    answer = subprocess.run(
        ["swift", "package", "--package-path", str(folder), "dump-package"], capture_output=True, text=True,
        check=False)
    if answer.returncode:
        raise Failure(f"the manifest in {folder} cannot be read:\n{answer.stderr}")
    return json.loads(answer.stdout)


class Modules:
    """The modules of the table of floors, compiled without the package manager.

    A module is emitted once, without the bodies of its functions, into a temporary folder: whoever
    imports it needs no more, and no build of another day can be in the way.
    """

    def __init__(self, root):
        self.root = root
        # Flags for every module that is emitted.
        self.emitting = []
        self.floors = table(root, "floors.toml")
        self.table = self.floors["modules"]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dropblock-gates-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.emitted = {}
        if shutil.which("swiftc") is None:
            raise Failure("there is no 'swiftc' on the PATH")
        maps = []
        for headers in sorted((root / "Sources").glob("*/include")):
            name = headers.parent.name
            file = self.folder / f"{name}.modulemap"
            umbrella = str(headers).replace("\\", "\\\\").replace('"', '\\"')
            file.write_text(f'module {name} {{\n  umbrella "{umbrella}"\n  export *\n}}\n')
            maps += ["-Xcc", f"-fmodule-map-file={file}"]
        self.flags = [
            "-swift-version", "6", "-strict-memory-safety", "-suppress-warnings",
            "-package-name", self.floors["package"], "-I", self.folder,
            "-module-cache-path", self.folder / "cache", *maps,
        ]
        for feature in self.floors["features"]:
            self.flags += ["-enable-upcoming-feature", feature]
        if platform.system() == "Darwin":
            status, path = run("xcrun", "--show-sdk-path")
            if status:
                raise Failure("there is no SDK: 'xcrun --show-sdk-path' fails")
            self.flags += ["-sdk", path.strip()]

    def path(self, module):
        """A module's folder."""
        return self.root / "Sources" / self.table[module].get("folder", module)

    def emit(self, module):
        """Emits a module and those that it imports; raises a Failure if it does not compile."""
        if module in self.emitted:
            return
        for imported in self.table[module].get("imports", []):
            if imported in self.table:
                self.emit(imported)
        sources = swift_files(self.path(module))
        self.emitted[module] = bool(sources)
        if not sources:
            return
        status, said = run(
            "swiftc", "-frontend", "-emit-module", *self.flags, *self.emitting, "-module-name", module,
            "-experimental-skip-non-inlinable-function-bodies", *self.library(sources),
            "-o", self.folder / f"{module}.swiftmodule", *sources)
        if status:
            raise Failure(f"the module {module} does not compile:\n{said}")

    @staticmethod
    def library(sources):
        """The flag for files of which none is the main one."""
        return [] if any(file.name == "main.swift" for file in sources) else ["-parse-as-library"]
