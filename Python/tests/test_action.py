"""Tests of what others' CI runs: the action's steps in a shell, and the badge."""

import importlib.util
import json
import subprocess
import sys
import unittest

from test_pytest_plugin import PROGRAM, WHEEL, Extracted
from test_target import ROOT, numpy

from dropblock_verify.badge import badge

ACTION = ROOT / ".github" / "actions" / "dropblock"


def lines(*verdicts, complete=True):
    records = [{"type": "header"}, *({"type": "verdict", "verdict": v} for v in verdicts)]
    return "\n".join(json.dumps(r) for r in [*records, {"type": "footer", "complete": complete}])


class Badge(unittest.TestCase):
    def test_a_badge_has_its_denominator(self):
        for verdicts, message, color in [
            (["holds"] * 3, "3 of 3", "brightgreen"),
            (["holds", "holds", "notOffered"], "2 of 2, 1 not offered", "brightgreen"),
            (["holds", "violated", "notOffered"], "1 of 2, 1 not offered", "red"),
            (["holds", "inconclusive"], "1 of 2", "orange"), (["failed"], "0 of 1", "orange"),
            (["notOffered"], "not judged", "lightgrey"),
        ]:
            self.assertEqual(
                badge(lines(*verdicts)),
                {"schemaVersion": 1, "label": "DropBlock", "message": message, "color": color})
        self.assertEqual(badge(lines("holds", complete=False))["message"], "not judged")
        self.assertEqual(badge("")["message"], "not judged")


class Action(unittest.TestCase):
    @unittest.skipUnless(importlib.util.find_spec("check_jsonschema"), "check-jsonschema is not installed")
    def test_the_action_keeps_to_githubs_schema(self):
        done = subprocess.run(
            [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions",
             ACTION / "action.yml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_script_is_well_formed(self):
        done = subprocess.run(["bash", "-n", ACTION / "judge"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


@unittest.skipUnless(numpy, "numpy is not installed")
@unittest.skipUnless(WHEEL or PROGRAM, "neither DROPBLOCK_WHEEL nor DROPBLOCK_PROGRAM is set")
class Steps(Extracted):
    def judge(self, target, **variables):
        # The action's `python` is the one of these tests.
        (self.folder / "bin").mkdir(exist_ok=True)
        python = self.folder / "bin" / "python"
        if not python.exists():
            python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
            python.chmod(0o755)
        script = (
            f"PATH={self.folder}/bin:$PATH TARGET={target} PROFILE=quick REPORT=out "
            "GITHUB_STEP_SUMMARY=summary.md DROPBLOCK_PYTHON=python "
            + "".join(f"{name}='{value}' " for name, value in variables.items())
            + f"{ACTION}/judge")
        return self.run_python("-c", f"import os; os.execvp('bash', ['bash', '-c', {script!r}])")

    def test_the_step_leaves_its_reports_and_its_summary(self):
        said = self.judge("mine:raises")
        self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
        self.assertEqual(
            sorted(path.name for path in (self.folder / "out").iterdir()),
            ["badge.json", "junit.xml", "report.txt", "verdicts.jsonl"])
        self.assertEqual(json.loads((self.folder / "out" / "badge.json").read_text())["color"], "red")
        summary = (self.folder / "summary.md").read_text()
        self.assertTrue(summary.startswith("### DropBlock: `mine:raises`\n\n    dropblock "), summary)
        self.assertIn("it raised KeyError", summary)

    def test_words_are_given_one_a_line(self):
        said = self.judge("mine:Layer", OPTION="block=ksize", DECLARE="miguelvr\nscales=sample")
        self.assertIn("--option block=ksize --declare miguelvr --declare scales=sample", said.stdout)

    def test_a_target_that_is_not_there_is_red(self):
        said = self.judge("mine:dorp")
        self.assertEqual(said.returncode, 3)
        self.assertIn("did you mean 'drop'?", said.stdout)
        self.assertEqual(
            json.loads((self.folder / "out" / "badge.json").read_text())["message"], "not judged")


if __name__ == "__main__":
    unittest.main()
