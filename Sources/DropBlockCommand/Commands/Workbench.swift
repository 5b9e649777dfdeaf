import DropBlockContract
import DropBlockFast

/// The tensors of one measurement, and the cases that are measured on them.
struct Workbench<Element: DropBlockElement> {
  /// How many tensors of the shape are held.
  static var tensorCount: Int { 3 }

  /// Depends on every result, so that none can be left out by the compiler.
  private(set) var checksum: UInt64 = 0

  private let engine: FastEngine
  private let threads: Int
  private var request: DropBlockRequest
  private var input: [Element]
  private var output: [Element]
  private var gradient: [Element]

  /// Fills the tensors; the input has no zeros, and both signs.
  init(_ request: DropBlockRequest, threads: Int) {
    self.request = request
    self.threads = threads
    engine = FastEngine(threads: threads)
    let pattern = (0..<251).map { Element(nearest: Double($0 - 125) / 64 + 1.0 / 256) }
    let count = request.shape.unitCount
    input = [Element](capacity: count) { span in
      for index in 0..<count { span.append(pattern[index % 251]) }
    }
    output = input
    gradient = input
  }

  private enum Work: Hashable {
    case copy, outOfPlace, inPlace, both
  }

  /// Measures every case once in each of `runs` rounds, after one round that is not counted.
  mutating func measure(runs: Int) throws(DropBlockError) -> [Timing] {
    var cases: [(work: Work, sampler: Sampler, timing: Timing)] = [
      (.copy, .sparse, Timing(name: "memcpy"))
    ]
    for sampler in [Sampler.sparse, .bernoulli] {
      cases += [
        (.outOfPlace, sampler, Timing(name: "forward, \(sampler.rawValue)")),
        (.inPlace, sampler, Timing(name: "in place, \(sampler.rawValue)")),
        (.both, sampler, Timing(name: "forward+backward, \(sampler.rawValue)")),
      ]
    }
    let clock = ContinuousClock()
    for round in 0...runs {
      request.key = UInt64(round)
      // In place the kept units grow by the scale each time; they start again from the input.
      gradient = []
      gradient = input
      touch()
      for index in cases.indices {
        request.configuration.sampler = cases[index].sampler
        let start = clock.now
        try Self.perform(
          cases[index].work, engine, request, threads, input, &output, &gradient)
        let seconds = (clock.now - start) / .seconds(1)
        if round > 0 { cases[index].timing.seconds.append(seconds) }
        observe()
      }
    }
    return cases.map(\.timing)
  }

  private static func perform(
    _ work: Work, _ engine: FastEngine, _ request: DropBlockRequest, _ threads: Int,
    _ input: [Element], _ output: inout [Element], _ gradient: inout [Element]
  ) throws(DropBlockError) {
    switch work {
    case .copy: Memory.copy(input, into: &output, threads: threads)
    case .outOfPlace:
      var span = output.mutableSpan
      _ = try engine.forward(input.span, request, into: &span)
    case .inPlace:
      var span = gradient.mutableSpan
      _ = try engine.forward(inPlace: &span, request)
    case .both:
      var span = output.mutableSpan
      _ = try engine.forward(input.span, request, into: &span)
      var gradientSpan = gradient.mutableSpan
      _ = try engine.backward(output.span, request, into: &gradientSpan)
    }
  }

  /// Gives the array its own memory before the clock runs.
  private mutating func touch() {
    if !gradient.isEmpty { gradient[0] = input[0] }
  }

  /// Folds some of both results into the checksum.
  @inline(never)
  private mutating func observe() {
    for index in stride(from: 0, to: output.count, by: Swift.max(output.count / 61, 1)) {
      let bits = UInt64(output[index].bitPattern) ^ UInt64(gradient[index].bitPattern) << 17
      checksum = (checksum ^ bits) &* 0x9E37_79B9_7F4A_7C15
    }
  }
}
