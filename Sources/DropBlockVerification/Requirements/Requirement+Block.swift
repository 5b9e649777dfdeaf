import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// Block sizes at which implementations go wrong.
  static let block = [
    Requirement(
      .blockEven,
      demands: "Even block sizes work as odd ones do.",
      source: "Specification, section 3: the seed is the block's lowest corner",
      consequence: "Blocks of even size are refused, shifted, or one unit too large.",
      missing: Missing.blocks(.any),
      .property(weight: 0.75, Examination.wholeCases { $0.blocks = .even }),
      overMaps: { try $0.judgeGrid($0.gridPlans(block: 2)) }),
    Requirement(
      .blockOne,
      demands: "Block size 1 is dropout: units are dropped independently, each with probability p.",
      source: "Paper, section 3.1",
      consequence: "The baseline against which DropBlock is compared is another method.",
      missing: Missing.blocks(.any, .one),
      .hypotheses {
        try $0.coins(block: 1)
      } summary: {
        .singleUnits(maps: $1.maps)
      }),
    Requirement(
      .blockWhole,
      demands: "A block of the map's size drops whole maps, each with probability gamma.",
      source: "Paper, section 3.1 (SpatialDropout); specification, sections 3 and 4",
      consequence:
        "In a network's last stage, where maps are as small as blocks, nearly everything "
        + "or nothing is dropped.",
      missing: Missing.blocks(.any, .map),
      .hypotheses {
        try $0.coins(block: 5)
      } summary: {
        .wholeMaps(maps: $1.maps)
      }),
    Requirement(
      .blockClipped,
      demands:
        "A block larger than the map is clipped to it, axis by axis, or refused, as declared.",
      source: "Specification, section 2",
      consequence: "Small maps crash, or a tiny gamma drops nothing.",
      missing: Missing.blocks(.any),
      .property(weight: 0.75) { examination, draw in
        var question = try examination.readableCase(
          examination.space { $0.blocks = .larger }, &draw)
        do {
          return try examination.oversizedCase(question)
        } catch CaseEnd.fails(let fault) where fault.site == .refused && question.hasEvenBlock {
          // Where even blocks are refused whatever their size, that is no finding of this requirement.
          examination.askForEvenBlocks()
          guard examination.refusesEvenBlocks else { throw CaseEnd.fails(fault) }
          question.makeBlockOdd()
          return try examination.oversizedCase(question)
        }
      }),
  ]
}

extension Examination {
  /// Judges a case whose block is larger than its map.
  fileprivate func oversizedCase(_ question: SubjectCase) throws -> PropertyOutcome {
    guard declaration.oversizedBlocks.contains(.clipped) else {
      guard case .result = try ask(question) else { return .holds }
      return .fails(Fault(.notRefused, on: question, .answer(.notRefused)))
    }
    if let fault = try wholeMapFault(question) { return .fails(fault) }
    return try wholeCase(question)
  }

  /// With p = 1 and the paper's rule a block that is at least as large as its map drops all of it:
  /// there is one seed position, and gamma is 1 but for the rounding of a product.
  fileprivate func wholeMapFault(_ question: SubjectCase) throws -> Fault? {
    var certain = question
    certain.request.configuration.dropProbability = 1
    let configuration = certain.request.configuration
    let sides = try configuration.blockSize.sides(rank: certain.request.shape.rank)
    guard configuration.seedGrid == .valid, configuration.gammaRule == .paper,
      configuration.gammaFactor == 1, zip(sides, certain.request.shape.spatial).allSatisfy(>=)
    else { return nil }
    let result = try ask(certain).result(to: certain)
    // A subject that makes NaN of it has dropped all: what `scale.nothing-kept` is about.
    if !isExact, result.output.isNaNThroughout { return nil }
    let reading = try Reading(certain, result)
    guard let unit = reading.mask.firstIndex(of: false) else { return nil }
    return Fault(.wholeMap, on: certain, .masks(.kept(reading.place(of: unit))))
  }

  /// Block size 1, or a block of the map's size: units, or maps, are coins.
  ///
  /// For block size 1 every unit is its own seed under every rule; for a block of the map's size there
  /// is one seed for the whole valid grid, and no map is dropped in part. On the whole grid a block of
  /// the map's size does not cover the map from every seed, and each unit has its own law.
  fileprivate func coins(block: Int) throws -> [Hypothesis] {
    let plans = [0.1, 0.5].map { coinPlan(block: block, p: $0) }
    let surveys = try surveys(plans)
    let isWhole = block > 1 && plans[0].configuration.seedGrid == .valid
    return surveys.map(Hypothesis.positions)
      + (isWhole ? surveys.map(Hypothesis.wholeOrNothing) : [])
  }
}
