import DropBlockContract

/// A known way, right or wrong, to lay blocks on a map: for every possible seed the units it drops.
struct BlockRule: Sendable {
  /// What it does.
  let rule: Rule

  /// How blocks lie along one axis; nil where the rule does not apply.
  private let axis: @Sendable (BlockAxis) -> [[Int]]?

  /// Whether the map's last two axes are taken for each other.
  private var isSwapped = false

  /// Whether the block's sides are used in reverse order.
  private var isReversed = false

  /// Whether this is what the specification asks for.
  var isAsked: Bool { rule == Self.asked.rule }

  /// Whether it lays blocks on the grid asked for, or on another known one.
  var isOnKnownGrid: Bool { Self.onKnownGrids.contains { $0.rule == rule } }

  /// Whether axes are taken for each other, of the map or of the block.
  var isTransposed: Bool { isSwapped || isReversed }

  /// The sides that blocks have on a map instead of those asked for, where nothing else is wrong.
  private(set) var sides: (@Sendable (_ asked: [Int], _ map: [Int]) -> [Int])?

  /// Whether blocks have one side along every axis, so that they differ only where sides do.
  private(set) var isCube = false

  init(
    _ name: String, _ words: String, axis: @escaping @Sendable (BlockAxis) -> [[Int]]?
  ) {
    rule = Rule("blocks.\(name)", words)
    self.axis = axis
  }

  /// The units of every possible block of one map; nil where the rule does not apply.
  ///
  /// Every rule is a product over the axes; an axis says for each of its grid positions which
  /// coordinates a block there covers. A block may have been cut down to nothing.
  func footprints(map: [Int], sides: [Int], seedGrid: SeedGrid) -> [[Int]]? {
    var (map, sides) = (map, zip(isReversed ? sides.reversed() : sides, map).map { min($0, $1) })
    if isSwapped {
      guard map.count > 1, map[map.count - 1] != map[map.count - 2] else { return nil }
      map.swapAt(map.count - 1, map.count - 2)
      sides.swapAt(sides.count - 1, sides.count - 2)
    }
    var blocks: [[Int]] = [[0]]
    for index in map.indices {
      let along = axis(
        BlockAxis(
          index: index, rank: map.count, size: map[index], side: sides[index], seedGrid: seedGrid,
          map: map, sides: sides))
      guard let along else { return nil }
      blocks = blocks.flatMap { block in
        along.map { places in block.flatMap { unit in places.map { unit * map[index] + $0 } } }
      }
    }
    return blocks
  }

  /// What the specification asks for.
  static let asked = BlockRule("asked", "blocks and seed grid as asked for") { $0.asked() }

  /// Blocks of one unit: dropout.
  static let singleUnits: BlockRule = {
    var rule = BlockRule("single-units", "single units are dropped, as dropout does, not blocks") {
      axis in (0..<axis.size).map { [$0] }
    }
    rule.sides = { asked, _ in asked.map { _ in 1 } }
    return rule
  }()

  /// What was asked for, and the known grids.
  static let onKnownGrids = [asked] + grids

  /// All known rules, what was asked for first.
  static let all: [BlockRule] =
    onKnownGrids + sizes + growths + BentAxis.allCases.flatMap(along) + [
      swapped, reversed, wholeMaps, singleUnits,
    ]

  private static let grids: [BlockRule] =
    Anchor.allCases.map { anchor in
      let (name, place) =
        switch anchor {
        case .lowerCentre: ("lower-centre", "⌊b / 2⌋ below their seed (anchor: lower centre)")
        case .upperCentre: ("upper-centre", "⌊(b − 1) / 2⌋ below their seed (anchor: upper centre)")
        case .corner: ("corner", "at their seed (anchor: corner)")
        }
      return BlockRule(
        "whole-grid-\(name)",
        "seeds fall on the whole map, blocks begin \(place) and are cut at the border"
      ) {
        $0.seedGrid == .whole(anchor) ? nil : $0.asked(on: .whole(anchor))
      }
    } + [
      BlockRule("valid-grid", "seeds fall only where the whole block fits") {
        $0.seedGrid == .valid ? nil : $0.asked(on: .valid)
      },
      BlockRule(
        "whole-grid-wrapped", "seeds fall on the whole map and blocks reach around its border"
      ) { axis in
        axis.blocks(from: Array(0..<axis.size), isWrapped: true)
      },
    ]

