"""Tests of the wheel, installed in an empty environment.

    DROPBLOCK_WHEEL=Python/dist/dropblock_verify-….whl python3 -m unittest discover -s Python/tests
"""

import os
import pathlib
import subprocess
import tempfile
import unittest
import venv
import zipfile

from test_target import LAYERS, numpy

WHEEL = os.environ.get("DROPBLOCK_WHEEL")
ROOT = pathlib.Path(__file__).resolve().parents[2]


def version():
    text = (ROOT / "Sources/DropBlockContract/DropBlockPackage.swift").read_text()
    return text.split('staticVersion: StaticString = "')[1].split('"')[0]


@unittest.skipUnless(WHEEL, "DROPBLOCK_WHEEL names no wheel")
class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.environment = pathlib.Path(cls.folder.name) / "environment"
        venv.create(cls.environment, with_pip=True)
        cls.python = cls.environment / "bin" / "python"
        subprocess.run(
            [cls.python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", WHEEL], check=True)

    def run_it(self, *words, program=None, **options):
        # Nothing but the environment and the system: no toolchain, and no home.
        variables = {"PATH": f"{self.environment}/bin:/usr/bin:/bin"}
        variables.update(options.pop("env", {}))
        return subprocess.run(
            [program or self.environment / "bin" / "dropblock", *words], capture_output=True,
            text=True, env=variables, **options)

    def test_the_version_is_the_programs(self):
        self.assertEqual(self.run_it("--version").stdout, f"dropblock {version()}\n")
        said = self.run_it(
            "-c", "import dropblock_verify; print(dropblock_verify.__version__)", program=self.python)
        self.assertEqual(said.stdout.strip(), version(), said.stderr)

    def test_a_module_is_the_command_too(self):
        said = self.run_it("-m", "dropblock_verify", "--version", program=self.python)
        self.assertEqual(said.stdout, f"dropblock {version()}\n")

    def test_its_own_subject_conforms(self):
        subject = self.run_it(
            "-c", "import dropblock_verify as d; print(d.subjects() / 'pure_python_subject.py')",
            program=self.python).stdout.strip()
        said = self.run_it("check", "--profile", "quick", "--only", "mask", "--", "python", subject)
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
        self.assertIn("0 do not", said.stdout)

    def test_an_adapter_of_ones_own_finds_the_kit(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "adapter.py"
            path.write_text(
                "from dropblock_subject import Declaration, Result, serve\n"
                "serve(Declaration(name='identity', version='1'),\n"
                "      lambda case: Result(output=case.input))\n")
            said = self.run_it(
                "check", "--profile", "quick", "--only", "mask.grid", "--", "python", "adapter.py",
                cwd=folder)
            self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
            # Nothing is left behind.
            self.assertEqual([p.name for p in pathlib.Path(folder).iterdir()], ["adapter.py"])

    @unittest.skipUnless(numpy, "numpy is not installed")
    def test_a_target_is_judged_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "mine.py").write_text(LAYERS)
            beside = {"PYTHONPATH": str(pathlib.Path(numpy.__file__).parents[1])}
            for name in ("mine:drop", "mine.py:drop", f"{folder}/mine.py:drop"):
                said = self.run_it(
                    "check", "--profile", "quick", "--only", "mask.grid", name, cwd=folder, env=beside)
                self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
                self.assertIn(f"subject {name} numpy {numpy.__version__}", said.stdout)
            said = self.run_it(
                "check", "--profile", "quick", "--only", "values", "mine:raises", cwd=folder, env=beside)
            self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
            self.assertIn("it raised KeyError: 'no such thing' (mine.py:", said.stdout)
            replay = said.stdout.split("replay: dropblock ")[1].split("\n")[0].split("   (")[0].split()
            again = self.run_it(*replay, cwd=folder, env=beside)
            self.assertIn("it raised KeyError", again.stdout, again.stderr)
            said = self.run_it("check", "mine:dorp", cwd=folder, env=beside)
            self.assertEqual(said.returncode, 3)
            self.assertEqual(
                said.stderr.strip(), "dropblock: mine:dorp: mine has no 'dorp'; did you mean 'drop'?")
            self.assertEqual([p.name for p in pathlib.Path(folder).iterdir()], ["mine.py"])

    def test_a_target_without_numpy_is_told_what_it_lacks(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "mine.py").write_text("def f(x, block, p): return x\n")
            said = self.run_it("check", "mine:f", cwd=folder)
            self.assertEqual((said.returncode, said.stdout), (3, ""))
            self.assertIn("mine:f: numpy is not installed", said.stderr)

    def test_the_exit_code_is_the_programs(self):
        self.assertEqual(self.run_it("no-such-command").returncode, 2)
        self.assertEqual(self.run_it("check", "--", "/no/such/program").returncode, 3)

    def test_it_runs_without_a_home_a_locale_or_a_folder_to_write_to(self):
        said = self.run_it(
            "verify", "--profile", "quick", "--only", "block.one", cwd="/",
            env={"LC_ALL": "C", "TMPDIR": "/nonexistent"})
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def test_it_runs_in_a_root_that_has_nothing_else(self):
        # No C library, no shell, no /tmp: what it runs on is the kernel alone, as on musl. Swift's runtime reads
        # its command line from /proc.
        with tempfile.TemporaryDirectory() as root:
            with zipfile.ZipFile(WHEEL) as wheel:
                path = wheel.extract("dropblock_verify/bin/dropblock", root)
            os.chmod(path, 0o755)
            os.mkdir(f"{root}/proc")
            alone = ["unshare", "--mount", "sh", "-c",
                     f'mount -t proc proc {root}/proc && exec chroot {root} "$@"', "sh"]
            if subprocess.run([*alone, "/dropblock_verify/bin/dropblock", "--version"],
                              capture_output=True).returncode:
                self.skipTest("a root of one's own can't be made here")
            said = subprocess.run(
                [*alone, "/dropblock_verify/bin/dropblock", "verify", "--profile", "quick", "--only", "mask"],
                capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            self.assertIn("0 do not", said.stdout)
            self.assertEqual(sorted(os.listdir(root)), ["dropblock_verify", "proc"])

    def test_the_program_needs_no_shared_library(self):
        with zipfile.ZipFile(WHEEL) as wheel:
            bytes_of = wheel.read("dropblock_verify/bin/dropblock")
            names = wheel.namelist()
        self.assertEqual(bytes_of[:4], b"\x7fELF")
        self.assertNotIn(b"/lib64/ld-linux", bytes_of[:4096])
        self.assertIn("dropblock_verify/py.typed", names)
        self.assertFalse([name for name in names if "__pycache__" in name or "/test_" in name])


class Named(unittest.TestCase):
    def test_the_name_is_in_one_place(self):
        found = subprocess.run(
            ["git", "grep", "-l", "^name = .dropblock-verify"], cwd=ROOT, capture_output=True,
            text=True)
        self.assertEqual(found.stdout.split(), ["Python/pyproject.toml"], found.stderr)


if __name__ == "__main__":
    unittest.main()
