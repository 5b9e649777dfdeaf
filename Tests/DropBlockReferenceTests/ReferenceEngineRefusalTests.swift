import DropBlockContract
import DropBlockReference
import Testing

/// One way to provoke an error.
private struct Provocation: CustomTestStringConvertible {
  var error: DropBlockError
  var attempt: @Sendable () throws -> Void

  var testDescription: String { error.description }

  init(_ error: DropBlockError, _ attempt: @escaping @Sendable () throws -> Void) {
    self.error = error
    self.attempt = attempt
  }

  /// A request that `change` makes inadmissible.
  init(
    _ error: DropBlockError, request change: @escaping @Sendable (inout DropBlockRequest) -> Void
  ) {
    self.init(error) {
      var request = DropBlockRequest(
        DropBlockConfiguration(blockSize: 3, dropProbability: 0.1), shape: .nchw(2, 3, 4, 5), key: 1
      )
      change(&request)
      _ = try ReferenceEngine().stages(request)
    }
  }
}

private let provocations: [Provocation] = [
  Provocation(.dropProbability(1.5)) { $0.configuration.dropProbability = 1.5 },
  Provocation(.dropProbability(-0.1)) { $0.configuration.dropProbability = -0.1 },
  Provocation(.gamma(2)) { $0.configuration.gammaRule = .fixed(2) },
  Provocation(.gammaFactor(-1)) { $0.configuration.gammaFactor = -1 },
  Provocation(.gammaFactor(.infinity)) { $0.configuration.gammaFactor = .infinity },
  Provocation(.scale(-1)) { $0.configuration.scale = .fixed(-1) },
  Provocation(.blockSize([0, 0])) { $0.configuration.blockSize = 0 },
  Provocation(.blockAxes(given: 3, needed: 2)) { $0.configuration.blockSize = [1, 1, 1] },
  Provocation(.blockExceedsMap(block: [7, 7], map: [4, 5])) {
    $0.configuration.blockSize = 7
    $0.configuration.oversizedBlock = .refused
  },
  Provocation(.rank(0)) { $0.shape.spatial = [] },
  Provocation(.rank(4)) { $0.shape.spatial = [1, 1, 1, 1] },
  Provocation(.size(axis: "channels", -3)) { $0.shape.channels = -3 },
  Provocation(.tooManyUnits([2, 3, .max, 5])) { $0.shape.spatial[0] = .max },
  Provocation(.tooManyUnits([1 << 40, 3, 4, 5])) { $0.shape.samples = 1 << 40 },
  Provocation(.tooManyUnits([1 << 40, 3, 0, 5])) {
    $0.shape = .nchw(1 << 40, 3, 0, 5)
    $0.configuration.scale = .sample
  },
  Provocation(.tooManyUnits([1 << 13, 1 << 14, 0, 5])) {
    $0.shape = .nchw(1 << 13, 1 << 14, 0, 5)
    $0.configuration.scale = .map
  },
  Provocation(.strides([1, 2], "4 strides are needed: sample, channel, spatial axes")) {
    $0.shape.layout = .strided([1, 2])
  },
  Provocation(.firstSample(-1)) { $0.firstSample = -1 },
  Provocation(.firstSample(.max)) { $0.firstSample = .max },
  Provocation(.elementCount("input", given: 119, needed: 120)) {
    var output = Array(repeating: Float(0), count: 120)
    try ReferenceDropBlock(blockSize: 3, dropProbability: 0.1)
      .forward(Array(output.dropLast()), shape: .nchw(2, 3, 4, 5), key: 1, into: &output)
  },
  Provocation(.scheduleValue("from", 1.5)) {
    _ = try ReferenceLinearSchedule(from: 1.5, to: 0, steps: 5)
  },
  Provocation(.scheduleSteps(1, atLeast: 2)) {
    _ = try ReferenceLinearSchedule(from: 0, to: 0, steps: 1)
  },
  Provocation(.group(0)) { _ = try ReferenceGroupFactors.factor(group: 0) },
]

/// The name of a case, without its values.
private func caseName(_ error: DropBlockError) -> Substring {
  "\(Mirror(reflecting: error).children.first?.label ?? "")"[...]
}

@Suite struct ReferenceEngineRefusalTests {
  @Test(arguments: provocations)
  fileprivate func `what is inadmissible is refused`(provocation: Provocation) {
    #expect(throws: provocation.error) { try provocation.attempt() }
  }

  @Test func `every case of the error can be provoked`() {
    let reached = Set(provocations.map { caseName($0.error) })
    let all: Set<Substring> = [
      "dropProbability", "gamma", "gammaFactor", "scale", "blockSize", "blockAxes",
      "blockExceedsMap", "rank", "size", "tooManyUnits", "strides", "elementCount", "firstSample",
      "scheduleValue", "scheduleSteps", "group",
    ]
    #expect(reached == all)
  }

  @Test func `NaN is refused wherever a number is taken`() {
    var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: .nan)
    let shape = Shape.nchw(1, 1, 4, 4)
    func refused(_ change: (inout DropBlockConfiguration) -> Void) -> Bool {
      configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
      change(&configuration)
      let request = DropBlockRequest(configuration, shape: shape, key: 1)
      do { _ = try ReferenceEngine().stages(request) } catch { return true }
      return false
    }
    #expect(refused { $0.dropProbability = .nan })
    #expect(refused { $0.gammaRule = .fixed(.nan) })
    #expect(refused { $0.gammaFactor = .nan })
    #expect(refused { $0.scale = .fixed(.nan) })
    #expect(!refused { _ in })
  }

  @Test func `inference refuses what training refuses`() {
    var request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 3, dropProbability: 1.5), shape: .nchw(1, 1, 4, 4), key: 1)
    request.mode = .inference
    #expect(throws: DropBlockError.dropProbability(1.5)) { try ReferenceEngine().stages(request) }
  }

  @Test func `a refused call writes nothing`() throws {
    let drop = ReferenceDropBlock(blockSize: 0, dropProbability: 0.5)
    let input = Array(repeating: Float(1), count: 16)
    var output = Array(repeating: Float(7), count: 16)
    #expect(throws: DropBlockError.self) {
      try drop.forward(input, shape: .nchw(1, 1, 4, 4), key: 1, into: &output)
    }
    #expect(throws: DropBlockError.self) {
      try drop.forward(inPlace: &output, shape: .nchw(1, 1, 4, 4), key: 1)
    }
    #expect(output == Array(repeating: 7, count: 16))
    let good = ReferenceDropBlock(blockSize: 2, dropProbability: 0.5)
    var short = Array(repeating: Float(7), count: 15)
    #expect(throws: DropBlockError.elementCount("output", given: 15, needed: 16)) {
      try good.forward(input, shape: .nchw(1, 1, 4, 4), key: 1, into: &short)
    }
    #expect(throws: DropBlockError.elementCount("gradient", given: 15, needed: 16)) {
      try good.backward(inPlace: &short, shape: .nchw(1, 1, 4, 4), key: 1)
    }
    #expect(short == Array(repeating: 7, count: 15))
  }
}
