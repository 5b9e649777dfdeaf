import DropBlockContract
import DropBlockReference

/// One configuration looked at over many independent maps: what had been seen at each look, and the
/// exact law that it is held against.
///
/// Maps are asked for only when a look needs them, and every requirement sees the same looks: its
/// verdict does not depend on which requirements were judged before it.
final class Survey {
  let plan: SurveyPlan
  let law: ExactLaw

  /// The law's probability of being dropped, per unit.
  let probabilities: [Double]

  /// Pairs of units at every small displacement, at the block's sides and across the map.
  let pairs: [(Int, Int)]

  /// A few units whose joint law tells rules apart.
  let probes: [Int]

  /// How many maps have been looked at, at least, at each look.
  let looks: [Int]

  private(set) var observations: [Observations] = []
  private var current: Observations
  private let shape: Shape
  private let relationPairs: RelationPairs
  private let input: TensorBits
  private let isExact: Bool
  private var mixer: KeyMixer
  private var distances: KeyMixer

  /// Whether the distance that was drawn last is half of all.
  private var isHalfway = false
  private var isFirst = true

  /// Prepares to look at a subject; nothing is asked yet.
  init(_ plan: SurveyPlan, _ interview: Interview) throws(DropBlockError) {
    var plan = plan
    plan.hasOwnStream = !interview.isExact
    self.plan = plan
    isExact = interview.isExact
    law = try Survey.law(of: plan, isExact: isExact)
    probabilities = law.probabilities
    pairs = Survey.choosePairs(
      plan.map, sides: try plan.configuration.blockSize.sides(rank: plan.map.count))
    probes = Probes.choose(plan.map, sides: law.geometry.block, most: plan.countsMasks ? 10 : 8)
    shape = Survey.shape(plan)
    relationPairs = RelationPairs(samples: shape.samples, channels: shape.channels)
    input = TensorBits(repeating: 1, count: shape.unitCount, as: interview.plainType)
    mixer = KeyMixer(
      interview.key, salt: UInt64(bitPattern: Int64(plan.map.reduce(7) { $0 &* 31 &+ $1 })))
    distances = KeyMixer(interview.key, salt: 81)
    looks = Survey.looks(maps: plan.maps)
    current = Observations(units: probabilities.count, pairs: pairs.count, probes: probes.count)
    current.sampleCounts = Array(repeating: 0, count: shape.samples)
    current.channelCounts = Array(repeating: 0, count: shape.channels)
  }

  /// The number of independent maps of a call.
  var mapsPerCall: Int { relationPairs.maps }

  /// Whether its calls have maps that are so related.
  func shows(_ relation: Relation) -> Bool {
    relationPairs.within.contains { $0.relation == relation }
      || !plan.continues && relationPairs.across.contains { $0.relation == relation }
      || relations.contains { $0.0 == relation }
  }

  /// The mean of the square of the number of units dropped in both of two independent maps.
  var meanSquareOverlap: Double {
    let places = probabilities.indices.map { Coordinates.of($0, in: plan.map) }
    var sum = 0.0
    for first in places {
      for second in places {
        let both = law.probability(at: first, and: second)
        sum += both * both
      }
    }
    return sum
  }

  /// The exact law of a plan: with the gamma that the sampler realises, where that is normative.
  static func law(of plan: SurveyPlan, isExact: Bool) throws(DropBlockError) -> ExactLaw {
    let shape = Shape(samples: 1, channels: 1, spatial: plan.map)
    let request = DropBlockRequest(plan.configuration, shape: shape, key: 0)
    guard !isExact else { return try ExactLaw(request: request) }
    let gamma = try Gamma.value(configuration: plan.configuration, map: plan.map)
    return try ExactLaw(
      map: plan.map, blockSize: plan.configuration.blockSize.sides(rank: plan.map.count),
      seedGrid: plan.configuration.seedGrid, gamma: gamma)
  }

  /// Looks at growing numbers of maps, each a quarter more than the one before, up to all of them.
  static func looks(maps: Int) -> [Int] {
    var looks = [max(maps, 1)]
    while let last = looks.last, last > 640 { looks.append(last * 4 / 5) }
    return looks.reversed()
  }

  private static func choosePairs(_ map: [Int], sides: [Int]) -> [(Int, Int)] {
    let units = map.reduce(1, *)
    guard units > 1 else { return [] }
    let width = map[map.count - 1]
    let side = min(sides[sides.count - 1], width)
    let steps = [1, width, width + 1, side - 1, side, side * width, (side - 1) * width, units / 2]
    var pairs: [(Int, Int)] = []
    for step in Set(steps).sorted() where step > 0 && step < units {
      for start in [0, units / 3, units / 2, units - 1 - step] where start + step < units {
        if !pairs.contains(where: { $0 == (start, start + step) }) {
          pairs.append((start, start + step))
        }
      }
    }
    return pairs
  }

