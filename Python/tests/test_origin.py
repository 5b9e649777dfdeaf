"""Tests of where a target comes from."""

import pathlib
import sys
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Python" / "src"), str(ROOT / "Subjects")]

from dropblock_verify import origin  # noqa: E402


class Layer:
    pass


class Origin(unittest.TestCase):
    def origin(self, module, target=Layer, framework="torch 2.10"):
        with mock.patch.object(Layer, "__module__", module), \
                mock.patch.object(
                    origin.metadata, "packages_distributions",
                    lambda: {"torchvision": ["torchvision"], "torch": ["torch"]}), \
                mock.patch.object(origin.metadata, "version", lambda name: "0.25"):
            return origin.origin(target, framework)

    def test_an_installed_package_is_named_with_its_version(self):
        for target in (Layer, Layer()):
            self.assertEqual(self.origin("torchvision.ops.drop_block", target), "torchvision 0.25, torch 2.10")

    def test_what_is_the_frameworks_own_or_in_a_file_has_the_frameworks_version(self):
        for module in ("torch.nn.modules.dropout", "mylayer", ""):
            self.assertEqual(self.origin(module), "torch 2.10")


if __name__ == "__main__":
    unittest.main()
