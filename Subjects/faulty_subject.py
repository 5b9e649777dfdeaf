#!/usr/bin/env python3
"""Subjects that misbehave, one way each, to try the suite's handling of processes.

    python3 faulty_subject.py MODE [--at N]

Until the N-th run request (the first, unless told otherwise) and after it the subject is the plain
Python one, and right; at that request it does what MODE says:

    hang         never answers
    hang-hard    never answers, and ignores SIGTERM
    exit         ends with exit code 3
    end          ends with exit code 0, without a word
    signal       dies by SIGABRT
    close        closes its output, and stays alive
    rubbish      answers a line that is not JSON
    binary       answers bytes that are not UTF-8, without any line feed, and waits
    chatter      prints a line to standard output before the answer
    noise        writes 4 MB to standard error before the answer, which is right
    header       answers a header of more than 65,536 bytes
    id           answers another request's id
    shape        announces an output of another shape
    size         announces an output whose bytes disagree with its shape
    huge         announces an output of an exabyte
    negative     announces an output of -4 bytes
    dtype        announces an output of a dtype that the protocol lacks
    index        points to a blob that is not there
    truncate     sends the header and half of the blobs, and ends with exit code 0
    count        answers one case more than was asked
    status       answers a status that the protocol lacks
    drip         sends the answer, which is right, one byte per 10 ms
    refuse       refuses every case
    silent       never answers hello
    hello        answers hello with rubbish
    protocol     answers hello with another protocol version

The last three misbehave at once, whatever N is.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from typing import Any, NoReturn

from dropblock_subject import (
    HEADER_LIMIT,
    Server,
    Tensor,
    fail,
    protect_standard_output,
    read_message,
    serve,
    write_message,
)

MODES = (
    "hang hang-hard exit end signal close rubbish binary chatter noise header id shape size huge"
    " negative dtype index truncate count status drip refuse silent hello protocol"
).split()


def _wait_for_ever() -> NoReturn:
    while True:
        time.sleep(3600)


class FaultyServer(Server):
    """The plain Python subject, but for one request."""

    mode = "hang"
    faulty_request = 1
    requests = 0

    def answer_hello(self) -> None:
        """Send the declaration, or not."""
        if self.mode == "silent":
            _wait_for_ever()
        if self.mode == "hello":
            self._send_line(b"good morning")
        elif self.mode == "protocol":
            write_message(self.writer, {**self.declaration.header(), "protocol": 2})
        else:
            super().answer_hello()

    def answer_run(self, header: dict[str, Any], blobs: list[Tensor]) -> None:
        """Send the right answer, or a fault."""
        self.requests += 1
        if self.requests != self.faulty_request:
            super().answer_run(header, blobs)
            return
        if self.mode in ("hang-hard", "hang", "exit", "end", "signal", "close"):
            self._stop()
        right = self.writer
        self.writer = io.BytesIO()
        super().answer_run(header, blobs)
        answer, self.writer = self.writer.getvalue(), right
        self._misbehave(answer)

    def _stop(self) -> NoReturn:
        """Stop talking, in one of the ways there are."""
        if self.mode == "hang-hard":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if self.mode == "exit":
            print("about to end with exit code 3", file=sys.stderr, flush=True)
            os._exit(3)
        if self.mode == "end":
            os._exit(0)
        if self.mode == "signal":
            os.kill(os.getpid(), signal.SIGABRT)
        if self.mode == "close":
            self.writer.close()
        _wait_for_ever()

    def _misbehave(self, answer: bytes) -> None:
        """Send an answer that has the mode's fault."""
        mode = self.mode
        if mode == "rubbish":
            self._send_line(b"Segmentation fault (core dumped)")
        elif mode == "binary":
            self._send(b"\xff\xfe\x00\x80" * 64)
            _wait_for_ever()
        elif mode == "chatter":
            self._send_line(b"loading the model ... done")
            self._send(answer)
        elif mode == "noise":
            for _ in range(1024):
                os.write(2, b"a warning that nobody reads; " * 141 + b"\n")
            self._send(answer)
        elif mode == "header":
            self._send_line(b'{"kind":"run","padding":"' + b"x" * HEADER_LIMIT + b'"}')
        elif mode == "truncate":
            start = answer.index(b"\n") + 1
            self._send(answer[: (start + len(answer)) // 2])
            os._exit(0)
        elif mode == "drip":
            for index in range(len(answer)):
                self._send(answer[index : index + 1])
                time.sleep(0.01)
        else:
            self._send(_altered(answer, mode))

    def _send(self, data: bytes) -> None:
        self.writer.write(data)
        self.writer.flush()

    def _send_line(self, line: bytes) -> None:
        self._send(line + b"\n")


def _altered(answer: bytes, mode: str) -> bytes:
    """Return an answer with one field of its header changed, and the blobs as they were."""
    message = read_message(io.BytesIO(answer))
    assert message is not None
    header, blobs = message
    names = [entry["name"] for entry in header.pop("blobs")]
    first = header["answers"][0]
    if mode == "id":
        header["id"] = f"{header['id']}-not"
    elif mode == "count":
        header["answers"].append(first)
    elif mode == "status":
        first["status"] = "splendid"
    elif mode == "index":
        first["output"] = len(blobs)
    elif mode == "refuse":
        refusal = {"status": "refused", "message": "no admissible value is known here"}
        header["answers"] = [refusal for _ in header["answers"]]
        blobs = []
    elif mode == "shape":
        blobs[0] = Tensor(blobs[0].dtype, (*blobs[0].shape, 1), blobs[0].data)
    altered = io.BytesIO()
    write_message(altered, header, list(zip(names, blobs)))
    line, separator, data = altered.getvalue().partition(b"\n")
    if mode in ("size", "huge", "negative", "dtype") and blobs:
        size = b'"bytes":%d' % len(blobs[0].data)
        written = {
            "size": b'"bytes":%d' % (len(blobs[0].data) + 4),
            "huge": b'"bytes":%d' % 10**18,
            "negative": b'"bytes":-4',
            "dtype": size,
        }[mode]
        line = line.replace(size, written, 1)
        if mode == "dtype":
            line = line.replace(b'"dtype":"%s"' % blobs[0].dtype.encode(), b'"dtype":"float8"', 1)
    return line + separator + data


def main() -> None:
    """Read the arguments, and misbehave."""
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        print((__doc__ or "").strip())
        return
    if not arguments or arguments[0] not in MODES:
        fail(64, f"a mode is needed: {', '.join(MODES)}")
    FaultyServer.mode = arguments[0]
    if len(arguments) == 3 and arguments[1] == "--at" and arguments[2].isdecimal():
        FaultyServer.faulty_request = int(arguments[2])
    elif len(arguments) != 1:
        fail(64, "usage: faulty_subject.py MODE [--at N]")
    del sys.argv[1:]
    protect_standard_output()
    from pure_python_subject import DECLARATION, run, schedule

    serve(DECLARATION, run, schedule, FaultyServer)


if __name__ == "__main__":
    main()
