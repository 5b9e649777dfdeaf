import DropBlockContract
import DropBlockReference

extension PlantedFault {
  /// Another gamma, with which the dropped share of a survey is off by a relative error.
  static func share(_ survey: Survey, relative error: Double) throws(DropBlockError) -> PlantedFault
  {
    let law = survey.law
    let wanted = law.expectedShare * (1 + error)
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let share = try ExactLaw(
        map: survey.plan.map, blockSize: law.geometry.block,
        seedGrid: survey.plan.configuration.seedGrid, gamma: middle
      ).expectedShare
      if share < wanted { low = middle } else { high = middle }
    }
    let gamma = high
    return PlantedFault(question: { $0.request.setGamma(gamma) })
  }

  /// Another gamma in all cases that have some values of the options.
  static func gamma(
    _ departure: Evidence.Departure, where values: [OptionValue], of options: OptionCases
  ) -> PlantedFault {
    PlantedFault(question: { question in
      let request = question.request
      guard Set(options.values(of: question, keys: .random)).isSuperset(of: values),
        let gamma = try? Gamma.value(
          configuration: request.configuration, map: request.shape.spatial)
      else { return }
      switch departure {
      case .nothing: question.request.setGamma(0)
      case .half: question.request.setGamma(gamma / 2)
      case .double: question.request.setGamma(min(2 * gamma, 1))
      case .everything: question.request.setGamma(1)
      case .fixedCount, .impossible, .unnamed: break
      }
    })
  }

  /// A change of every map of a size with a probability.
  private static func eachMap(
    _ units: Int, _ change: @escaping @Sendable (inout DistortedMaps, Int, inout KeyMixer) -> Void
  ) -> PlantedFault {
    PlantedFault(answers: { outputs, random in
      for output in outputs.indices where outputs[output].shape.unitsPerMap == units {
        for map in 0..<outputs[output].count { change(&outputs[output], map, &random) }
      }
    })
  }

  /// A unit that is dropped with a probability that is off by an amount.
  static func unit(_ unit: Int, of survey: Survey, by amount: Double) -> PlantedFault {
    let law = survey.probabilities[unit]
    let chance = amount > 0 ? amount / (1 - law) : -amount / law
    return eachMap(survey.probabilities.count) { maps, map, random in
      if maps.isDropped(unit, of: map) == (amount < 0), random.happens(chance) {
        maps.set(unit, of: map, isDropped: amount > 0)
      }
    }
  }

  /// A pair of units that are dropped together with a probability that is off by an amount.
  static func pair(_ index: Int, of survey: Survey, by amount: Double) -> PlantedFault {
    let pair = survey.pairs[index]
    let law = survey.law.probability(
      at: Coordinates.of(pair.0, in: survey.plan.map),
      and: Coordinates.of(pair.1, in: survey.plan.map))
    let chance = amount > 0 ? amount / (1 - law) : -amount / law
    return eachMap(survey.probabilities.count) { maps, map, random in
      let areDropped = maps.isDropped(pair.0, of: map) && maps.isDropped(pair.1, of: map)
      if areDropped == (amount < 0), random.happens(chance) {
        maps.set(pair.1, of: map, isDropped: amount > 0)
        if amount > 0 { maps.set(pair.0, of: map, isDropped: true) }
      }
    }
  }

  /// A mask of a small map that has a probability that is too large by an amount.
  static func mask(
    _ mask: UInt64, probability: Double, of survey: Survey, by amount: Double
  ) -> PlantedFault {
    let units = survey.probabilities.count
    let chance = amount / (1 - probability)
    return eachMap(units) { maps, map, random in
      guard random.happens(chance) else { return }
      for unit in 0..<units {
        maps.set(unit, of: map, isDropped: mask >> UInt64(unit) & 1 == 1)
      }
    }
  }

  /// Maps of which a share is dropped in part.
  static func part(of survey: Survey, share: Double) -> PlantedFault {
    eachMap(survey.probabilities.count) { maps, map, random in
      guard random.happens(share) else { return }
      maps.set(0, of: map, isDropped: true)
      maps.set(1, of: map, isDropped: false)
    }
  }

  /// Related maps of which a share of the pairs are the same mask twice.
  static func repeated(_ relation: Relation, of survey: Survey, share: Double) -> PlantedFault {
    let units = survey.probabilities.count
    return PlantedFault(answers: { outputs, random in
      guard let shape = outputs.first?.shape, shape.unitsPerMap == units else { return }
      if repeatsWithin(relation, share, &outputs, &random) { return }
      let pairs = RelationPairs(samples: shape.samples, channels: shape.channels)
      if let list = pairs.within.first(where: { $0.relation == relation })?.pairs {
        for output in outputs.indices {
          for pair in list where random.happens(share) {
            outputs[output].copy(pair.1, from: outputs[output], pair.0)
          }
        }
        return
      }
      if let list = pairs.across.first(where: { $0.relation == relation })?.pairs {
        guard outputs.count > 1 else { return }
        for pair in list where random.happens(share) {
          outputs[1].copy(pair.1, from: outputs[0], pair.0)
        }
        return
      }
      let call =
        switch relation {
        case .sixteenthKeyBit, .middleKeyBit: 2
        case .thirtiethKeyBit, .highKeyBit: 3
        default: 1
        }
      guard call < outputs.count else { return }
      for map in 0..<pairs.maps where random.happens(share) {
        outputs[call].copy(map, from: outputs[0], map)
      }
    })
  }

  /// Repeats maps of a call so that any two that are so related are one mask with a probability.
  ///
  /// A neighbour is copied from the one before. Of maps that are apart each takes a common mask with the
  /// root of the probability: two do, however far apart, with the probability itself.
  private static func repeatsWithin(
    _ relation: Relation, _ share: Double, _ outputs: inout [DistortedMaps],
    _ random: inout KeyMixer
  ) -> Bool {
    let isDistant: Bool
    let isOfChannels: Bool
    switch relation {
    case .neighbouringChannels: (isDistant, isOfChannels) = (false, true)
    case .neighbouringSamples: (isDistant, isOfChannels) = (false, false)
    case .distantChannels: (isDistant, isOfChannels) = (true, true)
    case .distantSamples: (isDistant, isOfChannels) = (true, false)
    default: return false
    }
    let before = outputs
    for output in outputs.indices {
      let shape = outputs[output].shape
      // Where no other call is at hand there is no mask that none of these maps has.
      let other = before[(output + 1) % before.count]
      for map in 0..<outputs[output].count {
        let (sample, channel) = (map / shape.channels, map % shape.channels)
        if isDistant {
          let common = isOfChannels ? sample * shape.channels : channel
          if random.happens(share.squareRoot()) { outputs[output].copy(map, from: other, common) }
        } else if isOfChannels ? channel > 0 : sample > 0, random.happens(share) {
          outputs[output].copy(
            map, from: outputs[output], isOfChannels ? map - 1 : map - shape.channels)
        }
      }
    }
    return true
  }

  /// A share of the cases that is refused: a fault that every requirement on cases can see.
  static func refusal(share: Double) -> PlantedFault {
    PlantedFault(refuses: { $0.happens(share) })
  }
}

extension DropBlockRequest {
  /// Gives the seeds a probability, whatever the rule said.
  fileprivate mutating func setGamma(_ gamma: Double) {
    configuration.gammaRule = .fixed(gamma)
    configuration.gammaFactor = 1
  }
}
