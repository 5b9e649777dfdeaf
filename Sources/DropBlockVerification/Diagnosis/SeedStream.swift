import DropBlockContract

/// The normative random stream, written down again for diagnosis, with what is known to go wrong in
/// it as switches.
///
/// Source: specification, section 5; Salmon, Moraes, Dror, Shaw, SC 2011.
struct SeedStream {
  var rounds = 10
  var isKeySwapped = false
  var keyMask = UInt64.max
  var isCounterSwapped = false
  var areWordsReversed = false
  var ignoresFirstSample = false

  /// What is left of a grid position's number, and of the number in the counter's first two words.
  var positionMask = UInt64.max
  var counterMask = UInt64.max
  var sampler: Sampler?

  /// How many of a counter's words, or draws, are used before the next counter.
  var usesOneOfCounter = false

  /// Whether 1 − u takes the place of u.
  var isComplement = false
  var isThresholdIncluded = false
  var areHalvesSwapped = false

  /// Whether a part of a batch begins the next chunk instead of going on within one.
  var beginsNextChunk = false

  /// In what order the positions of the grid are numbered, if not row-major.
  var isChannelsLast = false
  var isFirstAxisFastest = false

  /// Of how many positions the tensor's are a multiple, seeds in the rest being lost.
  var vector = 1

  /// How many seeds of a map count, at most.
  var mostOfMap = Int.max

  /// The seeds of a tensor's grid, row-major.
  func seeds(_ gamma: Double, _ request: DropBlockRequest, _ blocks: LegalBlocks) -> [Bool] {
    let sharing = request.configuration.sharing
    let channels = sharing.contains(.channels) ? 1 : request.shape.channels
    let samples = sharing.contains(.samples) ? 1 : request.shape.samples
    let perSample = channels * blocks.positions
    let isWhole = ignoresFirstSample || sharing.contains(.samples)
    let first = UInt64(isWhole ? 0 : request.firstSample &* perSample) & positionMask
    let count = samples * perSample
    var seeds =
      switch sampler ?? request.configuration.sampler {
      case .bernoulli: bernoulli(gamma, request.key, first, count)
      case .sparse: sparse(gamma, request.key, first, count)
      }
    for index in count / vector * vector..<count { seeds[index] = false }
    if mostOfMap < blocks.positions { cut(&seeds, mapsOf: blocks.positions) }
    guard isChannelsLast || isFirstAxisFastest else { return seeds }
    return (0..<count).map { index in
      let (map, place) = (index / blocks.positions, index % blocks.positions)
      let number = isFirstAxisFastest ? Self.turned(place, blocks.grid) : place
      return isChannelsLast
        ? seeds[(map / channels * blocks.positions + number) * channels + map % channels]
        : seeds[map * blocks.positions + number]
    }
  }

  /// Drops the seeds of each map after the first ones.
  private func cut(_ seeds: inout [Bool], mapsOf positions: Int) {
    var found = 0
    for index in seeds.indices {
      if index % positions == 0 { found = 0 }
      if seeds[index] { found += 1 }
      if found > mostOfMap { seeds[index] = false }
    }
  }

  /// The number of a position that is numbered row-major, with the first axis fastest instead.
  private static func turned(_ place: Int, _ grid: [Int]) -> Int {
    var (rest, number, stride) = (place, 0, grid.reduce(1, *))
    for size in grid.reversed() {
      stride /= size
      number += rest % size * stride
      rest /= size
    }
    return number
  }

  private func bernoulli(_ gamma: Double, _ key: UInt64, _ first: UInt64, _ count: Int) -> [Bool] {
    let threshold = UInt64((gamma * 0x1p32).rounded(.toNearestOrAwayFromZero))
    return (0..<count).map { index in
      let position = first &+ UInt64(index)
      let perCounter: UInt64 = usesOneOfCounter ? 1 : 4
      let words = block(position / perCounter, 0, 0, key)
      let word = UInt64(words[Int(position % perCounter)])
      if isComplement { return 0x1_0000_0000 - word <= threshold }
      return word < threshold || isThresholdIncluded && word == threshold
    }
  }

  private func sparse(_ gamma: Double, _ key: UInt64, _ first: UInt64, _ count: Int) -> [Bool] {
    var seeds = [Bool](repeating: false, count: count)
    guard count > 0, 1 - gamma < 1 else { return seeds }
    let length = 4096
    let q = gamma >= 1 ? 0 : UInt64((1 - gamma) * 0x1p64)
    var share = q
    let survival = (0..<length).map { _ in
      defer { share = share.multipliedFullWidth(by: q).high }
      return share
    }
    let start = beginsNextChunk ? (first + 4095) / 4096 * 4096 : first
    let positions = start..<start + UInt64(count)
    for chunk in positions.lowerBound / 4096...(positions.upperBound - 1) / 4096 {
      var cursor = 0
      var draws: UInt32 = 0
      while cursor < length {
        let perCounter: UInt32 = usesOneOfCounter ? 1 : 2
        let words = block(chunk, draws / perCounter, 1, key)
        let pair = Int(draws % perCounter) * 2
        let low = UInt64(words[areHalvesSwapped ? pair + 1 : pair])
        let high = UInt64(words[areHalvesSwapped ? pair : pair + 1])
        let number = isComplement ? ~(high << 32 | low) : high << 32 | low
        draws += 1
        // The table falls, so the first entry that is not above the number ends the gap.
        cursor += survival.firstIndex { number >= $0 } ?? length
        let position = chunk * 4096 + UInt64(cursor)
        if cursor < length, positions.contains(position) {
          seeds[Int(position - positions.lowerBound)] = true
        }
        cursor += 1
      }
    }
    return seeds
  }

  private func block(_ number: UInt64, _ third: UInt32, _ fourth: UInt32, _ key: UInt64) -> [UInt32]
  {
    let halves = Self.halves(number & counterMask)
    var counter =
      isCounterSwapped
      ? [halves.high, halves.low, third, fourth] : [halves.low, halves.high, third, fourth]
    var (low, high) = Self.halves(key & keyMask)
    if isKeySwapped { (low, high) = (high, low) }
    for round in 0..<UInt32(rounds) {
      let one = UInt64(counter[0]) * 0xD251_1F53
      let other = UInt64(counter[2]) * 0xCD9E_8D57
      counter = [
        Self.halves(other).high ^ counter[1] ^ (low &+ round &* 0x9E37_79B9),
        Self.halves(other).low,
        Self.halves(one).high ^ counter[3] ^ (high &+ round &* 0xBB67_AE85),
        Self.halves(one).low,
      ]
    }
    return areWordsReversed ? counter.reversed() : counter
  }

  private static func halves(_ word: UInt64) -> (low: UInt32, high: UInt32) {
    (UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32))
  }
}
