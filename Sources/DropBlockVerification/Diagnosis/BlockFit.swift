import DropBlockContract

/// Which known ways to lay blocks explain masks.
enum BlockFit {
  /// The units of a map up to which a search unit by unit takes no more than a moment.
  private static let mostUnits = 4096

  /// Whether a fault turns the revealed seeds of a case that passes into its very mask; nil where that
  /// can't be told.
  static func gives(_ fault: KnownFault, _ reading: Reading) -> Bool? {
    fits(reading).map { $0.contains(fault) }
  }

  /// Those that turn the revealed seeds of a case into the very mask, if it is not the right one.
  static func grown(_ reading: Reading) -> [KnownFault] {
    fits(reading, isRightNone: true) ?? []
  }

  /// Those that turn the revealed seeds of a case into the very mask; nil where seeds are not revealed.
  private static func fits(_ reading: Reading, isRightNone: Bool = false) -> [KnownFault]? {
    let shape = reading.question.request.shape
    let sharing = reading.question.request.configuration.sharing
    let perMap = reading.geometry.positions
    let channels = sharing.contains(.channels) ? 1 : shape.channels
    guard let seeds = reading.result.revealed.seeds, seeds.count == seedCount(reading),
      shape.unitsPerMap <= mostUnits
    else { return nil }
    func mask(_ index: Int, _ blocks: [[Int]]) -> [Bool] {
      let sample = sharing.contains(.samples) ? 0 : index / shape.channels
      let channel = sharing.contains(.channels) ? 0 : index % shape.channels
      let first = (sample * channels + channel) * perMap
      var mask = [Bool](repeating: false, count: shape.unitsPerMap)
      for position in 0..<perMap where seeds[first + position] {
        for unit in blocks[position] { mask[unit] = true }
      }
      return mask
    }
    let asked = (0..<perMap).map { reading.geometry.footprint(of: $0) }
    let masks = reading.maps.indices.map { mask($0, asked) }
    // Many rules give a right mask as well, and none of them explains anything.
    let isRight = reading.maps.indices.allSatisfy {
      masks[$0].elementsEqual(reading.mask[reading.maps[$0]])
    }
    if isRight, isRightNone { return [] }
    let misplaced = whichMaps(shape).filter { rule in
      reading.maps.indices.allSatisfy {
        masks[rule.map($0)].elementsEqual(reading.mask[reading.maps[$0]])
      }
    }.map(\.fault)
    let isInverted = reading.maps.indices.allSatisfy { index in
      zip(masks[index], reading.mask[reading.maps[index]]).allSatisfy { $0 != $1 }
    }
    return misplaced
      + (isInverted ? [.invertedMask] : [])
      + rules(reading.question.request.configuration, map: shape.spatial) { _, blocks in
        blocks.count == perMap
          && reading.maps.enumerated().allSatisfy {
            mask($0, blocks).elementsEqual(reading.mask[$1])
          }
      }.map(KnownFault.blocks)
  }

  /// How many positions the grid of a case's tensor has.
  static func seedCount(_ reading: Reading) -> Int {
    let shape = reading.question.request.shape
    let sharing = reading.question.request.configuration.sharing
    return (sharing.contains(.samples) ? 1 : shape.samples)
      * (sharing.contains(.channels) ? 1 : shape.channels) * reading.geometry.positions
  }

  /// Known ways to give a map the right mask of another one.
  private static func whichMaps(_ shape: Shape) -> [(fault: KnownFault, map: (Int) -> Int)] {
    let channels = max(shape.channels, 1)
    return [
      (.sharing(SharingRule.channels.rule), { $0 / channels * channels }),
      (.sharing(SharingRule.samples.rule), { $0 % channels }),
      (.sharing(SharingRule.maps.rule), { _ in 0 }),
    ]
  }

  /// Those of whose blocks every map's dropped set is a union, the largest blocks and the fewest
  /// places first: small blocks explain anything.
  static func possible(_ reading: Reading) -> [KnownFault] {
    explaining(
      reading.maps.map { Array(reading.mask[$0]) }, reading.question.request.configuration,
      map: reading.question.request.shape.spatial)
  }

  /// Those of whose blocks every mask is a union, the largest blocks and the fewest places first.
  ///
  /// - Parameter isEveryBlockSeen: Whether each block that the rule knows must have been dropped in
  ///   one of the masks: of a rule that never seeds a position, and of masks enough.
  static func explaining(
    _ masks: [[Bool]], _ configuration: DropBlockConfiguration, map: [Int],
    isEveryBlockSeen: Bool = false
  ) -> [KnownFault] {
    guard map.reduce(1, *) <= mostUnits,
      let sides = try? configuration.blockSize.sides(rank: map.count)
    else { return [] }
    var size: [Rule: (volume: Int, blocks: Int)] = [:]
    var cubes: Set<Rule> = []
    let asked = zip(sides, map).reduce(1) { $0 * min($1.0, $1.1) }
    let fitting = rules(configuration, map: map) { rule, blocks in
      // Sides that have changed places may have been clipped to nearly nothing.
      let volume = max(blocks.map(\.count).max() ?? 0, rule.isTransposed ? asked : 0)
      size[rule.rule] = (volume, blocks.count)
      if rule.isCube { cubes.insert(rule.rule) }
      var isSeen = blocks.map(\.isEmpty)
      for mask in masks where mask.contains(true) {
        var covered = [Bool](repeating: false, count: mask.count)
        for (index, block) in blocks.enumerated() where block.allSatisfy({ mask[$0] }) {
          isSeen[index] = true
          for unit in block { covered[unit] = true }
        }
        if mask != covered { return false }
      }
      return !isEveryBlockSeen || !isSeen.contains(false)
    }
    // What is as asked for wherever sides are equal explains those masks by nothing that is small.
    return fitting.filter { cubes.contains($0) || 2 * (size[$0]?.volume ?? 0) >= asked }
      .enumerated()
      .sorted {
        one, other in
        let (a, b) = (size[one.element] ?? (0, 0), size[other.element] ?? (0, 0))
        return (-a.volume, a.blocks, one.offset) < (-b.volume, b.blocks, other.offset)
      }.map { .blocks($0.element) }
  }

  private static func rules(
    _ configuration: DropBlockConfiguration, map: [Int], _ explains: (BlockRule, [[Int]]) -> Bool
  ) -> [Rule] {
    guard let sides = try? configuration.blockSize.sides(rank: map.count) else { return [] }
    return BlockRule.all.dropFirst().filter { rule in
      rule.footprints(map: map, sides: sides, seedGrid: configuration.seedGrid)
        .map { explains(rule, $0) } ?? false
    }.map(\.rule)
  }
}
