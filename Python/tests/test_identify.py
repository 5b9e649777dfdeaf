"""Tests of what is found out about conventions; skipped as those of the pytest plugin are."""

import unittest

from test_pytest_plugin import PROGRAM, WHEEL, Extracted
from test_target import numpy

VARIANTS = '''
import numpy as np

def grown(seeds, b, shift, shape):
    mask = np.zeros(shape, bool)
    h, w = shape[2:]
    for i, j in [(i, j) for i in range(b) for j in range(b)]:
        rows = np.arange(seeds.shape[2]) + i - shift
        columns = np.arange(seeds.shape[3]) + j - shift
        r, c = (rows >= 0) & (rows < h), (columns >= 0) & (columns < w)
        mask[:, :, rows[r][:, None], columns[c]] |= seeds[:, :, r][:, :, :, c]
    return mask

def scaled(x, mask, epsilon=0.0, axes=None):
    units = mask.size if axes is None else np.prod([mask.shape[a] for a in axes])
    kept = (~mask).sum(axis=axes, keepdims=axes is not None) + epsilon
    factor = np.where(kept > 0, units / np.where(kept > 0, kept, 1), 0)
    return np.where(mask, 0, x.astype(np.float64) * factor).astype(x.dtype)

def paper(x, block_size, p, epsilon=0.0, channels=False, axes=None):
    n, c, h, w = x.shape
    if block_size > min(h, w):
        raise ValueError("the block is larger than the map")
    b = block_size
    gamma = p / b ** 2 * h * w / ((h - b + 1) * (w - b + 1))
    seeds = np.random.rand(n, 1 if channels else c, h - b + 1, w - b + 1) < gamma
    return scaled(x, np.broadcast_to(grown(seeds, b, 0, (n, seeds.shape[1], h, w)), x.shape), epsilon, axes)

def torchvisions(x, block_size, p): return paper(x, block_size, p, epsilon=1e-6)
def per_sample(x, block_size, p): return paper(x, block_size, p, axes=(1, 2, 3))
def shared(x, block_size, p): return paper(x, block_size, p, channels=True)

def miguelvrs(x, block_size, p):
    n, c, h, w = x.shape
    seeds = np.random.rand(n, 1, h, w) < p / block_size ** 2
    mask = grown(seeds, block_size, (block_size - 1) // 2, (n, 1, h, w))
    return scaled(x, np.broadcast_to(mask, x.shape))

def corner(x, block_size, p):
    n, c, h, w = x.shape
    seeds = np.random.rand(n, c, h, w) < p / block_size ** 2
    return scaled(x, grown(seeds, block_size, 0, x.shape))

def halves(x, block_size, p): return paper(x, block_size, p / 2)

def without_block(x, p, shape):
    if not 0 <= p <= 1:
        raise ValueError(p)
    if p == 0:
        return x
    mask = np.broadcast_to(np.random.rand(*shape) < p, x.shape)
    return np.where(mask, 0, x * x.dtype.type(1 / (1 - p) if p < 1 else 0))

def of_units(x, p): return without_block(x, p, x.shape)
def of_channels(x, p): return without_block(x, p, (*x.shape[:2], 1, 1))
def of_samples(x, p): return without_block(x, p, (x.shape[0], 1, 1, 1))
'''


@unittest.skipUnless(numpy, "numpy is not installed")
@unittest.skipUnless(WHEEL or PROGRAM, "neither DROPBLOCK_WHEEL nor DROPBLOCK_PROGRAM is set")
class Identify(Extracted):
    FILES = {"mine.py": VARIANTS}

    def identify(self, name):
        return self.run_python("-m", "dropblock_verify.identify", name)

    def test_conventions_are_found_and_named(self):
        for name, declared in [
            ("paper", ""), ("torchvisions", "--declare torchvision "),
            ("miguelvrs", "--declare miguelvr "),
            ("shared", "--declare 'sharings=[[\"channels\"]]' "),
            ("per_sample", "--declare 'scales=[\"sample\"]' "),
            ("of_units", "--declare dropout "), ("of_channels", "--declare spatial-dropout "),
            ("of_samples", "--declare stochastic-depth "),
            ("corner",
             "--declare 'seedGrids=[\"whole.corner\"]' --declare 'gammaRules=[\"blockVolume\"]' "),
        ]:
            said = self.identify(f"mine:{name}")
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
            self.assertEqual(
                said.stdout.splitlines()[-1], f"judge it by this: dropblock check {declared}mine:{name}")

    def test_what_follows_no_convention_stays_open(self):
        said = self.identify("mine:halves")
        self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
        self.assertTrue(said.stdout.startswith("mine:halves comes nearest to the convention 'paper'"))
        self.assertIn("open: where seeds fall, and gamma: gamma is computed from half of p", said.stdout)

    def test_what_can_not_be_judged_says_why(self):
        said = self.identify("mine:papper")
        self.assertEqual((said.returncode, said.stdout), (3, ""))
        self.assertIn("did you mean 'paper'?", said.stderr)
        self.assertEqual(self.run_python("-m", "dropblock_verify.identify").returncode, 2)


class NothingJudged(unittest.TestCase):
    def test_what_was_not_judged_does_not_fit(self):
        from unittest import mock

        from dropblock_verify import identify, running

        def verdicts(outcome):
            names = ["mask.sharing", "rate.share", "values"]
            return running.Report(
                [running.Verdict(name, outcome, "offers none of the cases") for name in names], [], "")

        for outcome, fits in [("notOffered", False), ("holds", True)]:
            with mock.patch.object(running, "check", return_value=verdicts(outcome)):
                steps = identify.identify("mine:paper").steps
            self.assertEqual([step.fits for step in steps], [fits] * 3)
            self.assertEqual("nothing was judged: offers none" in steps[0].answer, not fits)

    def test_a_target_of_which_no_call_succeeds_is_not_identified(self):
        from unittest import mock

        from dropblock_verify import identify, running

        def report(site):
            names = ["mask.sharing", "rate.share", "values"]
            return running.Report(
                [running.Verdict(name, "violated", "", site=site) for name in names],
                [running.Cause("seen.refused", "it raised ValueError: no", True, names, [])], "")

        with mock.patch.object(running, "check", return_value=report("refused")):
            with self.assertRaisesRegex(identify.NotJudged, "no call of it succeeded: it raised ValueError"):
                identify.identify("mine:paper")
        with mock.patch.object(running, "check", return_value=report("dropped share")):
            self.assertFalse(any(step.fits for step in identify.identify("mine:paper").steps))

    def test_an_interruption_is_told_in_one_line(self):
        import contextlib
        import io
        from unittest import mock

        from dropblock_verify import identify, running

        errors = io.StringIO()
        with mock.patch.object(running, "check", side_effect=KeyboardInterrupt):
            with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as end:
                identify.main(["mine:paper"])
        self.assertEqual((end.exception.code, errors.getvalue().count("\n")), (130, 1))


if __name__ == "__main__":
    unittest.main()
