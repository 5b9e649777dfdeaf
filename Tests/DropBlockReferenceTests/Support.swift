import DropBlockContract
import Foundation
import Testing

/// A small generator with a fixed seed: every run of a test sees the same cases.
struct FixedNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Every seed grid with every anchor.
let allSeedGrids: [SeedGrid] = [.valid] + Anchor.allCases.map { .whole($0) }

/// Every kind of sharing.
let allSharings: [MaskSharing] = [[], .channels, .samples, [.channels, .samples]]

extension DropBlockRequest {
  /// A small admissible request that drops something more often than not.
  static func any(using numbers: inout FixedNumbers) -> DropBlockRequest {
    let rank = Int.random(in: 1...3, using: &numbers)
    let most = [40, 9, 5][rank - 1]
    let spatial = (0..<rank).map { _ in Int.random(in: 1...most, using: &numbers) }
    let sides = spatial.map { Int.random(in: 1...($0 + 1), using: &numbers) }
    var configuration = DropBlockConfiguration(
      blockSize: .perAxis(sides), dropProbability: Double.random(in: 0.02...0.9, using: &numbers))
    configuration.seedGrid = allSeedGrids.randomElement(using: &numbers) ?? .valid
    configuration.gammaRule =
      [.paper, .blockVolume, .calibrated, .fixed(0.2)].randomElement(using: &numbers) ?? .paper
    configuration.sharing = allSharings.randomElement(using: &numbers) ?? []
    configuration.scale =
      [.tensor, .sample, .map, .fixed(1.25), .none].randomElement(using: &numbers) ?? .tensor
    configuration.sampler = Sampler.allCases.randomElement(using: &numbers) ?? .sparse
    let shape = Shape(
      samples: Int.random(in: 1...4, using: &numbers),
      channels: Int.random(in: 1...3, using: &numbers), spatial: spatial)
    return DropBlockRequest(
      configuration, shape: shape, key: numbers.next(),
      firstSample: Int.random(in: 0...1000, using: &numbers))
  }
}

/// Whether a count is one that a binomial law produces, but for a false alarm of probability `alpha`.
///
/// By Chernoff, P(K ≥ k) ≤ exp(−n · KL(k/n ‖ p)) for k/n ≥ p, and the same downwards: the bound holds
/// for every n and p, without any approximation.
func isBinomial(_ count: Int, of n: Int, probability p: Double, alpha: Double) -> Bool {
  Double(n) * divergence(Double(count) / Double(n), p) < log(2 / alpha)
}

/// The Kullback-Leibler divergence of two coins, in nats.
private func divergence(_ a: Double, _ p: Double) -> Double {
  let heads = a == 0 ? 0 : a * log(a / p)
  let tails = a == 1 ? 0 : (1 - a) * log((1 - a) / (1 - p))
  return heads + tails
}

/// The shape with each spatial position's row-major coordinates: a map's units in order.
func coordinates(of sizes: [Int]) -> [[Int]] {
  var all: [[Int]] = [[]]
  for size in sizes { all = all.flatMap { prefix in (0..<size).map { prefix + [$0] } } }
  return all
}

/// Checks that a sampler's seeds are independent coins, with fixed keys.
///
/// For fresh keys a right sampler fails with probability below 1e-9: each of the seven binomial counts
/// gets 1e-10. Each count is over disjoint sets of positions, so that its law is exactly binomial.
func expectBernoulli(
  _ gamma: Double, _ realised: Double, sampler: (UInt64, Int, Int) -> [Bool]
) {
  let chunk = 4096
  let seeds = sampler(0x0123_4567_89AB_CDEF, 0, 256 * chunk)
  let both = realised * realised
  let one = 2 * realised * (1 - realised)

  func expect(_ name: String, _ probability: Double, step: Int, _ hit: (Int) -> Bool) {
    var count = 0
    var trials = 0
    for position in stride(from: 0, to: seeds.count, by: step) {
      if hit(position) { count += 1 }
      trials += 1
    }
    #expect(
      isBinomial(count, of: trials, probability: probability, alpha: 1e-10),
      "gamma \(gamma), \(name): \(count) of \(trials), probability \(probability)")
  }
  expect("every position", realised, step: 1) { seeds[$0] }
  expect("both neighbours", both, step: 2) { seeds[$0] && seeds[$0 + 1] }
  expect("one of two neighbours", one, step: 2) { seeds[$0] != seeds[$0 + 1] }
  expect("both of two that are two apart", both, step: 4) { seeds[$0 + 1] && seeds[$0 + 3] }
  expect("the first of a chunk", realised, step: chunk) { seeds[$0] }
  expect("the last of a chunk", realised, step: chunk) { seeds[$0 + chunk - 1] }
  expect("one of two across a border", one, step: 2 * chunk) {
    seeds[$0 + chunk - 1] != seeds[$0 + chunk]
  }
}
