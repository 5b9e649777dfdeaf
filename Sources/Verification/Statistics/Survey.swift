import DropBlockContract
import DropBlockReference
import Generators

/// What was seen of one configuration over many maps, and the exact law it is held against.
struct Survey {
  let plan: SurveyPlan
  let law: ExactLaw

  /// The law's probability of being dropped, per unit.
  let probabilities: [Double]

  /// The number of independent maps that were looked at.
  private(set) var maps = 0

  /// The number of dropped units in all of them.
  private(set) var dropped = 0

  /// How often each unit was dropped, row-major.
  private(set) var positionCounts: [Int]

  /// How often both units of each pair were dropped.
  private(set) var pairCounts: [Int]

  /// The pairs of units.
  let pairs: [(Int, Int)]

  /// What pairs of maps that ought to be independent have in common, by how they are related.
  private(set) var overlaps: [Relation: Overlap] = [:]

  /// How two maps are related.
  enum Relation: String, CaseIterable, Sendable {
    case neighbouringChannels = "neighbouring channels"
    case distantChannels = "channels half the count apart"
    case neighbouringSamples = "neighbouring samples"
    case distantSamples = "samples half the count apart"
    case diagonal = "channels and samples swapped"
    case successiveCalls = "successive calls"
    case lowKeyBit = "keys that differ in a low bit"
    case middleKeyBit = "keys that differ in bit 33"
    case highKeyBit = "keys that differ in bit 63"
  }

  /// Pairs of maps, and the number of units dropped in both.
  struct Overlap {
    var pairs = 0
    var units = 0
  }

  /// Asks the subject for enough maps.
  init(_ plan: SurveyPlan, _ examination: Examination) throws {
    self.plan = plan
    law = try Survey.law(of: plan, isExact: examination.isExact)
    probabilities = law.probabilities
    let units = plan.map.reduce(1, *)
    positionCounts = Array(repeating: 0, count: units)
    pairs = Survey.choosePairs(
      plan.map, sides: try plan.configuration.blockSize.sides(rank: plan.map.count))
    pairCounts = Array(repeating: 0, count: pairs.count)
    try collect(examination)
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

  /// Pairs at every small displacement, at the block's sides and across the map.
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

  /// The tensor of one call: as many samples and channels as give independent maps.
  private var shape: Shape {
    let sharing = plan.configuration.sharing
    let side = plan.map.reduce(1, *) > 400 ? 8 : 16
    return Shape(
      samples: sharing.contains(.samples) ? 1 : side * (sharing.contains(.channels) ? 4 : 1),
      channels: sharing.contains(.channels) ? 1 : side * (sharing.contains(.samples) ? 4 : 1),
      spatial: plan.map)
  }

  private mutating func collect(_ examination: Examination) throws {
    let shape = shape
    let input = Tensor(repeating: 1, count: shape.unitCount, as: examination.plainType)
    let wanted = plan.configuration.sharing == [.channels, .samples] ? plan.maps / 16 : plan.maps
    var mixer = KeyMixer(
      examination.key, salt: UInt64(bitPattern: Int64(plan.map.reduce(7) { $0 &* 31 &+ $1 })))
    var first = true
    while maps < wanted {
      let key = mixer.next()
      var questions: [SubjectCase] = []
      for call in 0..<4 {
        // A random stream of the subject's own may not look at the high bits: those keys must be new.
        let keys =
          examination.isExact
          ? [key, key ^ 1, key ^ 1 << 33, key ^ 1 << 63] : [key, key ^ 1, key ^ 2, key ^ 3]
        var question = SubjectCase(
          DropBlockRequest(plan.configuration, shape: shape, key: keys[call]), input: input)
        question.wantsStages = false
        question.continues = plan.continues && !(first && call == 0)
        questions.append(question)
      }
      first = false
      let answers = try examination.ask(questions)
      var calls: [[[Int32]]] = []
      for (question, answer) in zip(questions, answers) {
        calls.append(try droppedUnits(question, answer))
      }
      for maps in calls { record(maps) }
      relate(calls, examination)
      examination.progress(Double(maps) / Double(wanted))
    }
  }

  /// The dropped units of each map of a call.
  private func droppedUnits(_ question: SubjectCase, _ answer: SubjectAnswer) throws -> [[Int32]] {
    let output = try CaseFaults.result(answer, to: question).output
    let units = plan.map.reduce(1, *)
    return stride(from: 0, to: output.count, by: units).map { start in
      output.zeroIndices(in: start..<start + units).map { Int32($0 - start) }
    }
  }

  private mutating func record(_ maps: [[Int32]]) {
    for map in maps {
      self.maps += 1
      guard !map.isEmpty else { continue }
      dropped += map.count
      for unit in map { positionCounts[Int(unit)] += 1 }
      for (index, pair) in pairs.enumerated() where map.count > 1 {
        if map.contains(Int32(pair.0)), map.contains(Int32(pair.1)) { pairCounts[index] += 1 }
      }
    }
  }

  /// Compares disjoint pairs of maps within the calls and between them.
  private mutating func relate(_ calls: [[[Int32]]], _ examination: Examination) {
    let (samples, channels) = (shape.samples, shape.channels)
    for maps in calls {
      for sample in 0..<samples {
        for channel in 0..<channels {
          let map = maps[sample * channels + channel]
          if channel % 2 == 0, channel + 1 < channels {
            add(.neighbouringChannels, map, maps[sample * channels + channel + 1])
          }
          if channels > 2, channel < channels / 2 {
            add(.distantChannels, map, maps[sample * channels + channel + channels / 2])
          }
          if sample % 2 == 0, sample + 1 < samples {
            add(.neighbouringSamples, map, maps[(sample + 1) * channels + channel])
          }
          if samples > 2, sample < samples / 2 {
            add(.distantSamples, map, maps[(sample + samples / 2) * channels + channel])
          }
          if sample < channel, samples == channels {
            add(.diagonal, map, maps[channel * channels + sample])
          }
        }
      }
    }
    for index in calls[0].indices {
      if plan.continues {
        add(.successiveCalls, calls[0][index], calls[1][index])
        add(.successiveCalls, calls[2][index], calls[3][index])
      } else {
        add(.lowKeyBit, calls[0][index], calls[1][index])
        if examination.isExact {
          add(.middleKeyBit, calls[0][index], calls[2][index])
          add(.highKeyBit, calls[0][index], calls[3][index])
        }
      }
    }
  }

  private mutating func add(_ relation: Relation, _ first: [Int32], _ second: [Int32]) {
    overlaps[relation, default: Overlap()].pairs += 1
    guard !first.isEmpty, !second.isEmpty else { return }
    var (i, j, common) = (0, 0, 0)
    while i < first.count, j < second.count {
      if first[i] == second[j] {
        common += 1
        i += 1
        j += 1
      } else if first[i] < second[j] {
        i += 1
      } else {
        j += 1
      }
    }
    overlaps[relation, default: Overlap()].units += common
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
