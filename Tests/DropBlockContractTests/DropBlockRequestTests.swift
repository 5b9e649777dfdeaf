import DropBlockContract
import Testing

private func request(
  _ shape: Shape = .nchw(2, 3, 4, 5), firstSample: Int = 0,
  _ change: (inout DropBlockConfiguration) -> Void = { _ in }
) -> DropBlockRequest {
  var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
  change(&configuration)
  return DropBlockRequest(configuration, shape: shape, key: 1, firstSample: firstSample)
}

/// Whether a number in one of the options is refused, with exactly that number.
private func refused(
  _ number: Double, _ change: (inout DropBlockConfiguration) -> Void
) -> Bool {
  do throws(DropBlockError) {
    try request(.nchw(2, 3, 4, 5), change).validate()
    return false
  } catch {
    switch error {
    case .dropProbability(let given), .gamma(let given), .gammaFactor(let given), .scale(let given):
      return given.bitPattern == number.bitPattern
    default:
      return false
    }
  }
}

@Suite struct DropBlockRequestTests {
  @Test func `defaults`() {
    let request = request()
    #expect(request.firstSample == 0)
    #expect(request.mode == .training)
  }

  @Test func `probabilities are 0…1`() throws {
    for inside in [0, -0.0, 1, 0.5, Double.leastNonzeroMagnitude] {
      try request { $0.dropProbability = inside }.validate()
      try request { $0.gammaRule = .fixed(inside) }.validate()
    }
    for outside in [-0.1, 1.1, -Double.leastNonzeroMagnitude, 1.nextUp, .infinity, .nan] {
      #expect(refused(outside) { $0.dropProbability = outside }, "p \(outside)")
      #expect(refused(outside) { $0.gammaRule = .fixed(outside) }, "gamma \(outside)")
    }
  }

  @Test func `factors are finite and at least 0`() throws {
    for inside in [0, -0.0, 1, 1e300, Double.leastNonzeroMagnitude] {
      try request { $0.gammaFactor = inside }.validate()
      try request { $0.scale = .fixed(inside) }.validate()
    }
    for outside in [-0.1, -Double.infinity, .infinity, .nan] {
      #expect(refused(outside) { $0.gammaFactor = outside }, "gamma factor \(outside)")
      #expect(refused(outside) { $0.scale = .fixed(outside) }, "scale \(outside)")
    }
  }

  @Test func `a block larger than its map is refused only where that is asked for`() throws {
    try request { $0.blockSize = [5, 5] }.validate()
    #expect(throws: DropBlockError.blockExceedsMap(block: [5, 5], map: [4, 5])) {
      try request {
        $0.blockSize = [5, 5]
        $0.oversizedBlock = .refused
      }.validate()
    }
    try request {
      $0.blockSize = [4, 5]
      $0.oversizedBlock = .refused
    }.validate()
  }

  @Test func `the larger batch can be counted`() throws {
    try request(firstSample: 0).validate()
    try request(firstSample: 1 << 40).validate()
    for first in [-1, Int.min, .max, .max - 1, 1 << 58] {
      #expect(throws: DropBlockError.firstSample(first)) {
        try request(firstSample: first).validate()
      }
    }
  }

  @Test func `strides do not have to hold the larger batch`() throws {
    // Only this part of the batch lies in memory.
    let shape = Shape(samples: 2, channels: 1, spatial: [3], layout: .strided([3, 3, 1]))
    try request(shape, firstSample: 1 << 50).validate()
  }

  @Test func `buffers hold the tensor`() throws {
    let dense = request()
    try dense.validate("input", count: 120)
    for count in [0, 119, 121] {
      #expect(throws: DropBlockError.elementCount("input", given: count, needed: 120)) {
        try dense.validate("input", count: count)
      }
    }
    let strided = request(
      Shape(samples: 2, channels: 3, spatial: [4, 5], layout: .strided([100, 30, 7, 1])))
    try strided.validate("input", count: 186)
    try strided.validate("input", count: 5000)
    #expect(throws: DropBlockError.elementCount("output", given: 185, needed: 186)) {
      try strided.validate("output", count: 185)
    }
  }

  @Test func `shape and block are validated too`() {
    #expect(throws: DropBlockError.rank(0)) {
      try request(Shape(samples: 1, channels: 1, spatial: [])).validate()
    }
    #expect(throws: DropBlockError.blockAxes(given: 1, needed: 2)) {
      try request { $0.blockSize = [1] }.validate()
    }
    #expect(throws: DropBlockError.blockSize([0, 0])) {
      try request { $0.blockSize = 0 }.validate()
    }
  }
}