  private static let sizes: [BlockRule] = [
    resized("larger", "blocks are one unit larger than asked for along every axis") { $0 + 1 },
    resized("smaller", "blocks are one unit smaller than asked for along every axis") {
      max($0 - 1, 1)
    },
    BlockRule(
      "smaller-on-larger-grid",
      "blocks are one unit smaller than asked for along every axis, on the grid of the larger ones"
    ) { axis in axis.blocks(from: axis.starts(), side: max(axis.side - 1, 1)) },
    BlockRule(
      "larger-cut",
      "blocks are one unit larger than asked for along every axis, on the grid of those asked for, and "
        + "cut at the border"
    ) { axis in axis.side > 1 ? axis.blocks(from: axis.starts(), side: axis.side + 1) : axis.asked()
    },
    BlockRule(
      "even-larger-cut",
      "blocks of an even side are one unit larger than asked for, and cut at the border"
    ) { axis in
      axis.side % 2 == 0 ? axis.blocks(from: axis.starts(), side: axis.side + 1) : axis.asked()
    },
    resized("even-larger", "blocks of an even side are one unit larger than asked for") {
      $0 % 2 == 0 ? $0 + 1 : $0
    },
    resized("even-smaller", "blocks of an even side are one unit smaller than asked for") {
      $0 % 2 == 0 ? $0 - 1 : $0
    },
    BlockRule("not-grown", "only seeds are dropped, on the grid of blocks that are never grown") {
      axis in axis.blocks(from: axis.starts(), side: 1)
    },
    resized("radius", "the block size is taken for a radius: blocks have the side 2b + 1") {
      2 * $0 + 1
    },
    resized("half-side", "blocks have half the side asked for") { max($0 / 2, 1) },
    // Before those that only who is asked for unequal sides can get wrong.
    cubes(
      "clipped-to-least",
      "blocks are clipped to the least side of the map along every axis"
    ) { asked, map in min(asked.max() ?? 1, map.min() ?? 1) },
    cubes("first-side", "blocks have the first side asked for along every axis") { asked, _ in
      asked.first ?? 1
    },
    cubes("last-side", "blocks have the last side asked for along every axis") { asked, _ in
      asked.last ?? 1
    },
    BlockRule("every-second-unit", "of a block every second unit is dropped along every axis") {
      axis in axis.everySecond(of: axis.side)
    },
    BlockRule(
      "dilated",
      "blocks have gaps: b units along every axis with one left out after each, cut at the border"
    ) { axis in axis.everySecond(of: 2 * axis.side - 1) },
  ]

  private static func resized(
    _ name: String, _ words: String, _ side: @escaping @Sendable (Int) -> Int
  ) -> BlockRule {
    var rule = BlockRule(name, words) { $0.asked(side: side($0.side)) }
    rule.sides = { asked, _ in asked.map(side) }
    return rule
  }

  /// Blocks that have one side along every axis.
  private static func cubes(
    _ name: String, _ words: String,
    _ side: @escaping @Sendable (_ asked: [Int], _ map: [Int]) -> Int
  ) -> BlockRule {
    var rule = BlockRule(name, words) { $0.asked(side: side($0.sides, $0.map)) }
    rule.sides = { asked, map in asked.map { _ in side(asked, map) } }
    rule.isCube = true
    return rule
  }

