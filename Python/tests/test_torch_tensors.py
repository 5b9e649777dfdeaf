"""Tests of what PyTorch's tensors become; skipped where it is not installed."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Python" / "src"), str(ROOT / "Subjects")]

try:
    import torch
except ModuleNotFoundError:
    torch = None


@unittest.skipIf(torch is None, "torch is not installed")
class FromTorch(unittest.TestCase):
    def test_one_element_is_read_whatever_its_strides(self):
        import torch_tensors

        for stride in (1, 2, 7):
            for sizes in ((1, 1, 1, 1), (2, 1, 1, 1)):
                x = torch.ones(60).as_strided(sizes, (3 * stride, stride, stride, stride))
                tensor = torch_tensors.from_torch(x)
                self.assertEqual(tensor.shape, sizes)
                self.assertEqual(tensor.numpy().ravel().tolist(), [1.0] * sizes[0])


if __name__ == "__main__":
    unittest.main()
