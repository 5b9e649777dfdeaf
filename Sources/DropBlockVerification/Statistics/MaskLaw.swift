import DropBlockContract
import DropBlockReference

/// The probability of every mask of a map so small that all sets of seeds can be listed.
struct MaskLaw {
  /// The masks that can be, ascending; bit u stands for unit u.
  private(set) var masks: [UInt64] = []

  /// The probability of each.
  private(set) var probabilities: [Double] = []

  /// The most grid positions whose 2ⁿ sets of seeds are listed.
  static let mostPositions = 12

  /// The law of a map of at most 64 units and ``mostPositions`` grid positions.
  init(_ blocks: LegalBlocks, gamma: Double) {
    precondition(blocks.units <= 64 && blocks.positions <= Self.mostPositions)
    let footprints = (0..<blocks.positions).map { position in
      blocks.footprint(of: position).reduce(into: UInt64(0)) { $0 |= 1 << UInt64($1) }
    }
    var law: [UInt64: Double] = [:]
    for seeds in 0..<1 << blocks.positions {
      var mask: UInt64 = 0
      var probability = 1.0
      for (position, footprint) in footprints.enumerated() {
        let isSeed = seeds >> position & 1 == 1
        if isSeed { mask |= footprint }
        probability *= isSeed ? gamma : 1 - gamma
      }
      law[mask, default: 0] += probability
    }
    masks = law.keys.sorted()
    probabilities = masks.map { law[$0] ?? 0 }
  }
}

extension MaskLaw {
  /// The law of the maps of a survey.
  init(_ survey: Survey) {
    let geometry = survey.law.geometry
    self.init(
      LegalBlocks(
        map: geometry.map, sides: geometry.block, seedGrid: survey.plan.configuration.seedGrid),
      gamma: survey.law.gamma)
  }
}
