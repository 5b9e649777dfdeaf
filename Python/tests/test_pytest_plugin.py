"""Tests of the pytest plugin: they run pytest on small targets.

They are skipped without pytest and numpy, and without an executable: that of the wheel in DROPBLOCK_WHEEL, or
DROPBLOCK_PROGRAM.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
import zipfile

from test_target import LAYERS, ROOT, numpy

WHEEL, PROGRAM = os.environ.get("DROPBLOCK_WHEEL"), os.environ.get("DROPBLOCK_PROGRAM")


def installed(name):
    return importlib.util.find_spec(name) is not None


class Extracted(unittest.TestCase):
    """Tests in a folder of their own, with the executable of the wheel."""

    FILES = {"mine.py": LAYERS}

    @classmethod
    def setUpClass(cls):
        cls.program = PROGRAM
        if WHEEL:
            folder = tempfile.TemporaryDirectory()
            cls.addClassCleanup(folder.cleanup)
            with zipfile.ZipFile(WHEEL) as wheel:
                cls.program = wheel.extract("dropblock_verify/bin/dropblock", folder.name)
            os.chmod(cls.program, 0o755)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in self.FILES.items():
            (self.folder / name).write_text(text)

    def run_python(self, *words):
        environment = {
            **os.environ, "DROPBLOCK_PROGRAM": self.program, "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": f"{ROOT / 'Python' / 'src'}:{ROOT / 'Subjects'}"}
        return subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, cwd=self.folder, env=environment)


@unittest.skipUnless(numpy and installed("pytest"), "numpy or pytest is not installed")
@unittest.skipUnless(WHEEL or PROGRAM, "neither DROPBLOCK_WHEEL nor DROPBLOCK_PROGRAM is set")
class Plugin(Extracted):
    def pytest(self, *words):
        return self.run_python(
            "-m", "pytest", "-p", "dropblock_verify.pytest_plugin", "-p", "no:cacheprovider", "-q", *words)

    def test_each_requirement_is_a_test_that_can_be_selected(self):
        said = self.pytest("--dropblock", "mine:drop", "-k", "mask. or stages")
        self.assertEqual(said.returncode, 0, said.stdout)
        self.assertIn("3 passed, 1 skipped", said.stdout)
        listed = self.pytest("--dropblock", "mine:drop", "--collect-only")
        self.assertIn("dropblock::mine:drop::rate.share\n", listed.stdout)
        self.assertGreater(listed.stdout.count("dropblock::mine:drop::"), 40)
        without = self.pytest(
            "--dropblock", "mine:drop", "-k", "mask.", "--deselect", "dropblock::mine:drop::mask.grid")
        self.assertIn("2 passed", without.stdout)

    def test_a_failure_is_short_and_can_be_replayed(self):
        said = self.pytest("--dropblock", "mine.py:raises", "-k", "values and not backward", "--junitxml", "out.xml")
        self.assertEqual(said.returncode, 1, said.stdout)
        self.assertIn("it raised KeyError: 'no such thing' (mine.py:", said.stdout)
        self.assertIn("\ndemanded: A kept unit is x times one factor", said.stdout)
        self.assertIn("\nreplay: dropblock replay dbp1.", said.stdout)
        self.assertNotIn("pytest_plugin.py", said.stdout)
        cases = xml.etree.ElementTree.parse(self.folder / "out.xml").getroot().iter("testcase")
        self.assertEqual([case.get("name") for case in cases], ["values"])

    def test_a_target_that_is_not_there_fails_with_what_is_meant(self):
        said = self.pytest("--dropblock", "mine:dorp", "-k", "mask.grid")
        self.assertEqual(said.returncode, 1)
        self.assertIn("did you mean 'drop'?", said.stdout)

    def test_declarations_and_options_reach_the_target(self):
        said = self.pytest(
            "--dropblock", "mine:Layer", "--dropblock-option", "block=ksize", "--dropblock-declare",
            "miguelvr", "-k", "mask.grid")
        self.assertIn("1 failed", said.stdout)
        self.assertIn("mine:Layer --option block=ksize --declare miguelvr", said.stdout)

    def test_the_fixture_judges_inside_a_test(self):
        (self.folder / "test_mine.py").write_text(
            "def test_grid(dropblock):\n"
            "    assert dropblock('mine:drop', only=['mask']).conforms\n"
            "def test_raises(dropblock):\n"
            "    dropblock('mine:raises', only=['values'])\n")
        said = self.pytest()
        self.assertIn("1 failed, 1 passed", said.stdout)
        self.assertIn("mine:raises does not conform:", said.stdout)
        self.assertIn("it raised KeyError", said.stdout)

    @unittest.skipUnless(installed("xdist"), "xdist is not installed")
    def test_workers_share_the_tests(self):
        said = self.pytest(
            "--dropblock", "mine:drop", "-k", "mask or values or map", "-n", "2", "--dist", "loadgroup")
        self.assertEqual(said.returncode, 0, said.stdout)
        self.assertRegex(said.stdout, "[5-9] passed")


if __name__ == "__main__":
    unittest.main()
