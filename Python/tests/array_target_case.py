"""What the tests of array frameworks have in common: a case with the channels last, and its target."""


class ArrayTargetCase:
    """For a test case whose `folder` has the targets."""

    def loaded(self, place, execution="eager", **options):
        from dropblock_verify import frameworks
        from dropblock_verify.loading import load

        return frameworks.adapter(load(f"{self.folder}/{place}"), options, execution)

    def case(self, key=1, dtype="float32", **fields):
        from dropblock_subject import Tensor, read_case

        given = {
            "samples": 2, "channels": 3, "spatial": [6, 5], "blockSize": [3, 3], "layout": "channelsLast",
            "dropProbability": 0.5, "key": hex(key), "input": 0, **fields}
        values = Tensor.of([i / 8 + 1 for i in range(180)], dtype, (2, 3, 6, 5))
        return read_case(given, [values, values])
