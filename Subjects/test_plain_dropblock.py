"""Laws of the plain Python DropBlock, against the specification written out unit by unit."""

from __future__ import annotations

import itertools
import math
import random
import struct
import unittest
from array import array
from fractions import Fraction
from typing import Any
from unittest import mock

import pure_python_subject as subject
from dropblock_subject import Case, Refused, ScheduleCase, Tensor, round_to_bits
from plain_dropblock import gamma, memory, philox, samplers

ANSWERS = [
    (0, (0, 0, 0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    (2**64 - 1, (2**32 - 1,) * 4, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        0x299F31D0A4093822,
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


def make_case(sizes: list[int], block: list[int], dtype: str = "float32", **options: Any) -> Case:
    """Return a valid case; `options` replace its fields."""
    generator = random.Random(str((sizes, block)))
    values = [generator.uniform(-4, 4) for _ in range(math.prod(sizes))]
    fields: dict[str, Any] = {
        "samples": sizes[0],
        "channels": sizes[1],
        "spatial": sizes[2:],
        "layout": "channelsFirst",
        "strides": None,
        "blockSize": block,
        "dropProbability": 0.2,
        "seedGrid": "valid",
        "gammaRule": "paper",
        "gamma": None,
        "gammaFactor": 1.0,
        "sharing": frozenset(),
        "scale": "tensor",
        "fixedScale": None,
        "sampler": "sparse",
        "oversizedBlock": "clipped",
        "key": 7,
        "firstSample": 0,
        "mode": "training",
        "continues": False,
        "threads": None,
        "inPlace": False,
        "input": Tensor.of(values, dtype, sizes),
        "outputGradient": None,
    }
    fields.update(options)
    return Case(**fields)


def scalar_philox(key: int, counter: tuple[int, int, int, int]) -> list[int]:
    """Return Philox4x32-10 of one counter, as section 5 writes it."""
    c = list(counter)
    k = [key % 2**32, key >> 32]
    for _ in range(10):
        first, second = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [second >> 32 ^ c[1] ^ k[0], second % 2**32, first >> 32 ^ c[3] ^ k[1], first % 2**32]
        k = [(k[0] + 0x9E3779B9) % 2**32, (k[1] + 0xBB67AE85) % 2**32]
    return c


def scalar_bernoulli(key: int, value: float, first: int, count: int) -> list[int]:
    """Return a 1 per seed, position by position."""
    threshold = math.floor(Fraction(value) * 2**32 + Fraction(1, 2))
    return [
        int(scalar_philox(key, (q // 4 % 2**32, q // 4 >> 32, 0, 0))[q % 4] < threshold)
        for q in range(first, first + count)
    ]


def scalar_sparse(key: int, value: float, first: int, count: int) -> list[int]:
    """Return a 1 per seed, draw by draw, the gap counted up one by one."""
    survival = int(Fraction(1.0 - value) * 2**64)
    seeds = set()
    for chunk in range(first // 4096, (first + count - 1) // 4096 + 1) if count else []:
        cursor, draws = 0, itertools.count()
        while survival < 2**64 and cursor < 4096:
            i = next(draws)
            words = scalar_philox(key, (chunk % 2**32, chunk >> 32, i // 2, 1))
            draw = words[i % 2 * 2] + 2**32 * words[i % 2 * 2 + 1]
            alive = 2**64 * survival >> 64
            while draw < alive and cursor < 4096:
                cursor += 1
                alive = alive * survival >> 64
            if cursor < 4096:
                seeds.add(chunk * 4096 + cursor)
            cursor += 1
    return [int(q in seeds) for q in range(first, first + count)]


def scalar_mask(case: Case, seeds: bytes, grid: tuple[int, ...]) -> bytes:
    """Return the block mask, unit by unit and block by block."""
    dropped: set[tuple[int, ...]] = set()
    for index, seed in zip(itertools.product(*map(range, grid)), seeds):
        if not seed:
            continue
        covers = []
        for s, asked, size in zip(index[2:], case.blockSize, case.spatial):
            side = min(asked, size)
            offset = {
                "valid": 0,
                "whole.lowerCentre": side // 2,
                "whole.upperCentre": (side - 1) // 2,
                "whole.corner": 0,
            }[case.seedGrid]
            covers.append([u for u in range(s - offset, s - offset + side) if 0 <= u < size])
        samples = range(case.samples) if "samples" in case.sharing else [index[0]]
        channels = range(case.channels) if "channels" in case.sharing else [index[1]]
        dropped.update(itertools.product(samples, channels, *covers))
    return bytes(unit in dropped for unit in itertools.product(*map(range, case.sizes)))


class RandomWords(unittest.TestCase):
    """Section 5."""

    def test_philox_gives_the_published_known_answers(self) -> None:
        for key, counter, words in ANSWERS:
            got = " ".join(f"{word:08x}" for word in philox.philox(key, counter))
            self.assertEqual(got, words, f"key {key:#x}, counter {counter}")

    def test_every_lane_is_the_philox_of_its_own_counter(self) -> None:
        generator = random.Random(1)
        counters = [[generator.getrandbits(32) for _ in range(33)] for _ in range(4)]
        key = generator.getrandbits(64)
        packed = [philox.pack(array("Q", column)) for column in counters]
        words = philox.philox(key, (packed[0], packed[1], packed[2], packed[3]), 33)
        columns = [philox.unpack(word, 33) for word in words]
        for lane in range(33):
            c0, c1, c2, c3 = (column[lane] for column in counters)
            expected = scalar_philox(key, (c0, c1, c2, c3))
            self.assertEqual([column[lane] for column in columns], expected, f"lane {lane}")

    def test_the_samplers_are_those_of_the_specification(self) -> None:
        for value in (1e-17, 0.0007, 0.02, 0.3, 0.97, 1.0):
            for first, count in ((0, 1), (0, 30), (4090, 20), (3, 9000), (2**34 + 4095, 5000)):
                for sampler, scalar in (("bernoulli", scalar_bernoulli), ("sparse", scalar_sparse)):
                    seeds, _ = samplers.draw_seeds(sampler, 99, value, first, count, None)
                    where = f"{sampler}, gamma {value}, positions {first} … + {count}"
                    self.assertEqual(list(seeds), scalar(99, value, first, count), where)

    def test_the_bernoulli_threshold_is_rounded_to_the_nearest_and_up_from_half(self) -> None:
        for steps, threshold in ((0.5, 1), (1.5, 2), (2.5, 3), (2.49, 2), (0.0, 0), (2**32, 2**32)):
            self.assertEqual(samplers.bernoulli_threshold(steps / 2**32), threshold, f"{steps}")

    def test_how_many_draws_are_made_at_once_has_no_influence(self) -> None:
        expected = samplers.draw_seeds("sparse", 3, 0.05, 100, 9000, None)[0]
        for blocks in (1, 7, 1000):
            with mock.patch.object(samplers, "_blocks_at_once", return_value=blocks):
                got = samplers.draw_seeds("sparse", 3, 0.05, 100, 9000, None)[0]
                self.assertEqual(got, expected, f"{blocks} blocks at once")

    def test_threads_have_no_influence(self) -> None:
        for sampler in ("bernoulli", "sparse"):
            one = samplers.draw_seeds(sampler, 5, 0.01, 777, 10**6, 1)
            self.assertEqual(samplers.draw_seeds(sampler, 5, 0.01, 777, 10**6, 4), one, sampler)


class Masks(unittest.TestCase):
    """Sections 2, 3 and 6."""

    def test_the_mask_is_the_union_of_the_seeds_blocks(self) -> None:
        generator = random.Random(2)
        dropped = 0
        for number in range(400):
            rank = generator.choice([1, 2, 2, 3])
            sizes = [generator.randint(1, 3), generator.randint(1, 3)]
            sizes += [generator.randint(1, 9) for _ in range(rank)]
            case = make_case(
                sizes,
                [generator.randint(1, 10) for _ in range(rank)],
                key=number,
                dropProbability=generator.choice([0.05, 0.3, 1.0]),
                seedGrid=generator.choice(subject.DECLARATION.seedGrids),
                sharing=frozenset(generator.choice(subject.DECLARATION.sharings)),
                gammaRule=generator.choice(["paper", "blockVolume", "calibrated"]),
                sampler=generator.choice(subject.DECLARATION.samplers),
            )
            result = subject.run(case)
            expected = scalar_mask(case, result.seeds.data, result.seeds.shape)
            self.assertEqual(result.mask.data, expected, f"case {number}: {case}")
            dropped += sum(expected)
        self.assertGreater(dropped, 1000, "the cases drop too little to show anything")

    def test_a_batch_split_over_devices_drops_what_the_whole_would(self) -> None:
        for sampler in ("bernoulli", "sparse"):
            for sharing in ([], ["channels"], ["samples"]):
                options: dict[str, Any] = {"sampler": sampler, "sharing": frozenset(sharing)}
                whole = subject.run(make_case([7, 5, 14, 13], [3, 4], **options)).mask.data
                part = subject.run(make_case([2, 5, 14, 13], [3, 4], firstSample=4, **options))
                units = 5 * 14 * 13
                self.assertEqual(part.mask.data, whole[4 * units : 6 * units], f"{options}")

    def test_the_mean_share_is_the_exact_one(self) -> None:
        # 14 × 14, b = 7, p = 0.1: equation 1 delivers 0.0929. 2000 independent maps, whose dropped
        # count has the variance of section 9; six standard errors.
        case = make_case([2000, 1, 14, 14], [7, 7], dropProbability=0.1, key=3)
        result = subject.run(case)
        value = 0.1 / 49 * 196 / 64
        counts = gamma.cover_counts((14, 14), (7, 7), (8, 8), (0, 0))
        share = sum(units * (1 - (1 - value) ** n) for n, units in counts.items()) / 196
        self.assertAlmostEqual(share, 0.0929, 4)
        per_map = [result.mask.data.count(1, 196 * i, 196 * (i + 1)) / 196 for i in range(2000)]
        mean = sum(per_map) / 2000
        error = math.sqrt(sum((part - mean) ** 2 for part in per_map) / 2000 / 2000)
        self.assertLess(abs(mean - share), 6 * error, f"mean {mean}, exact {share} ± {error}")


class Gamma(unittest.TestCase):
    """Section 4."""

    def test_equation_1_in_the_order_written(self) -> None:
        for p in (0.05, 0.1, 0.15, 0.25, 0.3):
            for height, width in ((14, 9), (13, 11), (7, 10)):
                got = subject.run(make_case([1, 1, height, width], [7, 4], dropProbability=p)).gamma
                valid = (height - 6) * (width - 3)
                expected = ((p / 28.0) * float(height * width)) / float(valid)
                self.assertEqual(got, expected, f"p {p}, map {height} × {width}")

    def test_calibrated_is_the_smallest_threshold_that_reaches_p(self) -> None:
        for spatial, sides, grid, offsets in (
            ((14, 14), (7, 7), (8, 8), (0, 0)),
            ((5,), (2,), (5,), (1,)),
            ((4, 6, 3), (3, 2, 3), (4, 6, 3), (1, 0, 1)),
        ):
            for p in (0.0, 1e-9, 0.1, 0.5, 0.99, 1.0):
                counts = gamma.cover_counts(spatial, sides, grid, offsets)
                threshold = gamma.calibrated_threshold(p, spatial, sides, grid, offsets)

                def share(
                    t: int, counts: Any = counts, units: int = math.prod(spatial)
                ) -> Fraction:
                    keep = 1 - Fraction(t, 2**32)
                    return sum(u * (1 - keep**n) for n, u in counts.items()) / Fraction(units)

                least = 1 - Fraction((1.0 - p) + 2.0**-40)
                self.assertGreaterEqual(share(threshold), least, f"{spatial} {sides} p {p}")
                if threshold > 0:
                    self.assertLess(share(threshold - 1), least, f"{spatial} {sides} p {p}")

    def test_cover_counts_are_counted(self) -> None:
        for size, side, positions, offset in (
            (7, 3, 5, 0),
            (7, 4, 7, 2),
            (7, 4, 7, 1),
            (2, 2, 2, 0),
        ):
            expected = sorted(
                sum(s - offset <= u <= s - offset + side - 1 for s in range(positions))
                for u in range(size)
            )
            counts = gamma.cover_counts((size,), (side,), (positions,), (offset,))
            self.assertEqual(sorted(counts.elements()), expected, f"{size} {side} {offset}")


class Arithmetic(unittest.TestCase):
    """Section 7."""

    def test_every_16_bit_number_comes_back_from_its_value(self) -> None:
        for dtype in ("float16", "bfloat16"):
            bits = array("H", range(2**16))
            values = Tensor.from_bits(bits, dtype, [2**16]).values()
            for pattern, value in zip(bits, values):
                if value == value:
                    self.assertEqual(round_to_bits(value, dtype), pattern, f"{dtype} {value}")

    def test_rounding_is_to_the_nearest_and_to_even(self) -> None:
        generator = random.Random(3)
        for _ in range(20000):
            value = math.ldexp(generator.uniform(-2, 2), generator.randint(-30, 15))
            expected = int.from_bytes(
                struct.pack("<e", value) if abs(value) < 65520 else b"", "little"
            )
            if abs(value) < 65520:
                self.assertEqual(round_to_bits(value, "float16"), expected, value.hex())
            single = int.from_bytes(struct.pack("<f", value), "little")
            self.assertEqual(round_to_bits(value, "float32"), single, value.hex())
        for value, bits in (
            (1 + 2**-8, 0x3F80),  # half-way, to the even one below
            (1 + 3 * 2**-8, 0x3F82),  # half-way, to the even one above
            (1 + 2**-8 + 2**-52, 0x3F81),  # a second rounding, through Float, would lose this
            (2.0**-134, 0x0000),
            (2.0**-134 + 2.0**-180, 0x0001),
            (3.4e38, 0x7F80),
            (-0.0, 0x8000),
        ):
            self.assertEqual(round_to_bits(value, "bfloat16"), bits, value.hex())

    def test_kept_units_are_rounded_once_and_dropped_ones_are_plus_zero(self) -> None:
        special = [math.nan, math.inf, -math.inf, -0.0, 0.0, -3.0, 1e-40, -65504.0, 1e-7, 6e4]
        for dtype in subject.DECLARATION.elementTypes:
            sizes = [2, 3, 5, 8]
            values = [special[i % 10] if i % 3 else math.sin(i) for i in range(240)]
            tensor = Tensor.of(values, dtype, sizes)
            result = subject.run(make_case(sizes, [2, 3], input=tensor, outputGradient=tensor))
            self.assertEqual(result.output, result.input_gradient)
            scales, counts = result.scales or [], result.kept_counts or []
            scale = scales[0]
            self.assertEqual(scale, 240 / counts[0])
            if dtype != "float64":
                scale = struct.unpack("<f", struct.pack("<f", scale))[0]
            units = zip(
                tensor.values(), result.mask.data, result.output.bits(), result.output.values()
            )
            for value, dropped, bits, got in units:
                where = f"{dtype} {value} × {scale}"
                if dropped:
                    self.assertEqual(bits, 0, where)
                elif value == value:
                    expected = Tensor.of([value * scale], dtype, [1]).bits()[0]
                    self.assertEqual(bits, expected, where)
                else:
                    self.assertNotEqual(got, got, where)

    def test_scales_count_over_their_scope(self) -> None:
        for scale, scopes in (("tensor", 1), ("sample", 3), ("map", 12), ("fixed", 1), ("none", 1)):
            case = make_case([3, 4, 6, 6], [3, 3], scale=scale, fixedScale=1.25)
            result = subject.run(case)
            units = 432 // scopes
            kept = [units - sum(result.mask.data[i * units :][:units]) for i in range(scopes)]
            self.assertEqual(result.kept_counts, kept, scale)
            expected = {"fixed": [1.25], "none": [1.0]}.get(scale, [units / k for k in kept])
            self.assertEqual(result.scales, expected, scale)

    def test_nothing_kept_gives_zeros(self) -> None:
        for dtype in subject.DECLARATION.elementTypes:
            result = subject.run(make_case([1, 2, 4, 4], [4, 4], dtype, dropProbability=1.0))
            self.assertEqual(result.output.bits().tolist(), [0] * 32, dtype)
            self.assertEqual((result.kept_counts, result.scales), ([0], [0.0]))

    def test_the_identity_keeps_every_bit_and_draws_nothing(self) -> None:
        for dtype, code in (
            ("float16", "H"),
            ("bfloat16", "H"),
            ("float32", "I"),
            ("float64", "Q"),
        ):
            bits = array(code, [(1 << 8 * array(code).itemsize) - 1 - 3 * i for i in range(24)])
            tensor = Tensor.from_bits(bits, dtype, [1, 1, 4, 6])
            for options in ({"mode": "inference"}, {"dropProbability": 0.0}, {"gammaFactor": 0.0}):
                result = subject.run(make_case([1, 1, 4, 6], [2, 2], input=tensor, **options))
                self.assertEqual(result.output, tensor, f"{dtype} {options}")
                self.assertEqual((result.random_words, result.gamma), (0, 0.0))


class Memory(unittest.TestCase):
    """Layouts."""

    def test_units_lie_where_the_strides_say(self) -> None:
        for sizes, strides in (
            ([2, 3, 4], [12, 4, 1]),
            ([2, 3, 4, 5], [60, 1, 15, 3]),
            ([2, 3, 4, 5], [1, 400, 2, 10]),
            ([1, 1, 1], [9, 9, 9]),
            ([3, 2, 2, 2, 2], [100, 40, 17, 8, 3]),
        ):
            units = array("I", range(1, math.prod(sizes) + 1))
            storage = array("I", bytes(4 * 1000))
            memory.scatter(units, storage, sizes, strides)
            expected = [0] * 1000
            for unit, index in zip(units, itertools.product(*map(range, sizes))):
                expected[sum(i * s for i, s in zip(index, strides))] = unit
            self.assertEqual(storage.tolist(), expected, f"{sizes} {strides}")
            self.assertEqual(memory.gather(storage, sizes, strides), units)

    def test_the_layout_has_no_influence(self) -> None:
        plain = subject.run(make_case([2, 3, 5, 7], [2, 3]))
        for options in (
            {"layout": "channelsLast"},
            {"layout": "strided", "strides": [3, 300, 50, 7]},
            {"inPlace": True},
            {"inPlace": True, "layout": "strided", "strides": [200, 64, 8, 1]},
            {"threads": 3},
        ):
            self.assertEqual(
                subject.run(make_case([2, 3, 5, 7], [2, 3], **options)), plain, f"{options}"
            )

    def test_empty_tensors_give_empty_results(self) -> None:
        for sizes in ([0, 3, 5, 5], [2, 0, 5, 5], [2, 3, 0, 5], [2, 3, 5, 0]):
            for scale, scopes in (
                ("tensor", 1),
                ("sample", sizes[0]),
                ("map", sizes[0] * sizes[1]),
            ):
                result = subject.run(make_case(sizes, [3, 3], scale=scale))
                self.assertEqual(result.output.data, b"")
                self.assertEqual(result.kept_counts, [0] * scopes, f"{sizes} {scale}")
                self.assertEqual(result.scales, [1.0] * scopes, f"{sizes} {scale}")
                self.assertEqual(result.seeds.shape, (0, 0, 0, 0))


class BadInput(unittest.TestCase):
    """What is refused, with the value and the admissible range."""

    def test_inadmissible_cases_are_refused_by_name(self) -> None:
        short = Tensor.of([1.0] * 5, "float32", [5])
        for options, word in (
            ({"dropProbability": -0.1}, "drop probability -0.1"),
            ({"dropProbability": 1.5}, "drop probability 1.5"),
            ({"dropProbability": math.nan}, "drop probability nan"),
            ({"blockSize": [3, 0]}, "at least 1"),
            ({"blockSize": [3]}, "1 sides"),
            ({"blockSize": [3, 3, 3]}, "3 sides"),
            ({"spatial": []}, "0 spatial axes"),
            ({"spatial": [2, 2, 2, 2]}, "4 spatial axes"),
            ({"samples": -1}, "size -1"),
            ({"spatial": [5, -5]}, "size -5"),
            ({"spatial": [2**40, 2**40]}, "too large"),
            ({"input": short}, "holds 5 elements"),
            ({"outputGradient": short}, "holds 5 elements"),
            ({"outputGradient": Tensor.of([1.0] * 50, "float64", [50])}, "float64"),
            ({"spatial": [7, 7], "oversizedBlock": "refused", "blockSize": [8, 3]}, "exceeds"),
            ({"gammaRule": "fixed", "gamma": 1.5}, "gamma 1.5"),
            ({"gammaRule": "fixed", "gamma": math.nan}, "gamma nan"),
            ({"gammaRule": "fixed"}, "gamma None"),
            ({"gammaFactor": -1.0}, "gamma factor -1"),
            ({"gammaFactor": math.inf}, "gamma factor inf"),
            ({"scale": "fixed", "fixedScale": math.nan}, "fixed scale nan"),
            ({"scale": "fixed", "fixedScale": -2.0}, "fixed scale -2"),
            ({"firstSample": -1}, "first sample -1"),
            ({"firstSample": 2**62}, "first sample"),
            ({"threads": 0}, "0 threads"),
            ({"layout": "strided", "strides": [24, 25, 5, 1]}, "share an element"),
            ({"layout": "strided", "strides": [50, 25, 5, 0]}, "at least 1"),
            ({"layout": "strided", "strides": [50, 25, 5]}, "4 are needed"),
            ({"layout": "strided", "strides": None}, "4 are needed"),
            ({"layout": "strided", "strides": [2**61, 25, 5, 1]}, "address space"),
        ):
            for mode in ("training", "inference"):
                with self.assertRaises(Refused, msg=f"{options}") as caught:
                    subject.run(make_case([2, 1, 5, 5], [3, 3], mode=mode, **options))
                self.assertIn(word, str(caught.exception), f"{options}")


class Schedules(unittest.TestCase):
    """Section 8."""

    def test_values_are_exact(self) -> None:
        at = [-3, 0, 1, 2, 3, 4, 5, 10**9]
        linear = ScheduleCase("linear", at, start=0.0, stop=0.25, steps=5)
        values = [0.0, 0.0, 0.0625, 0.125, 0.1875, 0.25, 0.25, 0.25]
        self.assertEqual(subject.schedule(linear), values)
        paper = ScheduleCase("paper", [0, 1, 2, 3, 4], target=0.1, steps=3)
        self.assertEqual(subject.schedule(paper), [0.0, 0.1 / 3, 0.2 / 3, 0.1, 0.1])
        groups = ScheduleCase("groups", [1, 2, 3, 4])
        self.assertEqual(subject.schedule(groups), [1 / 64, 1 / 16, 1 / 4, 1.0])

    def test_schedules_that_make_no_sense_are_refused(self) -> None:
        for case in (
            ScheduleCase("linear", [0], start=0.0, stop=0.5, steps=1),
            ScheduleCase("linear", [0], start=-0.1, stop=0.5, steps=5),
            ScheduleCase("linear", [0], start=0.1, stop=math.nan, steps=5),
            ScheduleCase("linear", [0], stop=0.5, steps=5),
            ScheduleCase("paper", [0], target=0.5, steps=0),
            ScheduleCase("paper", [0], target=1.5, steps=5),
            ScheduleCase("groups", [0]),
            ScheduleCase("groups", [5]),
        ):
            with self.assertRaises(Refused, msg=f"{case}"):
                subject.schedule(case)


if __name__ == "__main__":
    unittest.main()
