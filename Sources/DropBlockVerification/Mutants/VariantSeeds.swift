import DropBlockPlatform
import DropBlockReference

/// The seeds of a tensor: their positions, row-major over the grid, in any order, each once.
typealias VariantSampler =
  @Sendable (_ gamma: Double, _ key: UInt64, _ geometry: BlockGeometry) -> [Int]

/// Correct ways to draw seeds, none of them the normative one.
enum VariantSeeds {
  /// The normative sparse sampler, its positions in each map numbered from the last.
  @Sendable
  static func fromUpperCorner(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    let perMap = geometry.positionsPerMap
    return normative(gamma, key, geometry).map { $0 / perMap * perMap + perMap - 1 - $0 % perMap }
  }

  /// The normative sparse sampler, its positions in each map counted along the first axis.
  @Sendable
  static func columnByColumn(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    let perMap = geometry.positionsPerMap
    return normative(gamma, key, geometry).map { number in
      var rest = number % perMap
      var place = 0
      var stride = perMap
      for size in geometry.positions {
        stride /= size
        place += rest % size * stride
        rest /= size
      }
      return number / perMap * perMap + place
    }
  }

  private static func normative(
    _ gamma: Double, _ key: UInt64, _ geometry: BlockGeometry
  ) -> [Int] {
    let seeds = SparseSampler.seeds(
      gamma: gamma, key: key, first: geometry.firstPosition, count: geometry.positionCount
    ).seeds
    return seeds.indices.filter { seeds[$0] }
  }

  /// The sparse sampler with chunks of 1,000 positions; gaps are found by bisection.
  @Sendable
  static func inChunksOf1000(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    let length = 1_000
    let (first, count) = (geometry.firstPosition, geometry.positionCount)
    guard count > 0, 1 - gamma < 1 else { return [] }
    let survival = SparseSampler.survivalTable(gamma: gamma).prefix(length)
    var positions: [Int] = []
    for chunk in first / length...(first + count - 1) / length {
      var cursor = 0
      var draws: UInt32 = 0
      while true {
        let words = Philox4x32.block(
          counter: (
            UInt32(truncatingIfNeeded: chunk), UInt32(truncatingIfNeeded: chunk >> 32), draws, 2
          ), key: key)
        draws += 1
        cursor += gap(UInt64(words.0) << 32 | UInt64(words.1), survival)
        guard cursor < length else { break }
        let position = chunk * length + cursor - first
        if position >= 0, position < count { positions.append(position) }
        cursor += 1
      }
    }
    return positions
  }

  /// How many entries of a falling table are above a number.
  private static func gap(_ number: UInt64, _ survival: ArraySlice<UInt64>) -> Int {
    var (low, high) = (0, survival.count)
    while low < high {
      let middle = (low + high) / 2
      if number < survival[middle] { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Gaps as logarithms, one stream of SplitMix64 for the whole tensor.
  @Sendable
  static func byLogarithm(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    var random = SplitMix64(SplitMix64.mixed(key))
    let count = geometry.positionCount
    let rate = Double.log(onePlus: -gamma)
    var positions: [Int] = []
    var cursor = 0
    while cursor < count {
      // From (0, 1]: the logarithm of 0 would be infinite.
      let share = Double(random.next() >> 11 + 1) * 0x1p-53
      let gap = (Double.log(share) / rate).rounded(.down)
      guard gap < Double(count - cursor) else { break }
      cursor += Int(gap)
      positions.append(cursor)
      cursor += 1
    }
    return positions
  }

  /// A word of Philox for each position, its counter made of the map and the place in the map.
  @Sendable
  static func counterByMap(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    let perMap = geometry.positionsPerMap
    guard perMap > 0 else { return [] }
    let threshold = BernoulliSampler.threshold(gamma: gamma)
    let firstMap = geometry.firstPosition / perMap
    var positions: [Int] = []
    for map in 0..<geometry.samples * geometry.channels {
      let number = UInt64(firstMap + map)
      for group in 0..<(perMap + 3) / 4 {
        let words = Philox4x32.block(
          counter: (
            3, UInt32(group), UInt32(truncatingIfNeeded: number >> 32),
            UInt32(truncatingIfNeeded: number)
          ), key: key)
        let place = group * 4
        let start = map * perMap + place
        if UInt64(words.0) < threshold { positions.append(start) }
        if place + 1 < perMap, UInt64(words.1) < threshold { positions.append(start + 1) }
        if place + 2 < perMap, UInt64(words.2) < threshold { positions.append(start + 2) }
        if place + 3 < perMap, UInt64(words.3) < threshold { positions.append(start + 3) }
      }
    }
    return positions
  }

  /// A binomial number of seeds, then positions without replacement, for each part of each map.
  @Sendable
  static func binomial(gamma: Double, key: UInt64, geometry: BlockGeometry) -> [Int] {
    let perMap = geometry.positionsPerMap
    guard perMap > 0 else { return [] }
    // Of a part so small the probability of no seed, or of no other, is far from underflow.
    let part = min(perMap, 512)
    let whole = BinomialDraw(count: part, gamma: gamma)
    let last = BinomialDraw(count: perMap % part, gamma: gamma)
    let firstMap = geometry.firstPosition / perMap
    var positions: [Int] = []
    for map in 0..<geometry.samples * geometry.channels {
      var random = PCG32(key: key, stream: UInt64(firstMap + map))
      let end = (map + 1) * perMap
      for start in stride(from: map * perMap, to: end, by: part) {
        (end - start < part ? last : whole).draw(&random, from: start, into: &positions)
      }
    }
    return positions
  }
}