  private static let growths: [BlockRule] = [
    BlockRule("centred", "blocks are centred on seeds of the valid grid and cut at the border") {
      axis in
      axis.shifted(by: -(axis.side / 2))
    },
    BlockRule(
      "centred-even-up",
      "blocks are centred on seeds of the valid grid, even ones reaching one unit further towards "
        + "the end of the axis, and cut at the border"
    ) { axis in axis.shifted(by: -((axis.side - 1) / 2)) },
    BlockRule(
      "towards-lower",
      "blocks grow from their seed towards lower indices only, and are cut at the border"
    ) {
      axis in axis.shifted(by: 1 - axis.side)
    },
    BlockRule(
      "centred-wrapped",
      "blocks of the valid grid are centred on their seed and reach around the border"
    ) {
      axis in
      axis.seedGrid == .valid
        ? axis.blocks(from: axis.starts().map { $0 - axis.side / 2 }, isWrapped: true) : nil
    },
    BlockRule("pushed-inside", "blocks that reach over the border are moved inside instead of cut")
    {
      axis in
      axis.blocks(from: axis.starts().map { min(max($0, 0), max(axis.size - axis.side, 0)) })
    },
    BlockRule(
      "even-up",
      "blocks of an even side lie one unit nearer to the end of every axis, cut at the border"
    ) {
      axis in
      axis.side % 2 == 0 ? axis.shifted(by: 1) : axis.asked()
    },
    BlockRule(
      "even-down",
      "blocks of an even side lie one unit nearer to the start of every axis, cut at the border"
    ) {
      axis in
      axis.side % 2 == 0 ? axis.shifted(by: -1) : axis.asked()
    },
    BlockRule("up", "blocks lie one unit nearer to the end of every axis, cut at the border") {
      $0.shifted(by: 1)
    },
    BlockRule("down", "blocks lie one unit nearer to the start of every axis, cut at the border") {
      $0.shifted(by: -1)
    },
    BlockRule("tiles", "blocks are tiles: seeds fall only at multiples of the block's side") {
      axis in
      axis.blocks(from: Array(stride(from: 0, to: axis.size, by: max(axis.side, 1))))
    },
    BlockRule("no-last-position", "no seed falls at the last grid position of any axis") { axis in
      axis.size > 1 ? axis.asked()?.dropLast() : axis.asked()
    },
    BlockRule("no-first-position", "no seed falls at the first grid position of any axis") { axis in
      axis.size > 1 ? axis.asked().map { Array($0.dropFirst()) } : axis.asked()
    },
  ]

  /// Rules that bend one axis, which is counted from the last or is the first.
  private static func along(_ bent: BentAxis) -> [BlockRule] {
    func rule(
      _ kind: String, _ words: String, _ bend: @escaping @Sendable (BlockAxis) -> [[Int]]?
    ) -> BlockRule {
      BlockRule("\(kind).\(bent.rawValue)", "\(words) along \(bent.words)") { axis in
        guard let index = bent.index(rank: axis.rank) else { return nil }
        return axis.index == index ? bend(axis) : axis.asked()
      }
    }
    return [
      rule("up", "blocks lie one unit nearer to the end, cut at the border,") { $0.shifted(by: 1) },
      rule("down", "blocks lie one unit nearer to the start, cut at the border,") {
        $0.shifted(by: -1)
      },
      rule("up-but-last", "blocks lie one unit nearer to the end, but for the last position,") {
        axis in
        axis.asked().map { blocks in
          blocks.indices.map { blocks[min($0 + 1, blocks.count - 1)] }
        }
      },
      rule("down-but-first", "blocks lie one unit nearer to the start, but for the first position,")
      {
        axis in
        axis.asked().map { blocks in blocks.indices.map { blocks[max($0 - 1, 0)] } }
      },
      rule("upper-half-mirrored", "blocks of the upper half lie at their mirror image") { axis in
        axis.asked().map { blocks in
          blocks.indices.map { blocks[min($0, blocks.count - 1 - $0)] }
        }
      },
      rule("no-last-position", "no seed falls at the last grid position") { axis in
        axis.size > 1 ? axis.asked()?.dropLast() : nil
      },
      rule("no-first-position", "no seed falls at the first grid position") { axis in
        axis.size > 1 ? axis.asked().map { Array($0.dropFirst()) } : nil
      },
      rule("one-unit-long", "blocks are one unit long") { axis in
        axis.side > 1 ? axis.blocks(from: axis.starts(), side: 1) : nil
      },
      rule("shorter", "blocks are one unit too short") { axis in
        axis.side > 1 ? axis.blocks(from: axis.starts(), side: axis.side - 1) : nil
      },
      rule("bound-of-next-axis", "seeds fall as far as the next axis allows") { axis in
        axis.bounded(by: axis.index + 1)
      },
      rule("bound-of-previous-axis", "seeds fall as far as the axis before allows") { axis in
        axis.bounded(by: axis.index - 1)
      },
      rule("longer", "blocks are one unit too long") { $0.asked(side: $0.side + 1) },
    ]
  }

  private static let swapped: BlockRule = {
    var rule = BlockRule("map-transposed", "height and width of the map are taken for each other") {
      $0.asked()
    }
    rule.isSwapped = true
    return rule
  }()

  private static let reversed: BlockRule = {
    var rule = BlockRule(
      "block-transposed", "height and width of the block are taken for each other"
    ) { $0.asked() }
    rule.isReversed = true
    return rule
  }()

  private static let wholeMaps = BlockRule(
    "whole-maps", "whole maps are dropped, as dropout of channels does"
  ) {
    axis in [Array(0..<axis.size)]
  }
}
