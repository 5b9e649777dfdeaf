#!/usr/bin/env python3
"""Times the same work side by side: this library and the public implementations of DropBlock.

All run in one process on the same tensors, round by round in turn: this library through its C
interface, torchvision, timm, PyPI's dropblock, torch's dropout, and a copy. Before anything is
timed, the share that each drops is held against the exact law of its options, and its factor
against units / kept.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from typing import Any, Optional

import dropblock_c
from dropblock_c import DropBlockError, Library
from implementations import Peer, Peers, Trouble
from shares import Summary, takes_part

SHAPES = [(32, 256, 56, 56), (32, 512, 28, 28), (32, 1024, 14, 14), (128, 2048, 7, 7)]
QUICK_SHAPES = [(4, 32, 28, 28), (8, 128, 7, 7)]
# A right implementation is called wrong with this probability at most, per peer and shape.
FALSE_ALARM = 1e-9
# Who takes so many times as long as a copy runs in fewer rounds.
SLOW = 10


def shape_of(text: str) -> tuple[int, ...]:
    """Read a shape such as 32x256x56x56."""
    if not re.fullmatch(r"[1-9]\d*(x[1-9]\d*){3}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a shape such as 32x256x56x56")
    return tuple(map(int, text.split("x")))


def shapes_of(text: str) -> list[tuple[int, ...]]:
    """Read shapes with commas between them."""
    return [shape_of(word) for word in text.split(",")]


def counts_of(text: str) -> list[int]:
    """Read numbers of threads with commas between them."""
    if not re.fullmatch(r"[1-9]\d{0,2}(,[1-9]\d{0,2})*", text):
        raise argparse.ArgumentTypeError(f"'{text}' are not numbers of threads such as 1,2")
    return list(map(int, text.split(",")))


def at_least_one(text: str) -> int:
    """Read a number of 1 or more."""
    if not re.fullmatch(r"[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of at least 1")
    return int(text)


def probability_of(text: str) -> float:
    """Read a probability between 0 and 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' does not lie between 0 and 1")
    return value


def parse(words: Optional[Sequence[str]] = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="peers.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n"
        f"  {dropblock_c.BUILD}\n"
        "  python3 Benchmarks/peers.py --threads 1 --shapes 32x256x56x56 --json peers.json",
    )
    parser.add_argument(
        "--shapes",
        type=shapes_of,
        metavar="NxCxHxW,…",
        help="the tensors, in float32 (default: the four stages of a ResNet-50)",
    )
    parser.add_argument("--quick", action="store_true", help="two small tensors, 5 rounds")
    parser.add_argument(
        "--threads", type=counts_of, default=[1], metavar="T,…", help="thread counts (default: 1)"
    )
    parser.add_argument("--runs", type=at_least_one, help="rounds (default: 15)")
    parser.add_argument(
        "--slow-runs",
        type=at_least_one,
        default=5,
        help=f"rounds of who takes over {SLOW} times as long as a copy (default: 5)",
    )
    parser.add_argument("--block", type=at_least_one, default=7, help="block size (default: 7)")
    parser.add_argument(
        "--p", type=probability_of, default=0.1, help="drop probability (default: 0.1)"
    )
    parser.add_argument(
        "--library", metavar="PATH", help="libDropBlockC.so (default: that of .build/release)"
    )
    parser.add_argument("--json", metavar="FILE", help="write all figures to a file, too")
    arguments = parser.parse_args(words)
    if arguments.shapes is None:
        arguments.shapes = QUICK_SHAPES if arguments.quick else SHAPES
    if arguments.runs is None:
        arguments.runs = 5 if arguments.quick else 15
    arguments.slow_runs = min(arguments.slow_runs, arguments.runs)
    return arguments


