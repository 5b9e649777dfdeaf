"""Tests what peers.py computes and reads, without any of the packages that it compares.

The laws are held against this library where a release build is there, and against masks that are
listed one by one everywhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import itertools
import math
import os
import subprocess
import sys
import unittest
from pathlib import Path

import dropblock_c
import peers
from shares import Law, Summary, block_law, cover, paper_gamma, takes_part, unit_law

ROOM = Path(__file__).resolve().parent


def listed(gamma: float, spatial: tuple[int, int], block: int, whole: bool) -> Law:
    """Return a law from the list of all sets of seeds."""
    rows, columns = (cover(side, min(block, side), whole) for side in spatial)
    height, width = (max(high for _, high in ranges) for ranges in (rows, columns))
    mean = square = 0.0
    for seeds in itertools.product((0, 1), repeat=height * width):
        probability = math.prod(gamma if seed else 1 - gamma for seed in seeds)
        dropped = sum(
            any(seeds[i * width + j] for i in range(*row) for j in range(*column))
            for row in rows
            for column in columns
        )
        share = dropped / math.prod(spatial)
        mean += probability * share
        square += probability * share**2
    return Law(mean, square - mean**2)


class Shares(unittest.TestCase):
    """What is expected of dropped shares."""

    def test_laws_are_those_of_all_sets_of_seeds(self) -> None:
        """Mean and variance are those of a list of all that can happen."""
        for spatial, block in [((3, 4), 2), ((4, 3), 3), ((3, 3), 1), ((2, 4), 9), ((3, 3), 2)]:
            for whole in (False, True):
                for gamma in (0.05, 0.4, 1.0):
                    with self.subTest(spatial=spatial, block=block, whole=whole, gamma=gamma):
                        got = block_law(gamma, spatial, block, whole)
                        wanted = listed(gamma, spatial, block, whole)
                        self.assertAlmostEqual(got.mean, wanted.mean, 12)
                        self.assertAlmostEqual(got.variance, wanted.variance, 12)

    def test_seeds_reach_what_their_blocks_cover(self) -> None:
        """A seed at s covers s - below … s + above, as far as that lies in the map."""
        self.assertEqual(cover(5, 3, whole=False), [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)])
        self.assertEqual(cover(4, 3, whole=True), [(0, 2), (0, 3), (1, 4), (2, 4)])
        # The lower of the two centres of an even block: s covers s - 1 … s for side 2.
        self.assertEqual(cover(3, 2, whole=True), [(0, 2), (1, 3), (2, 3)])

    def test_known_shares_of_the_paper(self) -> None:
        """A block as large as the map drops p; 14 × 14 in blocks of 7 drops .0929 at p = .1."""
        self.assertAlmostEqual(block_law(paper_gamma(0.1, (7, 7), 7), (7, 7), 7, False).mean, 0.1)
        gamma = paper_gamma(0.1, (14, 14), 7)
        self.assertAlmostEqual(block_law(gamma, (14, 14), 7, False).mean, 0.0929, 4)
        self.assertAlmostEqual(block_law(gamma, (14, 14), 7, True).mean, 0.209, 3)

    def test_the_bound_solves_bernsteins_inequality(self) -> None:
        """At the bound, the inequality gives the error that was asked for."""
        for law in (Law(0.1, 0.02), unit_law(0.1), Law(0.5, 0.0)):
            for pieces in (10, 10**6):
                t = law.bound(pieces, 1e-9)
                error = 2 * math.exp(-pieces * t**2 / (2 * law.variance + 2 * t / 3))
                self.assertAlmostEqual(error / 1e-9, 1, 6)

    def test_this_library_lies_within_the_bounds(self) -> None:
        """Its shares keep to their laws, and a law of other options is found out."""
        path = dropblock_c.find(os.environ.get("DROPBLOCK_LIBRARY"))
        if path is None:
            self.skipTest(f"there is no library: {dropblock_c.BUILD}")
        library = dropblock_c.Library(path)
        for sizes in [(256, 16, 14, 14), (256, 16, 7, 7), (64, 16, 28, 20)]:
            options = library.options(7, 0.1, 1)
            options.key = 12
            shape = dropblock_c.Shape.of(sizes)
            share = 1 - library.kept_count(options, shape) / math.prod(sizes)
            gamma = paper_gamma(0.1, sizes[2:], 7)
            law = block_law(gamma, sizes[2:], 7, whole=False)
            bound = law.bound(sizes[0] * sizes[1], 1e-9)
            self.assertLessEqual(abs(share - law.mean), bound, sizes)
            other = block_law(gamma, sizes[2:], 7, whole=True)
            self.assertGreater(abs(share - other.mean), bound, sizes)


class Interface(unittest.TestCase):
    """The C interface in Python."""

    def setUp(self) -> None:
        """Load the library."""
        path = dropblock_c.find(os.environ.get("DROPBLOCK_LIBRARY"))
        if path is None:
            self.skipTest(f"there is no library: {dropblock_c.BUILD}")
        self.library = dropblock_c.Library(path)
        self.shape = dropblock_c.Shape.of((2, 3, 9, 8))

    def test_fields_lie_where_the_header_has_them(self) -> None:
        """Defaults are found in their fields; a wrong number is refused by the field's name."""
        options = self.library.options(7, 0.25, 2)
        self.assertEqual(options.drop_probability, 0.25)
        self.assertEqual((options.gamma_factor, options.fixed_scale), (1, 1))
        self.assertEqual(list(options.block_size), [7, 7, 7])
        for name in ("seed_grid", "gamma_rule", "sharing", "scale_rule", "sampler", "kernel"):
            wrong = self.library.options(7, 0.25, 2)
            setattr(wrong, name, 77)
            with self.assertRaisesRegex(dropblock_c.DropBlockError, f"{name} is 77"):
                self.library.kept_count(wrong, self.shape)
        options.first_sample = -5
        with self.assertRaisesRegex(dropblock_c.DropBlockError, "first sample -5"):
            self.library.kept_count(options, self.shape)
        self.assertIn("threads: up to 2\n", self.library.describe(self.library.options(7, 0.1, 2)))

    def test_functions_agree(self) -> None:
        """Forward is drop and then the factor; channels share masks where they are told to."""
        options = self.library.options(3, 0.25, 1, dropblock_c.SHARE_CHANNELS)
        options.key = 3
        units = 2 * 3 * 72
        source = (ctypes.c_float * units)(*[1.0] * units)
        target = (ctypes.c_float * units)(*[7.0] * units)
        address = ctypes.addressof
        self.library.forward(
            options, self.shape, dropblock_c.FLOAT32, address(source), address(target), units
        )
        scale = self.library.drop(
            options, self.shape, dropblock_c.FLOAT32, address(source), units
        )
        kept = self.library.kept_count(options, self.shape)
        self.assertEqual(units - list(source).count(0), kept)
        self.assertLess(kept, units)
        self.assertAlmostEqual(scale, units / kept)
        for before, after in zip(source, target):
            self.assertEqual(after, ctypes.c_float(before * scale).value)
        self.assertEqual(source[:72], source[72:144])


