"""Every gate is seen red: a fault is planted in a small tree that is green without it.

usage: python3 -m unittest      in this folder
"""

import importlib.machinery
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
import gates  # noqa: E402


def load(name):
    loader = importlib.machinery.SourceFileLoader(f"gate_{name}", str(HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


GATES = {name: load(name) for name in ("floors", "names", "sentences", "lines")}

MANIFEST = """\
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "made-up",
  products: [
    .library(name: "Base", targets: ["Base"]), .library(name: "Other", targets: ["Other"]),
    .library(name: "CInterface", targets: ["CInterface"]),
  ],
  targets: [
    .target(name: "Base"), .target(name: "Other", dependencies: ["Base"]), .target(name: "CInterface"),
  ])
"""

TREE = {
    "Package.swift": MANIFEST,
    ".ci/floors.toml": """\
package = "made-up"
features = ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility"]

[modules.Base]
toolchain = ["Synchronization"]
documented = true
folders = ["Low", "High", "."]

[modules.Other]
folder = "OtherFolder"
imports = ["Base"]
exports = ["Base"]

[modules.CInterface]
""",
    ".ci/names.toml": 'except = ["CInterface"]\nknown = []\n',
    ".ci/sentences.toml": "allowed = []\nknown = []\n",
    ".ci/long-lines.txt": "# none\n",
    "Sources/Base/Low/Low.swift": """\
/// A low type. "Not a string" // and no second comment
package struct Low {
  /// Makes one.
  package init() {}
}
""",
    "Sources/Base/High/High.swift": """\
import Synchronization

/// A protocol of above.
package protocol Printed {}

extension Low: Printed {
  /// A member of above.
  package var height: Int { 1 }
}

/// A type of above.
public struct High {
  let low = Low()
}
""",
    "Sources/Base/Root.swift": "let height = Low().height\n",
    "Sources/OtherFolder/Other.swift": """\
@_exported public import Base

public struct Other { let high: High? = nil }
public func other() {}
""",
    "Sources/CInterface/C.swift": "public struct High {}\n",
    "Sources/DropBlockVerification/Identifiers.swift": 'let blocks = "mask.blocks"\n',
    "Documentation/Requirements/mask.md": "# A page\n",
    "Tests/BaseTests/LowTests.swift": "import Testing\n",
}


class Tree(unittest.TestCase):
    """A package that is green, in a folder of its own for each test."""

    gate = None

    def setUp(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.root = pathlib.Path(folder).resolve()
        for name, text in TREE.items():
            self.write(name, text)
        # The tree without the parts that only one gate is about.
        if self.gate in ("floors", "names"):
            shutil.rmtree(self.root / "Sources/DropBlockVerification")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def append(self, name, text):
        self.write(name, (self.root / name).read_text(encoding="utf-8") + text)

    def replace(self, name, old, new):
        text = (self.root / name).read_text(encoding="utf-8")
        self.assertIn(old, text)
        self.write(name, text.replace(old, new))

    def offences(self):
        found = []
        GATES[self.gate].check(self.root, found)
        return found

    def assertGreen(self):
        self.assertEqual(self.offences(), [])

    def assertRed(self, *beginnings, count=None):
        """The offences are these, each given by how it begins or by words in it."""
        found = self.offences()
        for words in beginnings:
            self.assertTrue(any(words in line for line in found), f"{words!r} in {found}")
        self.assertEqual(len(found), count or len(beginnings), found)


class ManifestPatched(Tree):
    """The manifest is not read by the package manager, to save the time."""

    manifest = {
        "dependencies": [],
        "products": [
            {"type": {"library": ["automatic"]}, "targets": [name]} for name in ("Base", "Other", "CInterface")],
        "targets": [
            {"type": "regular", "name": "Base", "dependencies": []},
            {"type": "regular", "name": "Other", "dependencies": [{"byName": ["Base", None]}]},
            {"type": "test", "name": "BaseTests", "dependencies": [{"byName": ["Elsewhere", None]}]},
        ],
    }

    def setUp(self):
        super().setUp()
        copy = json.loads(json.dumps(self.manifest))
        patch = mock.patch.object(gates, "manifest", lambda _: copy)
        patch.start()
        self.addCleanup(patch.stop)
        self.package = copy


class CommandLineTests(Tree):
    def run_gate(self, gate, *arguments):
        return subprocess.run(
            [sys.executable, HERE / gate, *arguments], capture_output=True, text=True, check=False)

    def test_a_gate_exits_by_what_it_found(self):
        self.assertEqual(self.run_gate("lines", self.root).returncode, 0)
        self.append("Documentation/Requirements/mask.md", "long " * 30 + "line\n")
        answer = self.run_gate("lines", self.root)
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(answer.stdout.split("\n")[0],
                         "Documentation/Requirements/mask.md:2: the line ends beyond column 120")
        self.assertIn("1 offence", answer.stdout)

    def test_help_and_usage(self):
        for gate in GATES:
            self.assertEqual(self.run_gate(gate, "--help").returncode, 0)
            self.assertIn("usage:", self.run_gate(gate, "--help").stdout)
            self.assertEqual(self.run_gate(gate, "--unknown").returncode, 2)
            self.assertEqual(self.run_gate(gate, "a", "b").returncode, 2)

    def test_a_table_that_is_missing_or_wrong_is_a_failure(self):
        self.write(".ci/sentences.toml", "allowed = [")
        self.assertEqual(self.run_gate("sentences", self.root).returncode, 3)
        (self.root / ".ci/sentences.toml").unlink()
        self.assertEqual(self.run_gate("sentences", self.root).returncode, 3)

    def test_the_package_manager_reads_the_manifest(self):
        shutil.rmtree(self.root / "Sources/DropBlockVerification")
        answer = self.run_gate("floors", self.root)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.replace("Package.swift", '.target(name: "Base")', '.target(name: "Base", dependencies: ["CInterface"])')
        answer = self.run_gate("floors", self.root)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("Package.swift: Base may not depend on CInterface", answer.stdout)


class FloorsTests(ManifestPatched):
    gate = "floors"
    low = "Sources/Base/Low/Low.swift"

    def test_green(self):
        self.assertGreen()

    def test_a_type_of_a_folder_above(self):
        self.append(self.low, "func wrong(_ high: High) {}\n")
        self.assertRed("Sources/Base/Low/Low.swift:6: cannot find type 'High' in scope, with Low of Base")

    def test_a_type_of_a_folder_above_in_a_body(self):
        self.append(self.low, "func wrong() -> Int {\n  let made = High()\n  return 1\n}\n")
        self.assertRed("Sources/Base/Low/Low.swift:7: cannot find 'High' in scope")

    def test_a_member_of_an_extension_above(self):
        self.append(self.low, "func wrong(_ low: Low) -> Int {\n  low.height\n}\n")
        self.assertRed("Sources/Base/Low/Low.swift:7: value of type 'Low' has no member 'height'")

    def test_a_conformance_of_a_folder_above(self):
        self.write("Sources/Base/Low/Need.swift", "func need<Value: Hashable>(_ value: Value) {}\n")
        self.append(
            "Sources/Base/High/High.swift",
            "extension Low: Hashable {\n  package static func == (first: Low, second: Low) -> Bool { true }\n"
            "  package func hash(into hasher: inout Hasher) {}\n}\n")
        self.assertGreen()
        self.write("Sources/Base/Low/Wrong.swift", "let wrong: Void = need(Low())\n")
        self.assertRed("Sources/Base/Low/Wrong.swift:1:")

    def test_what_stands_in_no_folder_has_its_floor(self):
        self.append("Sources/Base/High/High.swift", "let wrong = height\n")
        self.assertRed("Sources/Base/High/High.swift:15: cannot find 'height' in scope, with High of Base")

    def test_a_folder_that_is_in_no_table(self):
        self.write("Sources/Base/Middle/Middle.swift", "struct Middle {}\n")
        self.assertRed("the folder Middle of Base is not in the table of floors")

    def test_folders_of_a_module_without_a_table_of_them(self):
        self.write("Sources/OtherFolder/Below/Below.swift", "struct Below {}\n")
        self.assertRed("the folder Below of Other", "the files beside the folders of Other")

    def test_a_table_that_names_what_is_not_there(self):
        self.replace(".ci/floors.toml", '"High"', '"Higher", "High"')
        self.assertRed("Base has no folder Higher")

    def test_a_module_that_is_in_no_table(self):
        self.write("Sources/Stray/Stray.swift", "struct Stray {}\n")
        self.assertRed("Sources/Stray: the module is not in the table")

    def test_a_word_in_the_table_that_means_nothing(self):
        self.replace(".ci/floors.toml", "documented = true", "document = true")
        self.assertRed("'document' has no meaning")

    def test_an_unchecked_module_may_have_a_ring(self):
        self.append(self.low, "func wrong(_ high: High) {}\n")
        self.replace(".ci/floors.toml", 'documented = true\n', 'documented = true\nunchecked = true\n')
        self.assertGreen()

    def test_imports(self):
        self.append(self.low, "import Glibc\n")
        self.append("Sources/OtherFolder/Other.swift", "public import struct CInterface.High\n// import Nothing\n")
        found = self.offences()
        self.assertIn("Sources/Base/Low/Low.swift:6: Base may not import Glibc; it may import Synchronization", found)
        self.assertTrue(any("Other may not import CInterface" in line for line in found), found)
        self.assertEqual(sum("may not import" in line for line in found), 2, found)

    def test_what_is_passed_on(self):
        self.append("Sources/CInterface/C.swift", "@testable import Base\n")
        self.append(self.low, "@_exported import Synchronization\n")
        self.assertRed(
            "CInterface may not import Base", "C.swift:2: @testable is not allowed",
            "Low.swift:6: Base may not pass Synchronization on")

    def test_unsafe_code(self):
        text = "// unsafe in a comment\nlet value = unsafeBitCast(1, to: UInt.self)\n"
        self.write("Sources/Base/Low/Fine+Unsafe.swift", text)
        self.write("Tests/BaseTests/Wrong.swift", text)
        self.assertRed("Tests/BaseTests/Wrong.swift:2: 'unsafeBitCast' belongs in a file")

    def test_documentation(self):
        self.append(self.low, "public func silent() {}\n\n/// Words.\npublic enum Cases {\n  case silent\n}\n")
        self.assertRed("Low.swift:6: 'public func silent() {}' has no comment", "'case silent' has no comment")

    def test_manifests(self):
        self.package["dependencies"].append({"sourceControl": []})
        self.package["targets"][0]["dependencies"].append({"byName": ["Other", None]})
        self.package["targets"].append({"type": "regular", "name": "New", "dependencies": []})
        self.assertRed("a package dependency", "Base may not depend on Other", "'New' is not in the table")


class NamesTests(ManifestPatched):
    gate = "names"
    other = "Sources/OtherFolder/Other.swift"

    def test_green(self):
        self.assertGreen()

    def test_a_doubled_type(self):
        self.append(self.other, "public enum High {}\n")
        self.replace(self.other, "let high: High? = nil", "")
        self.assertRed("Sources/Base/High/High.swift:12: 'High' is public in Base and in Other")

    def test_a_doubled_function(self):
        self.append("Sources/Base/Root.swift", "/// Words.\npublic func other(_ value: Int) {}\n")
        self.assertRed("'other' is public in Base and in Other")

    def test_a_doubled_member_of_a_type_of_others(self):
        member = "extension Int {\n  /// Words.\n  public var doubled: Int { 2 }\n}\n"
        self.append("Sources/Base/Root.swift", member)
        self.append(self.other, member)
        self.assertRed("'Int.doubled' is public in Base and in Other")

    def test_names_that_are_not_public_may_be_doubled(self):
        self.append("Sources/Base/Root.swift", "package func other() {}\n")
        self.assertGreen()

    def test_names_of_the_standard_library(self):
        self.append(self.other, "public struct Set {}\npublic class Task {}\npublic func print() {}\n")
        self.assertRed("'Set' is also", "'Task' is also", "'print' is also")
        self.write(".ci/names.toml", 'except = ["CInterface"]\nstandard = ["Set", "Task", "print", "gone"]\n')
        self.assertRed("'gone' is no name of the standard library's")

    def test_the_list_of_known_names_shrinks(self):
        self.append("Sources/Base/Root.swift", "/// Words.\npublic func other(_ value: Int) {}\n")
        self.write(".ci/names.toml", 'except = ["CInterface"]\nknown = ["other"]\n')
        self.assertGreen()
        self.replace("Sources/Base/Root.swift", "other", "another")
        self.assertRed("'other' is no longer doubled")

    def test_an_exception_that_is_no_library(self):
        self.write(".ci/names.toml", 'except = ["CInterface", "Nobody"]\n')
        self.assertRed("there is no library 'Nobody'")


class SentencesTests(Tree):
    gate = "sentences"
    file = "Sources/OtherFolder/Other.swift"

    def test_green(self):
        self.assertGreen()

    def test_what_takes_prose_apart(self):
        for code in [
            'text.hasPrefix("none of the known")', 'text.hasSuffix("stage ")', 'text.contains("it\'s so")',
            'text.split(separator: "; or: ")', 'text.components(separatedBy: ", ")', 'text.hasPrefix(lead)',
            'texts.contains { $0.hasPrefix(Names.lead) }', 'text.hasSuffix("\\(name).")', 'what.hasPrefix(name)',
            'text.range(of: lead)', 'text.dropFirst(lead.count)', 'text == "not a union of blocks"',
            '"not a union" != text', 'text.hasPrefix(#"a "b c"#)', "text.firstMatch(of: /stage [a-z]+/)",
            'switch text { case "one", "kept values": 1; default: 2 }', 'if case "kept values" = text {}',
            'text.contains("map: \\(f("a"))")', 'text.split(separator: Self.separator)',
            'text.trimmingPrefix("stage of")', 'text.hasPrefix("""\n    two words\n    """)',
        ]:
            with self.subTest(code):
                self.write(self.file, f"let first = 1\nlet found = {code}\n")
                self.assertRed("Sources/OtherFolder/Other.swift:2: a ")

    def test_what_does_not(self):
        for code in [
            'text.hasPrefix("-")', 'text.hasPrefix("0x")', 'text.split(separator: "\\n")',
            'text.split(separator: " ")', "bytes.split(separator: 0x0A, omittingEmptySubsequences: false)",
            'text.split(separator: "=", maxSplits: 1)', "text.split(whereSeparator: \\.isNewline)",
            'names.contains("word")  // text.hasPrefix("a b")',
            'word == "--"', 'switch word { case "tensor": 1; default: 2 }', 'print("text == \\"a b\\", or: so")',
            'enumeration.rawValue == name', '"a b" + (x == y ? "c d" : "e f")', "values.dropFirst(2)",
            'JSON("case \\"a b\\":")', 'bytes.starts(with: Array("dbp1.".utf8))',
        ]:
            with self.subTest(code):
                self.write(self.file, f"// text.hasPrefix(\"in a comment\")\nlet found = {code}\n")
                self.assertGreen()

    def test_raw_values_are_no_comparison(self):
        self.write(self.file, 'enum Site: String { case mask = "stage mask", scale = "kept values" }\n')
        self.assertGreen()

    def test_the_lists(self):
        self.write(self.file, 'let found = text.hasPrefix(header)\nlet other = text == "a sentence"\n')
        self.write(".ci/sentences.toml", """\
allowed = [{ file = "OtherFolder/Other.swift", code = "hasPrefix(header)", reason = "a file's first line" }]
known = [{ file = "OtherFolder/Other.swift", code = '== "a sentence"' }]
""")
        self.assertGreen()
        self.write(self.file, "let found = 1\n")
        self.assertRed("take it off the list 'allowed'", "take it off the list 'known'")

    def test_an_exception_without_a_reason(self):
        self.write(self.file, "let found = text.hasPrefix(header)\n")
        self.write(
            ".ci/sentences.toml", 'allowed = [{ file = "OtherFolder/Other.swift", code = "hasPrefix(header)" }]\n')
        self.assertRed("a reason is missing")

    def test_an_identifier_is_written_once(self):
        self.append(
            "Sources/DropBlockVerification/Identifiers.swift",
            'let again = ask("mask.blocks")  // "mask.blocks"\nlet no = ["maps.blocks", "mask.blocks are"]\n')
        self.assertRed('Identifiers.swift:2: "mask.blocks" is written down a second time')


class LinesTests(Tree):
    gate = "lines"
    page = "Documentation/Page.md"
    long = "word " * 24 + "words"

    def test_green(self):
        self.assertGreen()

    def test_a_long_line(self):
        self.write(self.page, f"# Page\n\n{'x' * 120}\n{'x' * 121}\n")
        self.assertRed("Documentation/Page.md:4: the line ends beyond column 120")

    def test_tables_fences_and_addresses(self):
        self.write(
            self.page, f"| {self.long} |\n```swift\n{self.long}\n```\n~~~~\n```\n{self.long}\n~~~~\n"
            f"<https://example.org> {self.long}\n    ```\n{self.long}\n    ```\n")
        self.assertGreen()
        self.append(self.page, self.long + "\n")
        self.assertRed("Documentation/Page.md:13: the line ends")

    def test_comments(self):
        self.write("Sources/Base/Low/Long.swift", f'let text = "// {self.long}"\n/// {self.long}\n')
        self.write("Sources/C/kernel.c", f"int a; /* {self.long}\n * {self.long} */\nint {'b' * 130};\n")
        self.assertRed("Long.swift:2:", "kernel.c:1:", "kernel.c:2:")

    def test_a_space_at_the_end(self):
        self.write(self.page, "# Page\n\nA line. \n")
        self.assertRed("Documentation/Page.md:3: the line ends with a space")

    def test_the_list_only_shrinks(self):
        self.write(self.page, f"{self.long}\n{self.long}\n")
        self.write(".ci/long-lines.txt", "# list\n2 Documentation/Page.md\n")
        self.assertGreen()
        self.append(self.page, f"{self.long}\n")
        self.assertRed("has 3 long lines, and 2 are listed", "Page.md:1:", "Page.md:2:", "Page.md:3:")
        self.write(self.page, f"{self.long}\n")
        self.assertRed(".ci/long-lines.txt:2: Documentation/Page.md has only 1 long lines: lower the number to 1")
        self.write(self.page, "short\n")
        self.assertRed("take it off the list")
        (self.root / self.page).unlink()
        self.assertRed("there is no Documentation/Page.md")

    def test_a_list_that_cannot_be_read(self):
        self.write(".ci/long-lines.txt", "0 Documentation/Page.md\n")
        with self.assertRaises(gates.Failure):
            self.offences()


class Samples(unittest.TestCase):
    """What README.md shows is held against a program that prints three lines."""

    PROGRAM = "#!/bin/sh\necho \"dropblock of $*\"\necho second\necho 'last · 1.5 s'\n"

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.program = self.root / "program"
        self.program.write_text(self.PROGRAM)
        self.program.chmod(0o755)

    def status(self, readme):
        (self.root / "README.md").write_text(readme)
        done = subprocess.run(
            [HERE / "samples", self.program, self.root], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True)
        return done.returncode, done.stdout

    def test_samples_by_both_kinds_of_command(self):
        own = "```\n$ dropblock verify 'a b'\ndropblock of verify a b\nsecond\nlast\n```\n"
        above = "    swift run -c release dropblock law\n\n```\ndropblock of law\nsecond\nlast\n```\n"
        self.assertEqual(self.status(own + above + "```swift\nlet a = 1\n```\n")[0], 0)

    def test_another_line_a_missing_one_and_one_too_many(self):
        for lines, place in (("seconds\nlast", 4), ("second", 5), ("second\nlast\nmore", 6)):
            status, said = self.status(f"```\n$ dropblock x\ndropblock of x\n{lines}\n```\n")
            self.assertEqual(status, 1, said)
            self.assertIn(f"README.md:{place}: the program prints: ", said)

    def test_what_cannot_be_checked(self):
        self.assertEqual(self.status("no sample\n")[0], 3)
        self.program.unlink()
        self.assertEqual(self.status("```\n$ dropblock x\ndropblock of x\n```\n")[0], 3)


if __name__ == "__main__":
    unittest.main()
