import DropBlockContract

/// One subject that is asked questions: what it declares, and what it answered last.
class Interview {
  let subject: any Subject

  /// What the subject is judged by: its own declaration, or the paper's options in its place.
  let declaration: SubjectDeclaration

  /// From which all questions follow.
  let key: UInt64

  /// How many cases were asked.
  var casesRun = 0

  /// What was asked and answered last.
  private(set) var lastExchange: [(question: SubjectCase, answer: SubjectAnswer)] = []

  /// The first small questions of the run that were answered, and their answers.
  private(set) var firstExchanges: [(question: SubjectCase, result: SubjectResult)] = []

  /// The first small questions of the run in whose answers a unit was dropped.
  private(set) var firstDrops: [SubjectCase] = []

  /// In how many of them no unit is dropped, and in how many at most.
  private var quietExchanges = 0
  private static let quiet = 8

  /// Questions of the whole run that were answered, each so many after the one before.
  private(set) var spreadExchanges: [(question: SubjectCase, result: SubjectResult)] = []

  /// Questions that share their options with others, and their answers: one of each survey.
  private(set) var keptExchanges: [(question: SubjectCase, result: SubjectResult)] = []

  /// How many of the spread ones there are at most, how many units they have at most, and how far they are apart.
  private static let spread = (count: 48, units: 65_536)
  private var (stride, sinceLast) = (1, 0)

  /// How many of them are kept, and how many units they have at most.
  private static let firsts = (count: 24, units: 4_096)

  /// How many questions are kept where some may be asked only once: which of them show a dropped unit is not
  /// known before there are answers.
  private static let mayBeFirst = 72

  /// How many of the first questions are asked again, at most.
  static var firstsAskedAgain: Int { firsts.count }

  /// Called now and then with the share of a requirement's work that is done.
  var progress: (Double) -> Void = { _ in }

  /// Whether all is asked that any answers might lead to, and nothing is judged: questions are taken down
  /// before there are answers.
  var asksEverything = false

  /// In which part of the run the next questions are asked.
  var section = RunSection.surveys { didSet { sectioned?.begin(section) } }

  /// The subject, if it is told where in the run it is asked.
  var sectioned: (any SectionedSubject)? { subject as? any SectionedSubject }

  init(_ subject: any Subject, declaration: SubjectDeclaration, key: UInt64) {
    self.subject = subject
    self.declaration = declaration
    self.key = key
  }

  /// Whether the subject draws its seeds from the normative random stream, so that its answers are
  /// known to the bit.
  var isExact: Bool { !declaration.samplers.isEmpty }

  /// Whether the subject offers something.
  func offers(_ capability: SubjectCapability) -> Bool {
    declaration.capabilities.contains(capability)
  }

  /// Asks one question.
  func ask(_ question: SubjectCase) throws(SubjectFailure) -> SubjectAnswer {
    try ask([question])[0]
  }

  /// Asks several questions in a row.
  func ask(_ questions: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    casesRun += questions.count
    let answers: [SubjectAnswer]
    do {
      answers = try subject.run(questions)
    } catch {
      var failure = error
      // Of several at once it may be any.
      if questions.count == 1, failure.question == nil { failure.question = questions[0] }
      throw failure
    }
    guard answers.count == questions.count else {
      throw SubjectFailure(.malformed("\(answers.count) answers to \(questions.count) cases"))
    }
    lastExchange = Array(zip(questions, answers))
    for (question, answer) in lastExchange
    where firstDrops.count < Self.drops && Self.showsDrop(question, answer) {
      firstDrops.append(question)
    }
    let firsts = sectioned == nil ? Self.firsts.count : Self.mayBeFirst
    for (question, answer) in lastExchange where firstExchanges.count < firsts {
      guard case .result(let result) = answer, !question.continues,
        question.input.count <= Self.firsts.units
      else { continue }
      // Most have to show what a key, or a mode, changes.
      if !(asksEverything ? question.mayDrop : Self.showsDrop(question, answer)) {
        guard quietExchanges < Self.quiet else { continue }
        quietExchanges += 1
      }
      firstExchanges.append((question, result))
    }
    for (question, answer) in lastExchange { spread(question, answer) }
    return answers
  }

  /// Keeps a question that shares its options with others of the run.
  func keep(_ question: SubjectCase, _ answer: SubjectAnswer) {
    if case .result(let result) = answer { keptExchanges.append((question, result)) }
  }

  /// Keeps every so many-th question that can be asked again.
  private func spread(_ question: SubjectCase, _ answer: SubjectAnswer) {
    guard case .result(let result) = answer, !question.continues,
      question.request.mode == .training, question.input.count <= Self.spread.units
    else { return }
    sinceLast += 1
    guard sinceLast >= stride else { return }
    sinceLast = 0
    spreadExchanges.append((question, result))
    guard spreadExchanges.count > Self.spread.count else { return }
    // Half of them are enough, and from now on they are twice as far apart.
    spreadExchanges = spreadExchanges.indices.filter { $0 % 2 == 1 }.map { spreadExchanges[$0] }
    stride *= 2
  }

  /// How many questions with dropped units are kept.
  private static let drops = 8

  /// Whether a small case has a unit that is 0 and was not.
  static func showsDrop(_ question: SubjectCase, _ answer: SubjectAnswer) -> Bool {
    guard case .result(let result) = answer, question.input.count <= firsts.units,
      result.output.count == question.input.count, question.request.mode == .training
    else { return false }
    return (0..<question.input.count).contains {
      result.output[$0] == 0 && question.input[$0] != 0
    }
  }

  /// The number format to use where any will do: single precision, if it is offered.
  var plainType: ElementType { declaration.plainType }
}

extension SubjectCase {
  /// Whether an answer may have a dropped unit.
  fileprivate var mayDrop: Bool {
    request.mode == .training && request.configuration.dropProbability > 0
  }
}

extension SubjectDeclaration {
  /// The number format to use where any will do: single precision, if it is offered.
  var plainType: ElementType {
    elementTypes.contains(.float32) ? .float32 : elementTypes.first ?? .float32
  }
}
