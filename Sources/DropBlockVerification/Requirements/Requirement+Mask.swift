import DropBlockContract
import DropBlockGenerators
import DropBlockPlatform
import DropBlockReference

extension Requirement {
  /// Which units are dropped together.
  static let mask = [
    Requirement(
      .maskBlocks,
      demands: "The dropped set of every map is a union of whole blocks, or, on the whole grid, of "
        + "blocks cut at the border.",
      source: "Paper, Algorithm 1, line 6, and figure 2; specification, sections 3 and 6",
      consequence: "Units survive inside blocks: what is dropped can be read from its neighbours, "
        + "which is what DropBlock is there to prevent.",
      missing: Missing.blocks(.any, .map),
      .property(weight: 2) { examination, draw in
        let question = try examination.readableCase(examination.space(), &draw)
        let reading = try examination.read(question)
        let fault = CaseFaults.blocks(reading) ?? CaseFaults.revealedMask(reading)
        return fault.map(PropertyOutcome.fails) ?? .holds
      }),
    Requirement(
      .maskGrid,
      demands:
        "Seeds fall at every position of the declared grid and nowhere else, and their blocks "
        + "have the size asked for.",
      source: "Paper, figure 2; specification, section 3",
      consequence: "Borders are dropped too often, or some units are never dropped at all.",
      missing: Missing.blocks(.any, .one),
      .frequencies { examination in
        guard examination.declaration.blocks == .any else {
          return try examination.judgeGrid(examination.gridPlans(block: 1))
        }
        examination.askForEvenBlocks()
        var plans = examination.gridPlans(block: 3)
        // Blocks that are too large may be those of an even side alone.
        if var even = examination.gridPlans(block: 4).first,
          !examination.computesOnlyOdd(on: even.configuration.seedGrid, rank: even.map.count)
        {
          even.isAboutSizeAlone = true
          plans.append(even)
        }
        return try examination.judgeGrid(plans)
      }),
    Requirement(
      .maskSharing,
      demands: "Masks are the same over the axes that are declared as shared, and differ over the "
        + "others.",
      source: "Paper, section 3.1 (a mask for each feature channel); specification, section 5",
      consequence:
        "Whole features vanish at one position, or every sample of a batch loses the same "
        + "part.",
      .frequencies { examination in try examination.judgeSharing() }),
  ]
}

extension Examination {
  /// How many samples and channels the calls have whose masks are compared.
  private static let comparedSamples = 4
  private static let comparedChannels = 17

  /// Compares the masks of samples and channels over many keys.
  ///
  /// Channels are compared within groups of 2, 4 and 16, and from one to the next: who draws four numbers at a
  /// time may give one to four channels. Samples are compared with those half a batch on, too: another process
  /// may have drawn for them.
  ///
  /// Two independent masks agree at a unit with probability 1 − 2P(1 − P); over K keys they agree each
  /// time with at most that to the power of K.
  fileprivate func judgeSharing() throws -> FrequencyReport {
    var failures: [Fault] = []
    var diagnosis: Diagnosis?
    var maps = 0
    for sharing in declaration.sharings {
      let (samples, channels) = (Self.comparedSamples, Self.comparedChannels)
      let shape = Shape(samples: samples, channels: channels, spatial: map([6, 6]))
      var configuration = configuration(block: 3, p: 0.3, on: shape.spatial)
      configuration.sharing = sharing
      let law = try Survey.law(
        of: SurveyPlan(configuration: configuration, map: shape.spatial, maps: 0), isExact: isExact)
      let agreement = law.probabilities.map { 1 - 2 * $0 * (1 - $0) }.min() ?? 1
      let all = sharing == [.channels, .samples]
      let ofChannels: [(Int, Int, Bool, FaultSite.Axes)] = [
        (0, 1, sharing.contains(.channels), .firstChannels),
        (1, 2, sharing.contains(.channels), .secondChannels),
        (3, 4, sharing.contains(.channels), .fourthChannels),
        (15, 16, sharing.contains(.channels), .sixteenthChannels),
        (0, channels - 1, sharing.contains(.channels), .outerChannels),
      ]
      let ofSamples: [(Int, Int, Bool, FaultSite.Axes)] = [
        (0, channels, sharing.contains(.samples), .firstSamples),
        (channels + 2, 3 * channels + 2, sharing.contains(.samples), .alternateSamples),
        (0, samples / 2 * channels, sharing.contains(.samples), .halfSamples),
      ]
      let ofBoth: [(Int, Int, Bool, FaultSite.Axes)] = [
        (0, channels + 1, all, .channelsAndSamples), (1, channels, all, .channelsAndSamples),
      ]
      let relations: [(first: Int, second: Int, shared: Bool, axes: FaultSite.Axes)] =
        ofChannels + ofSamples + ofBoth
      let assertions = relations.count * declaration.sharings.count
      let threshold = ledger.logPart(share: 1 / Double(assertions))
      let keys = Int((threshold / .log(agreement)).rounded(.up))
      var differing = Set<Int>()
      var dropping = Set<Int>()
      var mixer = KeyMixer(key, salt: 78)
      for _ in 0..<keys {
        var question = SubjectCase(
          DropBlockRequest(configuration, shape: shape, key: mixer.next()),
          input: TensorBits(repeating: 1, count: shape.unitCount, as: plainType))
        question.wantsStages = false
        let reading = try Reading(
          question, try ask(question).result(to: question))
        let masks = reading.maps.map { reading.mask[$0] }
        maps += masks.count
        dropping.formUnion(masks.indices.filter { masks[$0].contains(true) })
        for (index, relation) in relations.enumerated()
        where !masks[relation.first].elementsEqual(masks[relation.second]) {
          differing.insert(index)
        }
      }
      let isSame = relations.indices.map { !differing.contains($0) }
      // Of maps that are never dropped nothing is known but that.
      if diagnosis == nil, isSame != relations.map(\.shared), dropping.count == shape.mapCount {
        let (first, second) = (ofChannels.count, ofChannels.count + ofSamples.count)
        let rule = SharingRule.of(
          channels: Array(isSame[..<first]), samples: Array(isSame[first..<second]),
          others: Array(isSame[second...]))
        let shared = Set(zip(relations, isSame).filter(\.1).map(\.0.axes))
        let fault =
          rule.map { KnownFault.sharing($0.rule) }
          ?? .someMasksAreShared(shared.sorted { $0.rawValue < $1.rawValue })
        diagnosis = Diagnosis(
          explanation: Explanation([fault]),
          evidence: .sharedMaps(calls: keys, of: shape, asked: sharing, isRule: rule != nil))
      }
      for (index, relation) in relations.enumerated()
      where differing.contains(index) == relation.shared {
        let sharing = Evidence.Sharing(
          shape: shape, block: declaration.blocks.side(3, on: shape.spatial), dropProbability: 0.3,
          keys: keys, axes: relation.axes,
          isDeclaredSame: relation.shared)
        failures.append(Fault(.masksOver(relation.axes), .masks(.sharing(sharing))))
      }
    }
    var report = FrequencyReport(maps: maps, failures: failures)
    report.diagnosis = diagnosis
    return report
  }
}
