import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct KeptIdentityTests {
  @Test func `an identity keeps every unit of each scope at scale 1`() throws {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    for (rule, counts) in [
      (ScaleRule.tensor, [120]), (.sample, [60, 60]),
      (.map, Array(repeating: 20, count: 6)), (.fixed(3), [120]), (.none, [120]),
    ] {
      configuration.scale = rule
      let kept = try Kept.identity(
        DropBlockRequest(configuration, shape: .nchw(2, 3, 4, 5), key: 0))
      #expect(kept == Kept(counts: counts, scales: counts.map { _ in 1 }), "\(rule)")
    }
  }

  @Test func `an empty tensor has the scopes that are handed out, up to their limit`() throws {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    configuration.scale = .map
    let few = DropBlockRequest(configuration, shape: .nchw(2, 3, 0, 5), key: 0)
    #expect(
      try Kept.identity(few)
        == Kept(
          counts: Array(repeating: 0, count: 6), scales: Array(repeating: 1, count: 6)))
    let limit = Kept.emptyScopeLimit
    let many = DropBlockRequest(configuration, shape: .nchw(1, limit + 1, 0, 5), key: 0)
    #expect(throws: DropBlockError.tooManyUnits([1, limit + 1, 0, 5])) {
      try Kept.identity(many)
    }
    configuration.scale = .sample
    let none = DropBlockRequest(configuration, shape: .nchw(0, 3, 4, 5), key: 0)
    #expect(try Kept.identity(none) == Kept(counts: [], scales: []))
  }
}