class Runs(unittest.TestCase):
    """What runs add up to."""

    def test_medians_and_quartiles(self) -> None:
        """They lie between the runs nearest to them."""
        self.assertEqual(Summary.of([3.0, 1.0, 2.0, 5.0, 4.0]), Summary(3.0, 2.0, 4.0, 5))
        self.assertEqual(Summary.of([1.0, 2.0]), Summary(1.5, 1.25, 1.75, 2))
        self.assertEqual(Summary.of([2.0]), Summary(2.0, 2.0, 2.0, 1))

    def test_fewer_rounds_are_spread_evenly(self) -> None:
        """As many as wanted, with gaps that differ by one at most."""
        for runs in range(1, 20):
            for wanted in range(1, runs + 1):
                turns = [turn for turn in range(runs) if takes_part(turn, runs, wanted)]
                self.assertEqual(len(turns), wanted)
                gaps = {b - a for a, b in zip(turns, turns[1:])}
                self.assertLessEqual(max(gaps, default=0) - min(gaps, default=0), 1)

    def test_the_table_has_ratios_to_the_copy_and_to_torchvision(self) -> None:
        """A time is divided by copy_'s; torchvision's by it, called alike."""
        rows = [
            ("copy", "ready", Summary.of([0.010])),
            ("ours", "ready", Summary.of([0.020])),
            ("ours", "fresh", Summary.of([0.040])),
            ("torchvision", "ready", Summary.of([0.500])),
            ("torchvision", "fresh", Summary.of([0.600])),
        ]
        lines = peers.table(rows, 15)
        ours = next(line for line in lines if line.startswith("ours")).split("│")
        self.assertEqual(ours[1].split(), ["20.00", "20.00–20.00", "2.00", "25.0", "1"])
        self.assertEqual(ours[2].split(), ["40.00", "40.00–40.00", "4.00", "15.0", "1"])
        copy = next(line for line in lines if line.startswith("copy")).split("│")
        self.assertEqual(copy[2].split(), ["–"])
        self.assertIn("fewer of the 15 rounds", lines[-1])


class Arguments(unittest.TestCase):
    """What the command line says."""

    def test_defaults(self) -> None:
        """The four stages, one thread, 15 rounds."""
        arguments = peers.parse([])
        self.assertEqual(arguments.shapes, peers.SHAPES)
        self.assertEqual((arguments.threads, arguments.runs), ([1], 15))
        self.assertEqual((arguments.block, arguments.p), (7, 0.1))

    def test_words_are_read(self) -> None:
        """Lists have commas; a shape that is given outweighs --quick."""
        arguments = peers.parse(["--shapes", "1x2x3x4,5x6x7x8", "--threads", "1,2", "--quick"])
        self.assertEqual(arguments.shapes, [(1, 2, 3, 4), (5, 6, 7, 8)])
        self.assertEqual((arguments.threads, arguments.runs), ([1, 2], 5))
        self.assertEqual(peers.parse(["--quick"]).shapes, peers.QUICK_SHAPES)
        self.assertEqual(peers.parse(["--runs", "3", "--slow-runs", "9"]).slow_runs, 3)

    def test_wrong_words_are_refused(self) -> None:
        """With status 2, and the word in the message."""
        for words in (
            ["--shapes", "1x2x3"],
            ["--shapes", "0x2x3x4"],
            ["--threads", "0"],
            ["--threads", "1,,2"],
            ["--runs", "0"],
            ["--p", "1"],
            ["--p", "nan"],
            ["--block", "-7"],
        ):
            errors = io.StringIO()
            with self.subTest(words), contextlib.redirect_stderr(errors):
                with self.assertRaises(SystemExit) as caught:
                    peers.parse(words)
                self.assertEqual(caught.exception.code, 2)
                self.assertIn(words[1], errors.getvalue())

    def test_a_missing_library_is_named_with_the_way_to_build_it(self) -> None:
        """Nothing is imported before that."""
        outcome = subprocess.run(
            [sys.executable, str(ROOM / "peers.py"), "--library", "nowhere.so"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("nowhere.so", outcome.stderr)
        self.assertIn("swift build -c release --product DropBlockC", outcome.stderr)


if __name__ == "__main__":
    unittest.main()
