import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// Calls of one configuration, of which no two maps are to have one mask.
struct TwinCases {
  /// What all of them have in common.
  let configuration: DropBlockConfiguration
  let map: [Int]

  /// Whether random state goes on from call to call.
  let continues: Bool

  private let declaration: SubjectDeclaration
  private let isMain: Bool

  /// Whether keys are among them that programs make from one another.
  private let hasRelatedKeys: Bool
  private var mixer: KeyMixer

  /// The kinds of calls that a subject offers: each sharing with maps of its own, each sampler, blocks of
  /// one unit and larger ones, and random state that goes on.
  ///
  /// - Parameters:
  ///   - declaration: What the subject offers.
  ///   - key: From which all keys follow.
  ///   - plain: The declared defaults with a block's side and a drop probability, on a map.
  static func all(
    _ declaration: SubjectDeclaration, key: UInt64,
    plain: (Int, Double, [Int]) -> DropBlockConfiguration
  ) -> [TwinCases] {
    let samplers: [Sampler?] = declaration.samplers.isEmpty ? [nil] : declaration.samplers
    var groups: [TwinCases] = []
    for sharing in declaration.sharings {
      for sampler in samplers {
        for block in declaration.blocks == .one ? [1] : [1, 3] {
          let map = map(declaration.ranks, block: block)
          var configuration = plain(
            block, p(declaration, block: block, rank: map.count), map)
          configuration.sharing = sharing
          if let sampler { configuration.sampler = sampler }
          groups.append(
            TwinCases(
              configuration, map: map, declaration, key: key, continues: false,
              number: groups.count))
        }
      }
    }
    for map in otherMaps(declaration.ranks) {
      groups.append(
        TwinCases(
          plain(1, p(declaration, block: 1, rank: map.count), map), map: map, declaration, key: key,
          continues: false, number: groups.count, hasRelatedKeys: false))
    }
    if declaration.capabilities.contains(.continues), let main = groups.first {
      groups.append(
        TwinCases(
          main.configuration, map: main.map, declaration, key: key, continues: true,
          number: groups.count))
    }
    return groups
  }

  private init(
    _ configuration: DropBlockConfiguration, map: [Int], _ declaration: SubjectDeclaration,
    key: UInt64, continues: Bool, number: Int, hasRelatedKeys: Bool = true
  ) {
    self.hasRelatedKeys = hasRelatedKeys
    self.configuration = configuration
    self.map = map
    self.continues = continues
    self.declaration = declaration
    isMain = number == 0
    mixer = KeyMixer(key, salt: 90 + UInt64(number))
  }

  /// A drop probability with which about half of the units are dropped.
  private static func p(_ declaration: SubjectDeclaration, block: Int, rank: Int) -> Double {
    guard declaration.gammaRules.first == .fixed else { return 0.5 }
    return 1 - Double.pow(0.5, 1 / Double.pow(Double(block), Double(rank)))
  }

  /// A map of about a hundred units, or blocks.
  private static func map(_ ranks: [Int], block: Int) -> [Int] {
    let rank = ranks.contains(2) ? 2 : ranks.first ?? 2
    if block == 1 { return [[100], [10, 10], [4, 5, 5]][min(max(rank, 1), 3) - 1] }
    return [[256], [26, 26], [14, 14, 14]][min(max(rank, 1), 3) - 1]
  }

  /// Maps of the other ranks, and one whose sides are not equal: what maps share may depend on either.
  private static func otherMaps(_ ranks: [Int]) -> [[Int]] {
    let main = ranks.contains(2) ? 2 : ranks.first ?? 2
    let others = ranks.filter { $0 != main && (1...3).contains($0) }.map { map([$0], block: 1) }
    return others + (main == 2 ? [[5, 20]] : [])
  }

  /// The law of a map.
  func law() throws(DropBlockError) -> ExactLaw {
    try Survey.law(
      of: SurveyPlan(configuration: configuration, map: map, maps: 0),
      isExact: !declaration.samplers.isEmpty)
  }

  /// How many samples and channels have masks of their own.
  func own(_ shape: Shape) -> (samples: Int, channels: Int) {
    (
      configuration.sharing.contains(.samples) ? 1 : shape.samples,
      configuration.sharing.contains(.channels) ? 1 : shape.channels
    )
  }
}

