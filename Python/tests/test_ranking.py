"""Tests of the order of conventions."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Python" / "src"), str(ROOT / "Subjects")]

from dropblock_verify.declarations import PRESETS  # noqa: E402
from dropblock_verify.identify import LEAST_EPSILON, PAPER  # noqa: E402
from dropblock_verify.ranking import ranked  # noqa: E402


class Ranking(unittest.TestCase):
    def ranked(self, found, **reasons):
        return ranked(found, reasons, PRESETS, PAPER, LEAST_EPSILON)

    def test_each_preset_is_first_of_its_own(self):
        for name, preset in PRESETS.items():
            first = self.ranked(preset)[0]
            self.assertEqual((first.name, list(first.differences)), (name, []))

    def test_differences_say_what_was_seen(self):
        lines = {
            one.name: one.line for one in self.ranked(
                {"sharings": [["channels"]]}, sharings="all channels of a sample have one mask")}
        self.assertEqual(
            lines["paper"],
            "paper: masks shared over nothing, and found was channels (all channels of a sample have one "
            "mask)")
        self.assertIn("added to the count 1e-06, and found was 0", lines["torchvision"])

    def test_an_epsilon_that_can_not_be_seen_is_no_difference(self):
        found = {"seedGrids": ["whole.lowerCentre"], "sharings": [["channels"]], "scaleEpsilon": 0.0}
        self.assertEqual(self.ranked(found)[0].line, "timm: nothing speaks against it")


if __name__ == "__main__":
    unittest.main()
