import DropBlockContract
import DropBlockGenerators
import Synchronization

/// The options of a ``RequestSpace`` as factors: the cases of a run begin with a table in which
/// every two of their values meet, and go on at random.
struct RequestOptions: Sendable {
  /// What the options are made from; spaces with equal lists share their table.
  struct Lists: Sendable, Hashable {
    var ranks: [Int]
    var layouts: [LayoutName]
    var seedGrids: [SeedGrid]
    var gammaRules: [GammaRuleName]
    var sharings: [MaskSharing]
    var scales: [ScaleRuleName]
    var samplers: [Sampler]
    var elementTypes: [ElementType]
    var blocks: RequestSpace.Blocks
    var probabilities: RequestSpace.Probabilities
    var hasGammaFactor: Bool
    var hasRectangularBlocks: Bool

    /// Whether the subject refuses blocks that are larger than the map.
    var refusesOversized = false
  }

  /// A block's side in relation to its map's.
  enum BlockSide: String, Sendable { case one, even, odd, whole, larger }

  /// A drop probability: one of the few that matter, or any.
  enum Rate: Sendable, Hashable {
    case exactly(Double), any

    /// With which about two units of a scope are kept, whatever its size.
    case few
  }

  /// A value and how the table writes it.
  struct Named<Value: Sendable>: Sendable, CustomStringConvertible {
    let value: Value
    let description: String
  }

  let rank: Factors.Factor<Int>
  let blockSide: Factors.Factor<BlockSide>
  let isPerAxis: Factors.Factor<Named<Bool>>
  let layout: Factors.Factor<LayoutName>
  let seedGrid: Factors.Factor<Named<SeedGrid>>
  let gammaRule: Factors.Factor<GammaRuleName>
  let gammaFactor: Factors.Factor<Double>
  let rate: Factors.Factor<Named<Rate>>
  let sharing: Factors.Factor<Named<MaskSharing>>
  let scale: Factors.Factor<ScaleRuleName>
  let sampler: Factors.Factor<Sampler>
  let elementType: Factors.Factor<ElementType>

  /// Every two values of every two options.
  let table: PairwiseTable

  /// Rows of the table in the first cases of a run, then random ones.
  let rows: Generator<Factors.Row>

  /// The options of every space that was drawn from: a table takes longer to make than many cases.
  private static let known = Mutex<[Lists: RequestOptions]>([:])

  /// The options made from these lists.
  static func of(_ lists: Lists) -> RequestOptions {
    if let options = known.withLock({ $0[lists] }) { return options }
    let options = RequestOptions(lists)
    known.withLock { $0[lists] = options }
    return options
  }

  /// Values are in the order in which shrinking prefers them, and so are the factors.
  private init(_ lists: Lists) {
    var factors = Factors()
    rank = factors.add("axes", lists.ranks)
    blockSide = factors.add("block", Self.blockSides(lists))
    isPerAxis = factors.add(
      "sides",
      [Named(value: false, description: "equal")]
        + (lists.hasRectangularBlocks ? [Named(value: true, description: "by axis")] : []))
    layout = factors.add("layout", lists.layouts)
    seedGrid = factors.add(
      "grid",
      lists.seedGrids.map { Named(value: $0, description: $0.protocolName) })
    var rules = lists.gammaRules
    if lists.probabilities == .zero { rules.removeAll { $0 == .fixed } }
    gammaRule = factors.add("gamma", rules.isEmpty ? [.paper] : rules)
    let hasFactor = lists.hasGammaFactor && lists.probabilities == .any
    gammaFactor = factors.add("times", hasFactor ? [1, 0.25, 1.5, 0] : [1])
    rate = factors.add(
      "p",
      Self.rates(lists.probabilities).map { rate in
        switch rate {
        case .exactly(let p): Named(value: rate, description: "\(p)")
        case .any: Named(value: rate, description: "any")
        case .few: Named(value: rate, description: "few kept")
        }
      })
    sharing = factors.add(
      "shared", lists.sharings.map { Named(value: $0, description: Self.name(of: $0)) })
    scale = factors.add("scale", lists.scales)
    sampler = factors.add("sampler", lists.samplers.isEmpty ? [.sparse] : lists.samplers)
    elementType = factors.add("format", lists.elementTypes)
    if lists.blocks == .oneOrWhole {
      factors.exclude("the whole map under another rule", blockSide, gammaRule) {
        $0 == .whole && $1 != .paper
      }
    }
    table = factors.table
    rows = factors.generator()
  }

  private static func blockSides(_ lists: Lists) -> [BlockSide] {
    switch lists.blocks {
    case .any where lists.refusesOversized: [.one, .even, .odd, .whole]
    // A kind that needs larger maps comes before one that does with smaller: where a map is as
    // small as its kind admits, the earlier kind has a larger one at once, and shows the fault too.
    case .any: [.one, .even, .odd, .whole, .larger]
    case .odd: [.odd]
    case .even: [.even]
    case .one: [.one]
    case .whole: [.whole]
    case .oneOrWhole: [.one, .whole]
    case .larger: [.larger]
    }
  }

  private static func rates(_ probabilities: RequestSpace.Probabilities) -> [Rate] {
    switch probabilities {
    case .any:
      [0.25, 0.1, 0.5, 0.9].map { .exactly($0) } + [.any] + [0, 1, 1e-12].map { .exactly($0) }
    case .middling: [0.25, 0.1, 0.5].map { .exactly($0) }
    case .zero: [.exactly(0)]
    case .one: [.exactly(1)]
    case .few: [.few]
    }
  }

  /// What is shared, in a word.
  static func name(of sharing: MaskSharing) -> String {
    switch sharing {
    case []: "nothing"
    case .channels: "channels"
    case .samples: "samples"
    default: "both"
    }
  }
}