extension TwinCases {
  /// The questions, no two of which have one key.
  ///
  /// - Parameter mapsPerCall: The most maps of a call.
  mutating func questions(mapsPerCall: Int) -> [SubjectCase] {
    let isExact = !declaration.samplers.isEmpty
    // A stream of the subject's own may not look at the high bits, nor at a sign.
    let base = isExact ? mixer.next() : mixer.next() >> 34
    // Steps of a training run are small numbers.
    let step = mixer.next() >> 44
    var keys = Set<UInt64>()
    var questions: [SubjectCase] = []
    func next() -> UInt64 {
      var key = mixer.next()
      while keys.contains(isExact ? key : key >> 33) { key = mixer.next() }
      return isExact ? key : key >> 33
    }
    for (samples, channels) in sizes(mapsPerCall) {
      let key = next()
      keys.insert(key)
      questions.append(question(samples, channels, key))
    }
    guard hasRelatedKeys else { return questions }
    let replicas = isMain ? Self.steps.map { step + $0 } : []
    for key in related(to: base, isExact: isExact) + replicas where keys.insert(key).inserted {
      questions.append(question(2, 3, key))
    }
    return continues ? going(on: questions, next) : questions
  }

  /// How many calls there are whose random state goes on: generators with a short period come round.
  private static let callsThatGoOn = 300

  /// The same calls, with a state that goes on from the first, after calls with the keys that follow its
  /// own: a state that only counts the calls up from the key has their masks.
  private func going(on questions: [SubjectCase], _ next: () -> UInt64) -> [SubjectCase] {
    guard let first = questions.first else { return [] }
    var questions = questions
    while questions.count < Self.callsThatGoOn { questions.append(question(1, 2, next())) }
    for index in questions.indices.dropFirst() { questions[index].continues = true }
    guard declaration.capabilities.contains(.keyed) else { return questions }
    let neighbours = (1...3).map { question(2, 3, first.request.key &+ $0) }
    return neighbours + questions
  }

  /// Numbers of samples and channels: one of the one and many of the other, odd ones, more than 32 of
  /// both.
  private func sizes(_ mapsPerCall: Int) -> [(Int, Int)] {
    let all =
      configuration.blockSize == .uniform(1)
      ? [
        (1, 5), (5, 1), (1, 96), (96, 1), (2, 150), (35, 9), (18, 18), (1, 1024), (1024, 1),
        (64, 64), (7, 500), (256, 16),
      ].filter { $0.0 * $0.1 <= mapsPerCall } : [(1, 40), (40, 1), (7, 19)]
    // Maps that are shared are asked for in twos.
    return all.map { samples, channels in
      (
        configuration.sharing.contains(.samples) ? min(samples, 2) : samples,
        configuration.sharing.contains(.channels) ? min(channels, 2) : channels
      )
    }
  }

  /// How far apart keys are that programs make: steps, and a thousand for each replica.
  private static let steps: [UInt64] = [0, 1, 2, 3, 999, 1000, 1001, 2000, 3000, 4000]

  /// Keys as programs make them from a number, and those that differ from it in one bit.
  private func related(to base: UInt64, isExact: Bool) -> [UInt64] {
    let replicas: [UInt64] = isExact ? (1...4).map { $0 << 32 } : []
    let bits = (0..<(isExact ? 64 : 31)).map { UInt64(1) << UInt64($0) }
    let own = Self.steps.map { base &+ $0 } + replicas.map { base &+ $0 } + bits.map { base ^ $0 }
    // The first few numbers are keys that people use.
    return isMain ? own + [0, 1, 2, 3] : own
  }

  private func question(_ samples: Int, _ channels: Int, _ key: UInt64) -> SubjectCase {
    var shape = Shape(samples: samples, channels: channels, spatial: map)
    var choice = KeyMixer(key, salt: 91)
    let layouts = declaration.layouts.filter { $0 != .strided }
    let layout = layouts.isEmpty ? nil : layouts[Int(choice.next() % UInt64(layouts.count))]
    if layout == .channelsLast { shape.layout = .channelsLast }
    let types = declaration.elementTypes
    let type = types.isEmpty ? .float32 : types[Int(choice.next() % UInt64(types.count))]
    var question = SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: key),
      input: TensorBits(repeating: 1, count: shape.unitCount, as: type))
    question.wantsStages = false
    return question
  }
}