  /// The tensor of one call: as many samples and channels as give 256 independent maps, or 64 large ones.
  static func shape(_ plan: SurveyPlan) -> Shape {
    let sharing = plan.configuration.sharing
    let side = plan.map.reduce(1, *) > 400 ? 8 : 16
    return Shape(
      samples: sharing.contains(.samples) ? 1 : side * (sharing.contains(.channels) ? side : 1),
      channels: sharing.contains(.channels) ? 1 : side * (sharing.contains(.samples) ? side : 1),
      spatial: plan.map)
  }
}

extension Survey {
  /// What had been seen at a look, counted from 0; nil beyond the last.
  func observations(at look: Int, _ interview: Interview) throws -> Observations? {
    guard look < looks.count else { return nil }
    while observations.count <= look {
      while current.maps < looks[observations.count] {
        try collect(interview)
        interview.progress(Double(current.maps) / Double(looks[looks.count - 1]))
      }
      observations.append(current)
    }
    return observations[look]
  }

  /// Asks the subject for the maps of four more calls.
  private func collect(_ interview: Interview) throws {
    // An even key, so that the one that differs in the lowest bit is the next one.
    let key = mixer.next() & ~1
    let keys = [key] + keyBits.map { key ^ 1 << $0.bit }
    var questions: [SubjectCase] = []
    for call in 0..<4 {
      var question = SubjectCase(
        DropBlockRequest(plan.configuration, shape: shape, key: keys[call]), input: input)
      question.wantsStages = false
      question.continues = plan.continues && !(isFirst && call == 0)
      questions.append(question)
    }
    let section = interview.section
    interview.section = .surveys
    defer { interview.section = section }
    let answers = try interview.ask(questions)
    if isFirst { interview.keep(questions[0], answers[0]) }
    isFirst = false
    var calls: [MaskWords] = []
    for (question, answer) in zip(questions, answers) {
      let output = try answer.result(to: question).output
      let words = MaskWords(zerosOf: output, units: probabilities.count)
      // All of it is NaN where some subjects keep nothing.
      if words.holdsNaN, !output.isNaNThroughout {
        throw CaseEnd.fails(
          Fault(.undefinedOutput, on: question, .answer(.undefinedInPart)))
      }
      calls.append(words)
    }
    for maps in calls { record(maps) }
    if plan.comparesMaps { current.relate(calls, drawnPairs(), between: relations) }
  }

  /// Neighbours from the first on and from the second on, and distances that are drawn anew.
  ///
  /// Every second distance, from the first on, is half of all: what is drawn for one half may be used for the other,
  /// and a test may be decided after a few calls.
  private func drawnPairs() -> (RelationPairs, RelationPairs) {
    isHalfway.toggle()
    func distance(_ count: Int) -> Int {
      count > 3 && !isHalfway ? 2 + Int(distances.next() % UInt64(count - 3)) : count / 2
    }
    let apart = (channels: distance(shape.channels), samples: distance(shape.samples))
    func pairs(_ start: Int) -> RelationPairs {
      RelationPairs(
        samples: shape.samples, channels: shape.channels, start: start, distance: apart)
    }
    return (pairs(0), pairs(1))
  }

  private func record(_ maps: MaskWords) {
    current.maps += maps.count
    let isSmall = plan.countsMasks
    for map in 0..<maps.count {
      let dropped = maps.droppedCount(map)
      current.droppedCounts[dropped] += 1
      if isSmall { current.maskCounts[maps.words[map * maps.wordsPerMap], default: 0] += 1 }
      guard dropped > 0 else {
        current.patternCounts[0] += 1
        continue
      }
      current.sampleCounts[map / shape.channels] += 1
      current.channelCounts[map % shape.channels] += 1
      var pattern = 0
      for (index, probe) in probes.enumerated() where maps.isDropped(probe, in: map) {
        pattern |= 1 << index
      }
      current.patternCounts[pattern] += 1
      maps.forEachDropped(in: map) { current.positionCounts[$0] += 1 }
      guard dropped > 1 else { continue }
      for (index, pair) in pairs.enumerated()
      where maps.isDropped(pair.0, in: map) && maps.isDropped(pair.1, in: map) {
        current.pairCounts[index] += 1
      }
    }
  }

  /// How the maps of different calls are related.
  fileprivate var relations: [(Relation, call: Int)] {
    if plan.continues { return [(.successiveCalls, 1)] }
    return keyBits.enumerated().map { ($1.relation, $0 + 1) }
  }

  /// In which bit each further key of four calls differs from the first.
  ///
  /// A random stream of the subject's own may not look at the high bits, nor at a sign.
  private var keyBits: [(relation: Relation, bit: UInt64)] {
    isExact
      ? [(.lowKeyBit, 0), (.middleKeyBit, 33), (.highKeyBit, 63)]
      : [(.lowKeyBit, 0), (.sixteenthKeyBit, 16), (.thirtiethKeyBit, 30)]
  }
}

/// Keys for surveys: distinct, spread over all bits, and a function of the run's key.
struct KeyMixer {
  private var state: UInt64

  init(_ key: UInt64, salt: UInt64) {
    state = key &+ salt &* 0x9E37_79B9_7F4A_7C15
  }

  /// The next key (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
