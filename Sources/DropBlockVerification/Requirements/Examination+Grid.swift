import DropBlockContract

extension Examination {
  /// Waits for the block of every grid position of small maps: until it was dropped whole, and until it
  /// was dropped with nothing beside it.
  ///
  /// Blocks elsewhere are found by the union law on the same maps. Blocks that are too large are not:
  /// a union of 3×3 squares is a union of 2×2 squares. But no 3×3 square leaves a 2×2 square alone.
  ///
  /// - Parameter plans: What to look at; they share the requirement's part of the budget evenly.
  func judgeGrid(_ plans: [GridPlan]) throws -> FrequencyReport {
    var report = FrequencyReport(maps: 0, failures: [])
    for plan in plans {
      var watch = try GridWatch(plan, logTail: ledger.logPart(share: 1 / Double(plans.count)), self)
      let fault = try watch.fault(self)
      report.maps += watch.maps
      guard let fault else { continue }
      report.failures.append(fault)
      if report.diagnosis == nil, fault.site != .notAUnionOfBlocks {
        report.diagnosis =
          Investigation.dependence(in: try? survey(mainPlan), self, isLawUnknown: true)
          ?? Self.absence(
            BlockFit.explaining(
              Array(watch.masks), plan.configuration, map: plan.map, isEveryBlockSeen: true
            ).filter { fault.site != .blockNeverAlone || watch.isEveryBlockAlone($0) },
            watch.masks.count)
      }
    }
    return report
  }

  /// What explains grid positions at which the block asked for is never seen.
  private static func absence(_ faults: [KnownFault], _ masks: Int) -> Diagnosis {
    // From few masks nothing follows.
    let explanations = masks < 24 ? [] : faults.map { Explanation([$0]) }
    return Diagnosis(
      explanation: explanations.first, equivalents: Array(explanations.dropFirst().prefix(4)),
      confidence: .possible, evidence: .masks(masks))
  }
}

/// What has been seen of the maps of one plan.
private struct GridWatch {
  let plan: GridPlan
  let legal: LegalBlocks
  let patience: GridPlan.Patience

  /// How many independent maps were looked at.
  private(set) var maps = 0

  /// The masks that were seen, each once.
  private(set) var masks = Set<[Bool]>()

  /// The positions whose blocks were dropped whole, and those whose blocks were dropped alone.
  private var seeded = Set<Int>()
  private var alone = Set<Int>()

  /// How many of the maps that were read had no dropped unit, and how many were read.
  private var empty = 0
  private var read = 0

  private let request: DropBlockRequest
  private let independent: Int
  private var mixer: KeyMixer

  init(_ plan: GridPlan, logTail: Double, _ examination: Examination) throws {
    self.plan = plan
    let sharing = plan.configuration.sharing
    // Where all maps of a call are one, more of them say no more.
    let (samples, channels) = sharing == [.channels, .samples] ? (2, 2) : (8, 16)
    let shape = Shape(samples: samples, channels: channels, spatial: plan.map)
    independent =
      (sharing.contains(.samples) ? 1 : samples) * (sharing.contains(.channels) ? 1 : channels)
    request = DropBlockRequest(plan.configuration, shape: shape, key: 0)
    legal = try LegalBlocks(request)
    patience = try plan.patience(
      positions: legal.positions, sampler: plan.configuration.sampler, logTail: logTail)
    mixer = KeyMixer(examination.key, salt: 77)
  }

  /// Looks until every block was seen alone, or until that it was not is a fault.
  mutating func fault(_ examination: Examination) throws -> Fault? {
    while Double(maps) < patience.seeded
      || Double(maps) < patience.alone
        && (alone.count < legal.positions || examination.asksEverything)
    {
      if let stray = try look(examination), !examination.asksEverything {
        return plan.isAboutSizeAlone ? nil : stray
      }
    }
    if let position = first(missingIn: seeded) {
      return plan.isAboutSizeAlone
        ? nil : Fault(.gridPositionNeverSeeded, .masks(.neverSeeded(absent(position, seeded))))
    }
    // Where hardly any map is kept whole, gamma is too large, and blocks are seldom alone.
    guard let position = first(missingIn: alone),
      Double(empty) >= Double(read) * patience.nothing / 2
    else { return nil }
    return Fault(
      .blockNeverAlone,
      .masks(.neverAlone(absent(position, alone), least: leastMask(over: position))))
  }

  /// Reads the maps of one more call; the fault if blocks lie where they may not.
  private mutating func look(_ examination: Examination) throws -> Fault? {
    var question = SubjectCase(
      request,
      input: TensorBits(
        repeating: 1, count: request.shape.unitCount, as: examination.plainType))
    question.request.key = mixer.next()
    let reading = try Reading(question, try examination.ask(question).result(to: question))
    maps += independent
    if let fault = CaseFaults.blocks(reading) {
      if !plan.isAboutSizeAlone { examination.note(fault) }
      return fault
    }
    for map in reading.maps {
      let mask = reading.mask[map]
      let dropped = mask.count { $0 }
      read += 1
      if dropped == 0 { empty += 1 }
      masks.insert(Array(mask))
      for position in BlockUnion.positions(in: mask, legal) {
        seeded.insert(position)
        if legal.footprint(of: position).count == dropped { alone.insert(position) }
      }
    }
    return nil
  }

  /// Whether each block of a rule was seen alone: small blocks explain anything, but for that.
  func isEveryBlockAlone(_ fault: KnownFault) -> Bool {
    guard case .blocks(let known) = fault,
      let blocks = BlockRule.all.first(where: { $0.rule == known })?.footprints(
        map: plan.map, sides: plan.map.map { _ in plan.block },
        seedGrid: plan.configuration.seedGrid)
    else { return false }
    return blocks.allSatisfy { block in
      block.isEmpty
        || masks.contains { mask in
          mask.count { $0 } == block.count && block.allSatisfy { mask[$0] }
        }
    }
  }

  private func first(missingIn seen: Set<Int>) -> Int? {
    (0..<legal.positions).first { !seen.contains($0) }
  }

  /// The smallest dropped set that holds the block of a position; the first of several.
  private func leastMask(over position: Int) -> [Bool] {
    let block = legal.footprint(of: position)
    let holding = masks.filter { mask in block.allSatisfy { mask[$0] } }
    return holding.min { one, other in
      let (a, b) = (one.count { $0 }, other.count { $0 })
      // A set has no order of its own, and a report must not change from run to run.
      return a != b ? a < b : other.lexicographicallyPrecedes(one) { !$0 && $1 }
    } ?? []
  }

  private func absent(_ position: Int, _ seen: Set<Int>) -> Evidence.UnseenPosition {
    Evidence.UnseenPosition(
      map: plan.map, block: plan.block, grid: plan.configuration.seedGrid, gamma: patience.gamma,
      maps: maps, position: position, positions: legal.positions,
      units: legal.footprint(of: position), seen: seen.count)
  }
}
