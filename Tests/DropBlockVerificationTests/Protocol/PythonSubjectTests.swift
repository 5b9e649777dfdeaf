import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

/// Whether there is a python3; without it `sh` has to do.
private let isPythonInstalled = (ProcessInfo.processInfo.environment["PATH"] ?? "")
  .split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }

/// A program that reads the protocol with somebody else's JSON.
@Suite(
  .enabled(if: isPythonInstalled, "python3 is not in PATH"), .timeLimit(.minutes(2)))
struct PythonSubjectTests {
  /// The identity; refuses what the test makes inadmissible, and reveals all there is.
  static let program = #"""
    import json, math, sys
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    widths = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int64": 8, "bool": 1}
    while True:
        line = source.readline()
        assert len(line) <= 65536
        header = json.loads(line)
        blobs = []
        for row in header["blobs"]:
            assert row["bytes"] == math.prod(row["shape"]) * widths[row["dtype"]]
            blobs.append(source.read(row["bytes"]))
        if header["kind"] == "stop":
            break
        answer = {"kind": header["kind"], "blobs": []}
        payload = []
        def add(name, dtype, shape, data):
            answer["blobs"].append({"name": name, "dtype": dtype, "shape": shape, "bytes": len(data)})
            payload.append(data)
            return len(payload) - 1
        if header["kind"] == "hello":
            answer.update(protocol=1, name="identity", version="1", declares={"reveals": ["mask"]})
        else:
            answer.update(id=header["id"], answers=[])
            assert len(header["cases"]) <= 64
            for case in header["cases"]:
                sizes = [case["samples"], case["channels"], *case["spatial"]]
                row = header["blobs"][case["input"]]
                if min(sizes) < 0 or len(sizes) > 5 or sizes != row["shape"] or not 0 <= float(case["dropProbability"]) <= 1:
                    answer["answers"].append({"status": "refused", "message": str(case["dropProbability"])})
                    continue
                result = {"status": "result", "gamma": 0, "randomWords": 0}
                result["output"] = add("output", row["dtype"], sizes, blobs[case["input"]])
                if case["outputGradient"] is not None:
                    result["inputGradient"] = add("inputGradient", row["dtype"], sizes, blobs[case["outputGradient"]])
                result["mask"] = add("mask", "bool", sizes, bytes(math.prod(sizes)))
                result["keptCounts"] = add("keptCounts", "int64", [1], math.prod(sizes).to_bytes(8, "little"))
                answer["answers"].append(result)
        sink.write(json.dumps(answer).encode() + b"\n" + b"".join(payload))
        sink.flush()
    """#

  @Test func `a long batch of every type, shape and fault is answered in order`() throws {
    var random = SplitMix(seed: 6)
    let cases = (0..<300).map { index in
      let shape = Shape(
        samples: Int(random.next() % 3), channels: Int(random.next() % 4),
        spatial: (0...index % 3).map { _ in Int(random.next() % 6) })
      let type = ElementType.allCases[index % 4]
      var item = SubjectCase.sample(shape, gradient: index % 5 == 0, type: type)
      if index % 7 == 1 { item.request.shape.samples = .min }
      if index % 7 == 2 { item.request.configuration.dropProbability = .nan }
      if index % 7 == 3 { item.request.shape.spatial = [5, 6, 7, 8] }
      return item
    }
    let subject = try ProcessSubject(command: ["python3", "-c", Self.program])
    let answers = try subject.run(cases)
    #expect(
      subject.restarts == 0 && subject.standardErrorTail.isEmpty, "\(subject.standardErrorTail)")
    try #require(answers.count == cases.count)
    for (index, (item, answer)) in zip(cases, answers).enumerated() {
      if (1...3).contains(index % 7) {
        let message = index % 7 == 2 ? "NaN" : "0.1"
        #expect(answer == .refused(message), "case \(index): \(item)")
      } else {
        var expected = SubjectResult(output: item.input, inputGradient: item.outputGradient)
        expected.revealed.mask = Array(repeating: false, count: item.input.count)
        expected.revealed.keptCounts = [item.input.count]
        expected.revealed.gamma = 0
        expected.revealed.randomWords = 0
        #expect(answer == .result(expected), "case \(index): \(item)")
      }
    }
    #expect(subject.stop() == .exited(0))
  }

  @Test func `a traceback is kept with the failure`() throws {
    let program = Self.program.replacing("assert len(header", with: "raise ValueError(7); (header")
    let subject = try ProcessSubject(command: ["python3", "-c", program])
    let failure = try ShellSubject.failure { try subject.run([.sample(.nchw(1, 1, 1, 4))]) }
    #expect(failure.kind == .died("exit code 1"), "\(failure)")
    #expect(failure.standardError.hasSuffix("ValueError: 7\n"), "\(failure.standardError)")
  }
}
