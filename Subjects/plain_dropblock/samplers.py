"""The two samplers (section 5): which grid positions are seeds."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Callable, Optional

from plain_dropblock.philox import LANES_AT_ONCE, ones, pack, philox, split, unpack

CHUNK = 4096
"""L, the number of grid positions in a chunk of the sparse sampler."""

_FULL = 2**64 - 1


def bernoulli_threshold(gamma: float) -> int:
    """Return T = round(gamma · 2³²), ties away from zero; scaling by 2³² is exact."""
    scaled = gamma * 2.0**32
    below = math.floor(scaled)
    return below + (scaled - below >= 0.5)


def sparse_survival(gamma: float) -> int:
    """Return Q = (1 − gamma) · 2⁶⁴, an integer."""
    return int((1.0 - gamma) * 2.0**64)


@lru_cache(maxsize=32)
def _death_table(survival: int, length: int) -> list[int]:
    """Return 2⁶⁴ − 1 − S_k for k = 1 … length, or until S_k is 0; ascending.

    A draw U lies below S_k exactly when the k-th entry lies below 2⁶⁴ − 1 − U.
    """
    table = []
    alive = 2**64
    for _ in range(length):
        alive = alive * survival >> 64
        if alive == 0:
            break
        table.append(_FULL - alive)
    return table


def bernoulli_seeds(
    key: int, gamma: float, first: int, count: int, threads: int
) -> tuple[bytes, int]:
    """Return a byte per grid position from `first` on, 1 for a seed, and the words drawn."""
    threshold = bernoulli_threshold(gamma)
    first_block, end_block = first // 4, (first + count + 3) // 4

    def draw(start: int, stop: int) -> bytes:
        lanes = stop - start
        low, high = split(array("Q", range(start, stop)))
        # word + 2³² − T reaches bit 32 exactly when the word is not below T.
        lift = ones(lanes) * (2**32 - threshold)
        seeds = bytearray(4 * lanes)
        for index, words in enumerate(philox(key, (low, high, 0, 0), lanes)):
            not_seeds = (words + lift >> 32 & ones(lanes)).to_bytes(8 * lanes, "little")[::8]
            seeds[index::4] = not_seeds.translate(_FLIP)
        return bytes(seeds)

    parts = _in_pieces(first_block, end_block, LANES_AT_ONCE, threads, draw)
    seeds = b"".join(parts)[first - 4 * first_block :][:count]
    return seeds, 4 * (end_block - first_block)


_FLIP = bytes([1, 0] + [0] * 254)


def sparse_seeds(key: int, gamma: float, first: int, count: int, threads: int) -> tuple[bytes, int]:
    """Return a byte per grid position from `first` on, 1 for a seed, and the words drawn."""
    survival = sparse_survival(gamma)
    if survival == 2**64:
        return bytes(count), 0
    if survival == 0:
        return b"\1" * count, 0
    end = first + count
    # No gap needs telling apart from one that leaves the longest chunk.
    longest = min(CHUNK, end - first // CHUNK * CHUNK)
    table = _death_table(survival, 1 << (longest - 1).bit_length())
    blocks = _blocks_at_once(gamma * longest)

    def draw(start: int, stop: int) -> tuple[list[int], int]:
        chunks = range(start, stop)
        # Complements of the draws, the draws of each chunk one after another.
        draws = _draws(key, chunks, 0, blocks)
        words = 4 * blocks * len(chunks)
        found: list[int] = []
        for index, chunk in enumerate(chunks):
            begin, limit = chunk * CHUNK, min(CHUNK, end - chunk * CHUNK)
            cursor, known = 0, draws[2 * blocks * index : 2 * blocks * (index + 1)]
            drawn = blocks
            while (cursor := _walk(known, table, cursor, limit, begin, found)) < limit:
                known = _draws(key, range(chunk, chunk + 1), drawn, blocks)
                drawn += blocks
                words += 4 * blocks
        return found, words

    pieces = _in_pieces(
        first // CHUNK, (end - 1) // CHUNK + 1, max(1, LANES_AT_ONCE // blocks), threads, draw
    )
    seeds = bytearray(count)
    for found, _ in pieces:
        for position in found:
            if position >= first:
                seeds[position - first] = 1
    return bytes(seeds), sum(words for _, words in pieces)


def _blocks_at_once(mean: float) -> int:
    """Return how many blocks of two draws nearly always do for a chunk with `mean` seeds."""
    return math.ceil((mean + 4 * math.sqrt(mean) + 2) / 2)


def _walk(
    draws: Sequence[int], table: list[int], cursor: int, limit: int, begin: int, found: list[int]
) -> int:
    """Move the cursor by each draw's gap, and note the seeds; `limit` or more when done."""
    for draw in draws:
        cursor += bisect_left(table, draw)
        if cursor >= limit:
            break
        found.append(begin + cursor)
        cursor += 1
        if cursor >= limit:
            break
    return cursor


def _draws(key: int, chunks: range, first_block: int, blocks: int) -> array:
    """Return 2⁶⁴ − 1 − U for the draws 2·first_block … of each chunk, two for each block."""
    lanes = blocks * len(chunks)
    low, high = split(array("Q", [chunk for chunk in chunks for _ in range(blocks)]))
    numbers = pack(array("Q", list(range(first_block, first_block + blocks)) * len(chunks)))
    w0, w1, w2, w3 = philox(key, (low, high, numbers, ones(lanes)), lanes)
    complement = ones(lanes) * _FULL
    draws = array("Q", bytes(16 * lanes))
    draws[0::2] = unpack((w0 | w1 << 32) ^ complement, lanes)
    draws[1::2] = unpack((w2 | w3 << 32) ^ complement, lanes)
    return draws


def _in_pieces(start: int, stop: int, size: int, threads: int, work: Callable) -> list:
    """Return the results of `work` on consecutive pieces of a range, in order."""
    pieces = [(low, min(low + size, stop)) for low in range(start, stop, size)]
    if threads > 1 and len(pieces) > 1:
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda piece: work(*piece), pieces))
    return [work(low, high) for low, high in pieces]


def draw_seeds(
    sampler: str, key: int, gamma: float, first: int, count: int, threads: Optional[int]
) -> tuple[bytes, int]:
    """Return a byte per grid position from `first` on, 1 for a seed, and the words drawn."""
    draw = bernoulli_seeds if sampler == "bernoulli" else sparse_seeds
    return draw(key, gamma, first, count, threads or 1)
