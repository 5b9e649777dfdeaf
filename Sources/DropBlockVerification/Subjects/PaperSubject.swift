import DropBlockContract

/// A subject that is to be judged by the paper's options, whether it has them or not.
///
/// It is asked for each of the paper's options that it offers, and for its own default in place of
/// any that it does not; the answer is then held against the paper.
final class PaperSubject: Subject {
  private let own: any Subject

  /// The paper's options, with the capabilities of the subject.
  let declaration: SubjectDeclaration

  init(_ own: any Subject) {
    self.own = own
    declaration = own.declaration.asPaper
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    try own.run(cases.map(translated))
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try own.values(schedule)
  }

  func startAnew() -> Bool { own.startAnew() }

  private func translated(_ question: SubjectCase) -> SubjectCase {
    let offered = own.declaration
    var question = question
    var configuration = question.request.configuration
    if !offered.seedGrids.contains(.valid), let grid = offered.seedGrids.first {
      configuration.seedGrid = grid
    }
    if !offered.gammaRules.contains(.paper), let rule = offered.gammaRules.first {
      switch rule {
      case .paper: configuration.gammaRule = .paper
      case .blockVolume: configuration.gammaRule = .blockVolume
      case .calibrated: configuration.gammaRule = .calibrated
      case .fixed: configuration.gammaRule = .fixed(configuration.dropProbability)
      }
    }
    if !offered.sharings.contains([]), let sharing = offered.sharings.first {
      configuration.sharing = sharing
    }
    if !offered.scales.contains(.tensor), let scale = offered.scales.first {
      switch scale {
      case .tensor: configuration.scale = .tensor
      case .sample: configuration.scale = .sample
      case .map: configuration.scale = .map
      case .none: configuration.scale = .none
      case .fixed: configuration.scale = .fixed(1 / max(1 - configuration.dropProbability, 0x1p-10))
      case .expectation:
        configuration.scale = .expectation(ofDropping: configuration.dropProbability)
      }
    }
    if !offered.oversizedBlocks.contains(.clipped) { configuration.oversizedBlock = .refused }
    question.request.configuration = configuration
    return question
  }
}

extension PaperSubject: SectionedSubject {
  var unanswered: Int { sectioned?.unanswered ?? 0 }

  func hasAnswer(to cases: [SubjectCase]) -> Bool {
    sectioned?.hasAnswer(to: cases.map(translated)) ?? true
  }

  func begin(_ section: RunSection) { sectioned?.begin(section) }

  func beginCase() { sectioned?.beginCase() }

  private var sectioned: (any SectionedSubject)? { own as? any SectionedSubject }
}

extension SubjectDeclaration {
  /// The same subject, but to be judged by the paper's options whatever it says of itself.
  package var asPaper: SubjectDeclaration {
    var paper = self
    paper.seedGrids = [.valid]
    paper.gammaRules = [.paper]
    paper.sharings = [[]]
    paper.scales = [.tensor]
    paper.oversizedBlocks = [.clipped]
    paper.scaleEpsilon = 0
    return paper
  }
}
