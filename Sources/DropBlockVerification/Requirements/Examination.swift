import DropBlockContract
import DropBlockGenerators

/// One subject under judgement: what it declares, how hard to look, and what has been seen so far.
final class Examination {
  let subject: any Subject

  /// What the subject is judged by: its own declaration, or the paper's options in its place.
  let declaration: SubjectDeclaration
  let profile: Profile
  let key: UInt64
  var ledger: Ledger
  var casesRun = 0

  /// How many cases of the requirement at hand ended because their output was NaN throughout.
  var undefinedCases = 0

  /// What became of the corpus, requirement by requirement.
  var corpusReports: [CorpusReport] = []
  private var surveys: [SurveyPlan: Survey] = [:]

  /// What is wrong with the frequencies of some surveys, once it has been found out.
  var diagnoses: [[SurveyPlan]: Diagnosis] = [:]

  /// What has been said at length.
  var diagnosedHeadlines: Set<Diagnosis.Headline> = []

  /// What the failing cases of the requirement at hand say about the fault.
  var caseDiagnosis = CaseDiagnosis()

  /// The mask of the case at hand, where it was found out by another question.
  var knownMask: [Bool]?

  /// What was asked and answered last.
  private(set) var lastExchange: [(question: SubjectCase, answer: SubjectAnswer)] = []

  /// Called now and then with the share of a requirement's work that is done.
  var progress: (Double) -> Void = { _ in }

  init(
    _ subject: any Subject, declaration: SubjectDeclaration, profile: Profile, key: UInt64,
    ledger: Ledger
  ) {
    self.subject = subject
    self.declaration = declaration
    self.profile = profile
    self.key = key
    self.ledger = ledger
  }

  /// Whether the subject draws its seeds from the normative random stream, so that its answers are
  /// known to the bit.
  var isExact: Bool { !declaration.samplers.isEmpty }

  /// Whether the subject offers something.
  func offers(_ capability: Capability) -> Bool { declaration.capabilities.contains(capability) }

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

  /// Asks one question.
  func ask(_ question: SubjectCase) throws(SubjectFailure) -> SubjectAnswer {
    try ask([question])[0]
  }

  /// Asks several questions in a row.
  func ask(_ questions: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    casesRun += questions.count
    let answers = try subject.run(questions)
    guard answers.count == questions.count else {
      throw SubjectFailure(.rubbish("\(answers.count) answers to \(questions.count) cases"))
    }
    lastExchange = Array(zip(questions, answers))
    return answers
  }

  /// Takes in what was answered last, which does not meet the requirement at hand.
  func note(_ failure: PropertyFailure) {
    // A random stream of the subject's own can't be told from its answers.
    guard let (question, answer) = lastExchange.last, isExact || failure.site != "parts of a batch"
    else { return }
    caseDiagnosis.add(failure, question, answer, mask: knownMask)
  }

  /// The surveys of plans.
  func surveys(_ plans: [SurveyPlan]) throws -> [Survey] { try plans.map(survey) }

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
  func configuration(block: Int, p: Double) -> DropBlockConfiguration {
    var configuration = DropBlockConfiguration(blockSize: .uniform(block), dropProbability: p)
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

  /// The number format to use where any will do: single precision, if it is offered.
  var plainType: ElementType {
    declaration.elementTypes.contains(.float32)
      ? .float32 : declaration.elementTypes.first ?? .float32
  }
}
