import DropBlockContract

/// The specification by brute force: a loop over units and seeds, for tiny tensors only.
struct Oracle {
  var gamma = 0.0
  var grid: [Int] = []
  var seeds: [Bool] = []
  var mask: [Bool] = []
  var kept: [Int] = []
  var scales: [Double] = []

  /// One Philox4x32-10 block, word by word.
  static func philox(_ counter: [UInt32], key: UInt64) -> [UInt32] {
    var c = counter
    var k = [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)]
    for _ in 0..<10 {
      let a = UInt64(c[0]) * 0xD251_1F53
      let b = UInt64(c[2]) * 0xCD9E_8D57
      c = [
        UInt32(b >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: b),
        UInt32(a >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: a),
      ]
      k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
    }
    return c
  }

  /// Whether a grid position is a seed of the sampler `bernoulli`.
  static func isBernoulliSeed(_ q: UInt64, gamma: Double, key: UInt64) -> Bool {
    let n = q / 4
    let words = philox(
      [UInt32(truncatingIfNeeded: n), UInt32(truncatingIfNeeded: n >> 32), 0, 0], key: key)
    return UInt64(words[Int(q % 4)])
      < UInt64((gamma * 4_294_967_296).rounded(.toNearestOrAwayFromZero))
  }

  /// The seeds of one chunk of the sampler `sparse`, as places in the chunk; the table is walked.
  static func sparseChunk(_ j: UInt64, gamma: Double, key: UInt64) -> [Int] {
    let q = (1 - gamma) * 0x1p64
    if q == 0 { return Array(0..<4096) }
    if q == 0x1p64 { return [] }
    var places: [Int] = []
    var cursor = 0
    var i: UInt32 = 0
    while cursor < 4096 {
      let w = philox(
        [UInt32(truncatingIfNeeded: j), UInt32(truncatingIfNeeded: j >> 32), i / 2, 1], key: key)
      let draw = i % 2 == 0 ? UInt64(w[0]) | UInt64(w[1]) << 32 : UInt64(w[2]) | UInt64(w[3]) << 32
      i += 1
      var survival = UInt64(q)
      while cursor < 4096, draw < survival {
        cursor += 1
        survival = survival.multipliedFullWidth(by: UInt64(q)).high
      }
      if cursor < 4096 {
        places.append(cursor)
        cursor += 1
      }
    }
    return places
  }

  /// All stages of a request, gamma given.
  init(_ request: DropBlockRequest, gamma: Double) throws {
    let shape = request.shape
    let c = request.configuration
    let rank = shape.rank
    let block = zip(try c.blockSize.sides(rank: rank), shape.spatial).map { min($0, $1) }
    var offset = Array(repeating: 0, count: rank)
    var v = zip(shape.spatial, block).map { $0 - $1 + 1 }
    if case .whole(let anchor) = c.seedGrid {
      v = shape.spatial
      offset = block.map {
        anchor == .corner ? 0 : anchor == .lowerCentre ? $0 / 2 : ($0 - 1) / 2
      }
    }
    let n = c.sharing.contains(.samples) ? 1 : shape.samples
    let k = c.sharing.contains(.channels) ? 1 : shape.channels
    let perMap = v.reduce(1, *)
    let units = shape.unitsPerMap
    self.gamma = gamma
    grid = [n, k] + v
    let first = UInt64(
      (n == 1 && c.sharing.contains(.samples) ? 0 : request.firstSample) * k * perMap)
    seeds = []
    var chunks: [UInt64: [Int]] = [:]
    for index in 0..<n * k * perMap {
      let q = first + UInt64(index)
      switch c.sampler {
      case .bernoulli: seeds.append(Self.isBernoulliSeed(q, gamma: gamma, key: request.key))
      case .sparse:
        if chunks[q / 4096] == nil {
          chunks[q / 4096] = Self.sparseChunk(q / 4096, gamma: gamma, key: request.key)
        }
        seeds.append(chunks[q / 4096]?.contains(Int(q % 4096)) == true)
      }
    }
    // A mask of each grid map first, by asking every unit for a seed that covers it.
    let places = (0..<perMap).map { Self.place($0, v) }
    var masks: [[Bool]] = []
    for map in 0..<n * k {
      let corners = places.indices.filter { seeds[map * perMap + $0] }.map { seed in
        (0..<rank).map { places[seed][$0] - offset[$0] }
      }
      masks.append(
        (0..<units).map { index in
          let unit = Self.place(index, shape.spatial)
          return corners.contains { corner in
            for axis in 0..<rank {
              if unit[axis] < corner[axis] || unit[axis] >= corner[axis] + block[axis] {
                return false
              }
            }
            return true
          }
        })
    }
    mask = (0..<shape.mapCount).flatMap { map in
      let (sample, channel) = (map / shape.channels, map % shape.channels)
      return masks[(n == 1 ? 0 : sample) * k + (k == 1 ? 0 : channel)]
    }
    let scopes: Int
    switch c.scale {
    case .tensor, .fixed, .none: scopes = 1
    case .sample: scopes = shape.samples
    case .map: scopes = shape.mapCount
    }
    kept = Array(repeating: 0, count: scopes)
    let size = shape.unitCount / scopes
    for index in mask.indices where !mask[index] { kept[index / size] += 1 }
    scales = kept.map {
      switch c.scale {
      case .fixed(let factor): factor
      case .none: 1
      default: $0 == 0 ? 0 : Double(size) / Double($0)
      }
    }
  }

  /// The coordinates of a place in a row-major box.
  static func place(_ index: Int, _ sizes: [Int]) -> [Int] {
    var rest = index
    var place: [Int] = []
    for size in sizes.reversed() {
      place.insert(rest % size, at: 0)
      rest /= size
    }
    return place
  }

  /// Where the units lie in memory, in logical order.
  static func offsets(_ shape: Shape) -> [Int] {
    let sizes = [shape.samples, shape.channels] + shape.spatial
    var strides: [Int]
    switch shape.layout {
    case .channelsFirst:
      strides = sizes.indices.map { sizes[($0 + 1)...].reduce(1, *) }
    case .channelsLast:
      strides = sizes.indices.map { sizes[($0 + 1)...].reduce(shape.channels, *) }
      strides[0] = shape.unitsPerMap * shape.channels
      strides[1] = 1
    case .strided(let given): strides = given
    }
    return (0..<shape.unitCount).map { index in
      zip(Self.place(index, sizes), strides).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

/// A small generator for the choices of a test: SplitMix64, so that a failure names its number.
struct Choices {
  private var state: UInt64

  init(_ number: Int) { state = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  mutating func one<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }

  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