def check(peers: Peers, sizes: Sequence[int], threads: int) -> list[dict[str, Any]]:
    """Hold every implementation's dropped share and factor against its law.

    On a tensor with the maps of the one that is timed, but its own numbers of samples and channels:
    where channels share a mask, only samples are independent.
    """
    torch = peers.torch
    samples = min(max(2**23 // (sizes[2] * sizes[3]), 256), 2**15)
    small = (samples, 2, *sizes[2:])
    findings = []
    for peer in peers.of(small, threads):
        if peer.law is None:
            continue
        for way in ("fresh", "ready"):
            function = getattr(peer, way)
            if function is None:
                continue
            x = torch.ones(small)
            y = torch.full_like(x, 7)
            result = function(x) if way == "fresh" else function(x, y)
            units = result.numel()
            kept = int(torch.count_nonzero(result))
            share = 1 - kept / units
            pieces = {"samples": samples, "maps": 2 * samples, "units": units}[peer.pieces]
            bound = peer.law.bound(pieces, FALSE_ALARM)
            if not abs(share - peer.law.mean) <= bound:
                raise Trouble(
                    f"{peer.name}, {way}: drops {share:.5f} of {'x'.join(map(str, small))}, "
                    f"but its law says {peer.law.mean:.5f} ± {bound:.5f}"
                )
            factor = peer.fixed_scale or (units / kept if peer.scales else 1)
            values = result[result != 0]
            low, high = float(values.min()), float(values.max())
            if not (abs(low / factor - 1) <= 1e-5 and abs(high / factor - 1) <= 1e-5):
                raise Trouble(
                    f"{peer.name}, {way}: kept units are multiplied by {low} … {high}, "
                    f"but units / kept is {factor}"
                )
            findings.append(
                {
                    "peer": peer.name,
                    "way": way,
                    "share": share,
                    "law": peer.law.mean,
                    "bound": bound,
                    "pieces": pieces,
                }
            )
    return findings


def measure(
    peers: Peers, sizes: Sequence[int], threads: int, runs: int, slow_runs: int
) -> list[tuple[str, str, Summary]]:
    """Time every implementation, round by round in turn."""
    torch = peers.torch
    x = torch.randn(*sizes)
    target, scratch = torch.empty_like(x), torch.empty_like(x)

    def once(peer: Peer, way: str) -> float:
        if threads > 1:
            # Idle threads of OpenMP spin for a while, and would take a processor from who is next.
            time.sleep(0.005)
        if way == "fresh":
            start = time.perf_counter()
            result = peer.fresh(x)
            end = time.perf_counter()
            del result
            return end - start
        source = x
        if peer.in_place:
            # Outside the time, so that values do not wander from round to round.
            source = scratch.copy_(x)
            if threads > 1:
                time.sleep(0.005)
        start = time.perf_counter()
        peer.ready(source, target)
        return time.perf_counter() - start

    work = [
        (peer, way)
        for peer in peers.of(sizes, threads)
        for way in ("ready", "fresh")
        if getattr(peer, way)
    ]
    # The first calls load code and touch memory; the second ones tell who is slow.
    warm = []
    for peer, way in work:
        once(peer, way)
        warm.append(once(peer, way))
    wanted = [slow_runs if seconds > SLOW * warm[0] else runs for seconds in warm]
    times: list[list[float]] = [[] for _ in work]
    for turn in range(runs):
        for step in range(len(work)):
            # Each round begins with another one, so that none always follows the same.
            index = (turn + step) % len(work)
            if takes_part(turn, runs, wanted[index]):
                times[index].append(once(*work[index]))
    return [(peer.name, way, Summary.of(t)) for (peer, way), t in zip(work, times)]


def table(rows: list[tuple[str, str, Summary]], runs: int) -> list[str]:
    """Return the lines of a table: milliseconds, ratios to copy_ and to torchvision."""
    by_key = {(name, way): summary for name, way, summary in rows}
    copy = by_key["copy", "ready"].median
    names = list(dict.fromkeys(name for name, _, _ in rows))
    width = max(map(len, names))
    head = f"{'ms':>9} {'quartiles':>17} {'/ copy_':>8} {'× tv':>7} {'runs':>4}"
    lines = [
        f"{'':{width}} │ {'into memory that is there':^49} │ {'into a new tensor':^49}",
        f"{'':{width}} │ {head} │ {head}",
    ]
    for name in names:
        cells = []
        for way in ("ready", "fresh"):
            summary = by_key.get((name, way))
            if summary is None:
                cells.append(f"{'–':>9}{'':40}")
                continue
            torchvision = by_key.get(("torchvision", way))
            gain = f"{torchvision.median / summary.median:.1f}" if torchvision else "–"
            quartiles = f"{summary.low * 1e3:.2f}–{summary.high * 1e3:.2f}"
            cells.append(
                f"{summary.median * 1e3:9.2f} {quartiles:>17} {summary.median / copy:8.2f} "
                f"{gain:>7} {summary.runs:4}"
            )
        lines.append(f"{name:{width}} │ {cells[0]} │ {cells[1]}")
    if any(summary.runs < runs for _, _, summary in rows):
        lines.append(
            f"(who takes over {SLOW} times as long as a copy ran in fewer of the {runs} rounds, "
            "evenly spread)"
        )
    return lines


def compare(arguments: argparse.Namespace) -> dict[str, Any]:
    """Check, time and print everything; return the figures."""
    path = dropblock_c.find(arguments.library)
    if path is None:
        place = arguments.library or ".build/release/libDropBlockC.so"
        raise Trouble(f"there is no library at {place}; build it: {dropblock_c.BUILD}")
    library = Library(path)
    peers = Peers(library, arguments.block, arguments.p)
    versions = peers.versions()
    print(library.describe(library.options(arguments.block, arguments.p, 0)), end="")
    print(" · ".join(f"{name} {value}" for name, value in versions.items()))
    print(
        f"float32, block {arguments.block}, p {arguments.p}; medians of {arguments.runs} rounds in "
        "turn\n/ copy_: times the time of copy_ into memory that is there; × tv: how many times "
        "as fast as torchvision, called alike"
    )
    figures: dict[str, Any] = {
        "description": library.describe(library.options(arguments.block, arguments.p, 0)),
        "versions": versions,
        "block": arguments.block,
        "p": arguments.p,
        "runs": arguments.runs,
        "comparisons": [],
    }
    for threads in arguments.threads:
        peers.torch.set_num_threads(threads)
        for sizes in arguments.shapes:
            title = "x".join(map(str, sizes))
            findings = check(peers, sizes, threads)
            print(f"\n{title}, {threads} thread{'s' if threads > 1 else ''}")
            print("  shares: " + ", ".join(shares_in_words(findings)), flush=True)
            load = os.getloadavg()[0]
            rows = measure(peers, sizes, threads, arguments.runs, arguments.slow_runs)
            print("\n".join(table(rows, arguments.runs)))
            print(f"(load average before: {load:.1f}, on {os.cpu_count()} processors)", flush=True)
            figures["comparisons"].append(
                {
                    "shape": list(sizes),
                    "threads": threads,
                    "load": load,
                    "shares": findings,
                    "times": [
                        {"peer": name, "way": way, **vars(summary)} for name, way, summary in rows
                    ],
                }
            )
    return figures


def shares_in_words(findings: list[dict[str, Any]]) -> list[str]:
    """Return what each implementation drops, and what its law allows."""
    first: dict[str, str] = {}
    for finding in findings:
        first.setdefault(
            finding["peer"],
            f"{finding['peer']} {finding['share']:.4f} "
            f"({finding['law']:.4f} ± {finding['bound']:.4f})",
        )
    return [
        text for name, text in first.items() if not name.endswith(("in place", "drop only"))
    ]


def main() -> int:
    """Run the program."""
    arguments = parse()
    try:
        figures = compare(arguments)
        if arguments.json:
            with open(arguments.json, "w", encoding="utf-8") as file:
                json.dump(figures, file, indent=1)
    except (Trouble, DropBlockError, OSError) as error:
        print(f"peers.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
