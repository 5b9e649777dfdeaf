import DropBlockContract
import DropBlockFast
import DropBlockReference

/// Measures groups of cases: every round measures each case of each group once.
struct BenchRun {
  /// The groups, as they were given.
  let groups: [BenchGroup]

  /// The times of each case in each counted round: per group, per case.
  private(set) var timings: [[Timing]]

  /// Depends on every result, so that none can be left out by the compiler.
  private(set) var checksum: UInt64 = 0

  private let memory: BenchMemory

  /// A case on a tensor of so many bytes is measured once a round; on a smaller one more often.
  private static let bytesPerMeasurement = 16 << 20

  /// The most calls that make up one measurement.
  private static let maximumCalls = 256

  /// Allocates and touches the memory of the largest group.
  init(_ groups: [BenchGroup]) {
    self.groups = groups
    timings = groups.map { group in group.cases.map { Timing(name: $0.name) } }
    memory = BenchMemory(byteCount: groups.map(\.byteCount).max() ?? 0)
  }

  /// Measures `rounds` rounds after one that is not counted.
  ///
  /// - Parameter progress: Called with the round, and the share of all the work that is done.
  mutating func measure(
    rounds: Int, progress: (_ round: Int, _ share: Double) -> Void = { _, _ in }
  ) throws(DropBlockError) {
    for round in 0...rounds {
      for index in groups.indices {
        let done = Double(round) + Double(index) / Double(groups.count)
        progress(round, done / Double(rounds + 1))
        let seconds = try times(groups[index], round: round)
        guard round > 0 else { continue }
        for place in seconds.indices { timings[index][place].seconds.append(seconds[place]) }
      }
    }
  }

  private mutating func times(
    _ group: BenchGroup, round: Int
  ) throws(DropBlockError) -> [Double] {
    switch group.type {
    case .float16: try times(Float16.self, group, round)
    case .bfloat16: try times(BFloat16.self, group, round)
    case .float32: try times(Float.self, group, round)
    case .float64: try times(Double.self, group, round)
    }
  }

  private mutating func times<Element: DropBlockElement>(
    _ type: Element.Type, _ group: BenchGroup, _ round: Int
  ) throws(DropBlockError) -> [Double] {
    let calls = Swift.min(
      Swift.max(Self.bytesPerMeasurement / Swift.max(group.byteCount, 1), 1), Self.maximumCalls)
    memory.fill(type, count: group.units)
    var seconds: [Double] = []
    for item in group.cases {
      let work = BenchWork(item, memory: memory, units: group.units, type: group.type)
      // In place the kept units grow by the scale each time; they start again from the input.
      memory.copy(group.byteCount, from: .input, to: .inputGradient, threads: 1)
      // A call that is not counted: every case finds the caches as its own kind leaves them.
      var word = try work.perform(type, key: UInt64(round) << 32 | UInt64(UInt32.max)).word
      let clock = ContinuousClock()
      var time = Duration.zero
      if work.isNew {
        for call in 0..<calls {
          let start = clock.now
          let result = try work.perform(type, key: UInt64(round) << 32 | UInt64(call))
          time += clock.now - start
          // The new memory is given back here, when the clock has stopped.
          word ^= result.word
        }
      } else {
        let start = clock.now
        for call in 0..<calls {
          word ^= try work.perform(type, key: UInt64(round) << 32 | UInt64(call)).word
        }
        time = clock.now - start
      }
      seconds.append(time / .seconds(1) / Double(calls))
      checksum = (checksum ^ word) &* 0x9E37_79B9_7F4A_7C15
      memory.fold(type, group.units, work.result, into: &checksum)
    }
    return seconds
  }
}

/// How the work of a case is done, once.
struct BenchWork {
  private let item: BenchCase
  private let engine: FastEngine
  private let memory: BenchMemory
  private let units: Int
  private let type: ElementType

  init(_ item: BenchCase, memory: BenchMemory, units: Int, type: ElementType) {
    self.item = item
    self.memory = memory
    self.units = units
    self.type = type
    engine = FastEngine(threads: item.threads, kernel: item.kernel)
  }

  /// Where the result lies.
  var result: BenchMemory.Region {
    switch item.work {
    case .multiply, .inPlace, .drop, .copyTwice, .forwardBackward: .inputGradient
    case .copy, .forward, .referenceWords, .freshCopy, .freshForward: .output
    }
  }

  /// Whether it allocates memory, which is to be given back when the clock has stopped.
  var isNew: Bool { item.work == .freshCopy || item.work == .freshForward }

  /// Does it; what it gives back is to be kept until the clock has stopped.
  func perform<Element: DropBlockElement>(
    _ element: Element.Type, key: UInt64
  ) throws(DropBlockError) -> (word: UInt64, fresh: BenchMemory.Fresh?) {
    var request = item.request
    request.key = key
    let bytes = units * type.byteCount
    switch item.work {
    case .copy: memory.copy(bytes, from: .input, to: .output, threads: item.threads)
    case .copyTwice:
      memory.copy(bytes, from: .input, to: .output, threads: item.threads)
      memory.copy(bytes, from: .gradient, to: .inputGradient, threads: item.threads)
    case .multiply: _ = memory.multiply(type, units, in: .inputGradient, threads: item.threads)
    case .referenceWords: return (Self.words(units, key: key), nil)
    case .freshCopy: return (0, memory.clone(bytes, threads: item.threads))
    case .forward: try forward(element, request)
    case .forwardBackward:
      try forward(element, request)
      try memory.withTensors(element, units, from: .gradient, to: .inputGradient) {
        (input, output) throws(DropBlockError) in
        _ = try engine.backward(input, request, into: &output)
      }
    case .inPlace:
      try memory.withTensor(element, units, in: .inputGradient) { (tensor) throws(DropBlockError) in
        _ = try engine.forward(inPlace: &tensor, request)
      }
    case .drop:
      try memory.withTensor(element, units, in: .inputGradient) { (tensor) throws(DropBlockError) in
        _ = try engine.drop(inPlace: &tensor, request)
      }
    case .freshForward:
      let fresh = try memory.withFresh(element, units) { (input, output) throws(DropBlockError) in
        _ = try engine.forward(input, request, into: &output)
      }
      return (0, fresh)
    }
    return (0, nil)
  }

  private func forward<Element: DropBlockElement>(
    _ element: Element.Type, _ request: DropBlockRequest
  ) throws(DropBlockError) {
    try memory.withTensors(element, units, from: .input, to: .output) {
      (input, output) throws(DropBlockError) in
      _ = try engine.forward(input, request, into: &output)
    }
  }

  /// The random words of the reference, one core and one counter after the other.
  private static func words(_ count: Int, key: UInt64) -> UInt64 {
    var folded: UInt32 = 0
    for index in 0..<(count + 3) / 4 {
      let block = Philox4x32.block(
        counter: (UInt32(truncatingIfNeeded: index), 0, 0, 0), key: key)
      folded ^= block.0 ^ block.1 ^ block.2 ^ block.3
    }
    return UInt64(folded)
  }
}
