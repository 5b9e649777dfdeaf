import DropBlockContract
import DropBlockReference

/// A subject that takes down what it is asked, and answers as the reference does.
///
/// Its answers only keep the questions coming: nothing is judged by them.
final class RecordingSubject: SectionedSubject {
  let declaration: SubjectDeclaration
  let unanswered = 0

  /// Whether it refuses even blocks: those who do are asked about odd ones in some places.
  var refusesEvenBlocks = false

  /// Whether nothing is taken down any more.
  private(set) var isOver = false

  private let reference: EngineSubject
  private let identifier: (Int) -> String
  private let take: (Exchange, Int) -> Bool
  private var section = RunSection.surveys
  private var requests = 0
  private var known: [Exchange.Key: Int] = [:]
  private var asked: [Exchange.Key: Int] = [:]

  /// Creates a subject.
  ///
  /// - Parameters:
  ///   - declaration: What it says of itself.
  ///   - identifier: The identifier of a request, by its number.
  ///   - take: Called with what is asked, and the number of its first request; whether to go on.
  init(
    _ declaration: SubjectDeclaration, identifier: @escaping (Int) -> String,
    _ take: @escaping (Exchange, Int) -> Bool
  ) {
    self.declaration = declaration
    self.identifier = identifier
    self.take = take
    reference = EngineSubject(
      declaration, engine: { _ in ReferenceEngine() },
      values: { (question: ScheduleCase) throws(DropBlockError) in
        try ReferenceSchedules.values(question)
      })
  }

  func hasAnswer(to cases: [SubjectCase]) -> Bool { true }

  func begin(_ section: RunSection) { self.section = section }

  func beginCase() {}

  /// Begins another run: what is asked no oftener than in an earlier one is known already.
  func beginRun() { asked = [:] }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    try record(.init(section, cases)) { requests(for: cases) }
    return cases.map { question in
      refusesEvenBlocks && question.hasEvenBlock
        ? .refused("even blocks") : reference.run([question])[0]
    }
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try record(.init(section, schedule)) {
      let id = nextIdentifier()
      guard let bytes = ProtocolEncoder.schedule(schedule, id: id) else {
        requests -= 1
        return [.tooLong]
      }
      return [.schedule(id: id, bytes: bytes, schedule)]
    }
    return reference.values(schedule)
  }

  /// Takes down what is asked, unless it is known.
  private func record(
    _ key: Exchange.Key, _ make: () -> [Exchange.Request]
  ) throws(SubjectFailure) {
    if !isOver {
      let count = asked[key, default: 0] + 1
      asked[key] = count
      guard count > known[key, default: 0] else { return }
      known[key] = count
      let first = requests + 1
      isOver = !take(Exchange(key: key, requests: make()), first)
    }
    // Where nobody takes it down, nothing need be asked.
    if isOver { throw SubjectFailure(.closedPipe) }
  }

  /// The messages that a program on a pipe would get.
  private func requests(for cases: [SubjectCase]) -> [Exchange.Request] {
    var made: [Exchange.Request] = []
    var rest = cases[...]
    while !rest.isEmpty {
      let request = RunRequest(rest, id: nextIdentifier(), for: declaration)
      if request.caseCount == 0 {
        requests -= 1
        made.append(.tooLong)
        rest = rest.dropFirst()
      } else {
        made.append(
          .run(
            id: request.id, bytes: request.bytes, cases: Array(rest.prefix(request.caseCount))))
        rest = rest.dropFirst(request.caseCount)
      }
    }
    return made
  }

  private func nextIdentifier() -> String {
    requests += 1
    return identifier(requests)
  }
}
