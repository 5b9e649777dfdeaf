import DropBlockFast
import Foundation
import Testing

/// The README's examples need no import of ours but `DropBlockFast`: this file has no other.
@Suite struct ReadmeExampleTests {
  private func text(of name: String) throws -> String {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: package.appending(path: name), encoding: .utf8)
  }

  /// The lines of this file between two comments, as the README has them.
  private func example(_ name: String) throws -> String {
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let begin = try #require(source.range(of: "    // The README's \(name) example begins.\n"))
    let end = try #require(source.range(of: "    // The README's \(name) example ends.\n"))
    let lines = source[begin.upperBound..<end.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast().map { $0.dropFirst(4) }.joined(separator: "\n")
  }

  @Test func `the first example in the README compiles, and computes what it says`() throws {
    let example = try example("first")
    #expect(try text(of: "README.md").contains(example), "README.md lacks\n\(example)")

    let step = 500
    let features = [Float](repeating: 1, count: 8 * 16 * 14 * 14)
    let outputGradient = features
    // The README's first example begins.
    let schedule = try PaperSchedule(target: 0.1, steps: 1000)
    let drop = FastDropBlock(blockSize: 7, dropProbability: schedule.value(at: step))
    let shape = Shape.nchw(8, 16, 14, 14)
    let key = DropBlockKey.of(seed: 42, step: UInt64(step), layer: 3)

    var output = features
    let kept = try drop.forward(features, shape: shape, key: key, into: &output)

    var inputGradient = outputGradient
    try drop.backward(outputGradient, shape: shape, key: key, into: &inputGradient)
    // The README's first example ends.
    #expect(output == inputGradient)
    #expect(output.count { $0 != 0 } == kept.counts[0])
    #expect(kept.counts[0] < features.count)
  }

  @Test func `the second example in the README compiles, and computes what it says`() throws {
    let example = try example("second")
    #expect(try text(of: "README.md").contains(example), "README.md lacks\n\(example)")

    let step = 500
    var halves = [Float16](repeating: 1, count: 8 * 14 * 14 * 16)
    // The README's second example begins.
    let engine = FastEngine(threads: 2, kernel: try FastKernel.named("portable"))
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 7, dropProbability: 0.1),
      shape: .nhwc(8, 14, 14, 16), key: UInt64(step))

    var tensor = halves.mutableSpan
    let dropped = try engine.drop(inPlace: &tensor, request)
    let factor = Float16(dropped.scales[0])
    // The README's second example ends.
    #expect(halves.count { $0 != 0 } == dropped.counts[0])
    #expect(dropped.counts[0] < halves.count && factor > 1)
    #expect(halves.allSatisfy { $0 == 0 || $0 == 1 })
  }
}
