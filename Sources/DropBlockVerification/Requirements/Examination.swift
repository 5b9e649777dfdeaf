import DropBlockContract
import DropBlockGenerators

/// One subject under judgement: how hard to look at it, and what has been seen and found out so far.
final class Examination: Interview {
  let profile: VerificationProfile
  var ledger: Ledger

  /// How many cases of the requirement at hand ended because their output was NaN throughout.
  var undefinedCases = 0

  /// How many cases of the requirement at hand ended because the subject does not offer them.
  var withdrawnCases = 0

  /// How many cases were drawn to see where the fault of the requirement at hand shows.
  var sampledCases = 0

  /// What became of the corpus, requirement by requirement.
  var corpusReports: [CorpusReport] = []

  /// In how many values of the options, or pairs of them, the drop rate was judged; nil before it was.
  var optionCoverage: OptionCoverage?

  /// What is known of the faults that were seen.
  var investigation = Investigation()

  /// Where no even blocks are computed; nil before anybody has asked.
  var oddSettings: OddSettings?

  /// How the first questions of the run failed, if they did.
  var openingFailure: SubjectFailure?

  private var surveys: [SurveyPlan: Survey] = [:]

  init(
    _ subject: any Subject, declaration: SubjectDeclaration, profile: VerificationProfile,
    key: UInt64,
    ledger: Ledger
  ) {
    self.profile = profile
    self.ledger = ledger
    super.init(subject, declaration: declaration, key: key)
  }

  /// The requests to draw from.
  ///
  /// A subject that is exact meets every option in every requirement. Of any other each requirement
  /// asks only for what it is about, so that one fault does not turn every requirement red: even and
  /// clipped blocks, p near 1 and factors on gamma have requirements of their own.
  func space(_ adjust: (inout RequestSpace) -> Void = { _ in }) -> RequestSpace {
    var space = RequestSpace(declaration, unitLimit: profile.unitsPerCase)
    if !isExact {
      space.blocks = .odd
      space.probabilities = .middling
      space.capabilities.remove(.gammaFactor)
    }
    adjust(&space)
    return space
  }

  /// Takes in what was answered last, which does not meet the requirement at hand.
  func note(_ fault: Fault) { investigation.note(fault, self) }

  /// Takes in what was answered last, which meets the requirement at hand.
  func notePass() { investigation.notePass(self) }

  /// The surveys of plans.
  func surveys(_ plans: [SurveyPlan]) throws -> [Survey] { try plans.map(survey) }

  /// All surveys that anybody asked for.
  var knownSurveys: [Survey] {
    surveys.values.sorted { ($0.plan.map.count, $0.plan.maps) < ($1.plan.map.count, $1.plan.maps) }
  }

  /// The survey of a plan; there is one, whoever asks.
  func survey(_ plan: SurveyPlan) throws -> Survey {
    if let known = surveys[plan] { return known }
    let survey = try Survey(plan, self)
    surveys[plan] = survey
    return survey
  }
}

extension Examination {
  /// The declared defaults with a block size and a drop probability: the law the subject says it has.
  ///
  /// A subject of which only one kind of blocks can be asked for is asked for that.
  func configuration(block: Int, p: Double, on map: [Int]) -> DropBlockConfiguration {
    var configuration = DropBlockConfiguration(
      blockSize: .uniform(declaration.blocks.side(block, on: map)), dropProbability: p)
    configuration.seedGrid = declaration.seedGrids.first ?? .valid
    configuration.sharing = declaration.sharings.first ?? []
    switch declaration.gammaRules.first ?? .paper {
    case .paper: configuration.gammaRule = .paper
    case .blockVolume: configuration.gammaRule = .blockVolume
    case .calibrated: configuration.gammaRule = .calibrated
    case .fixed: configuration.gammaRule = .fixed(p)
    }
    switch declaration.scales.first ?? .tensor {
    case .tensor: configuration.scale = .tensor
    case .sample: configuration.scale = .sample
    case .map: configuration.scale = .map
    case .none: configuration.scale = .none
    case .fixed: configuration.scale = .fixed(1.25)
    case .expectation: configuration.scale = .expectation(ofDropping: p)
    }
    if let sampler = declaration.samplers.first { configuration.sampler = sampler }
    if !declaration.oversizedBlocks.contains(.clipped) { configuration.oversizedBlock = .refused }
    return configuration
  }

  /// A map of a rank that the subject takes: the given sizes, or as many of them as it has axes; an
  /// axis for which none is given has three units.
  func map(_ spatial: [Int]) -> [Int] {
    guard !declaration.ranks.contains(spatial.count) else { return spatial }
    let rank = declaration.ranks.first ?? 1
    // Where blocks are not clipped, they must fit along every axis.
    let least = declaration.oversizedBlocks.contains(.clipped) ? 3 : spatial.min() ?? 3
    return spatial.prefix(rank) + [Int](repeating: least, count: max(0, rank - spatial.count))
  }
}
