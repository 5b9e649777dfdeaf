import DropBlockContract

/// A subject that has answered already: what it is asked is looked up.
///
/// What nobody asked it before is unsupported, and counted: what follows from that is no verdict.
final class AnsweredSubject: SectionedSubject {
  let declaration: SubjectDeclaration
  private(set) var unanswered = 0

  private let bytes: [UInt8]
  private let answers: [Exchange.Key: [[AnswerFile.Answer]]]
  private var section = RunSection.surveys

  /// How often each was asked in a part of the run, or in a case.
  private var asked: [RunSection: [Exchange.Key: Int]] = [:]

  /// Creates a subject.
  ///
  /// - Parameters:
  ///   - declaration: What it says of itself.
  ///   - bytes: The file of answers.
  ///   - answers: For what was asked, the answers of each time, in order.
  init(
    _ declaration: SubjectDeclaration, bytes: [UInt8],
    answers: [Exchange.Key: [[AnswerFile.Answer]]]
  ) {
    self.declaration = declaration
    self.bytes = bytes
    self.answers = answers
  }

  func hasAnswer(to cases: [SubjectCase]) -> Bool {
    let key = Exchange.Key(section, cases)
    return asked[section]?[key] ?? 0 < answers[key]?.count ?? 0
  }

  func begin(_ section: RunSection) { self.section = section }

  func beginCase() { asked[section] = nil }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    guard let parts = try next(.init(section, cases)) else {
      unanswered += cases.count
      return cases.map { _ in Self.unasked }
    }
    var read: [SubjectAnswer] = []
    for part in parts {
      switch part {
      case .run(let header, let range):
        do { read += try header.answers(from: bytes[range ?? 0..<0]) } catch {
          throw SubjectFailure(error.failure)
        }
      case .failed(let failure): throw failure
      case .tooLong:
        read.append(.unsupported("a request that is longer than a header of the protocol"))
      case .schedule: break
      }
    }
    return read
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    guard let part = try next(.init(section, schedule))?.first else {
      unanswered += 1
      return .unsupported("not in the challenge")
    }
    switch part {
    case .schedule(let answer?, _): return answer
    case .schedule(nil, let range):
      let values = TensorBits(littleEndian: bytes[range ?? 0..<0], as: .float64)
      return .values((0..<values.count).map { values[$0] })
    case .failed(let failure): throw failure
    case .run, .tooLong:
      return .unsupported("a request that is longer than a header of the protocol")
    }
  }

  private static let unasked = SubjectAnswer.unsupported("not in the challenge")

  /// The answers to what is asked now; nil where it was not asked, or not so often.
  ///
  /// - Throws: Where an explanation is looked for: to answer that something is not supported there would
  ///   pass for a change of the subject.
  private func next(_ key: Exchange.Key) throws(SubjectFailure) -> [AnswerFile.Answer]? {
    let times = asked[section]?[key] ?? 0
    asked[section, default: [:]][key] = times + 1
    if let known = answers[key], times < known.count { return known[times] }
    guard section != .explanation else { throw SubjectFailure(.closedPipe) }
    return nil
  }
}
