import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Answers to a challenge as a program would write them, from a subject of this process.
enum Answering {
  /// The whole file.
  static func file(of subject: any Subject, to challenge: Challenge) throws -> [UInt8] {
    try messages(of: subject, to: challenge).flatMap(\.self)
  }

  /// Its messages: hello first.
  static func messages(of subject: any Subject, to challenge: Challenge) throws -> [[UInt8]] {
    var messages = [ProtocolEncoder.helloAnswer(subject.declaration)]
    try challenge.ask(progress: { _ in }) { exchange, _ in
      for request in exchange.requests {
        messages.append(try message(of: subject, to: request))
      }
    }
    return messages
  }

  /// The answer to one request.
  static func message(
    of subject: any Subject, to request: Exchange.Request
  ) throws -> [UInt8] {
    switch request {
    case .tooLong: return []
    case .schedule(let id, _, let schedule):
      var members: [(String, JSON)] = [("kind", "schedule"), ("id", .string(id))]
      guard case .values(let values) = try subject.values(schedule) else {
        return ProtocolEncoder.line(
          .object(members + [("status", "unsupported"), ("message", ""), ("blobs", [])]))
      }
      let blob = try #require(
        BlobDescription(name: "values", type: .float64, shape: [values.count]))
      members += [("status", "result"), ("values", 0), ("blobs", .array([blob.json]))]
      return ProtocolEncoder.line(.object(members))
        + TensorBits(values, as: .float64).littleEndianBytes
    case .run(let id, _, let cases):
      var header = RunAnswerHeader(id: id, answers: [], blobs: [])
      var tensors: [TensorBits] = []
      func add(_ name: String, _ tensor: TensorBits, _ item: SubjectCase) throws -> Int {
        header.blobs.append(
          try #require(
            BlobDescription(
              name: name, type: BlobType(tensor.elementType), shape: item.blobShape(of: tensor))))
        tensors.append(tensor)
        return tensors.count - 1
      }
      for (item, answer) in zip(cases, try subject.run(cases)) {
        switch answer {
        case .refused(let message): header.answers.append(.refused(message))
        case .unsupported(let message): header.answers.append(.unsupported(message))
        case .result(let result):
          var shown = RunAnswerHeader.Result(output: try add("output", result.output, item))
          if item.outputGradient != nil, let gradient = result.inputGradient {
            shown.inputGradient = try add("inputGradient", gradient, item)
          }
          header.answers.append(.result(shown))
        }
      }
      var bytes = header.bytes
      for tensor in tensors { bytes += tensor.littleEndianBytes }
      return bytes
    }
  }
}

/// An engine of this package that says it offers little, and reveals nothing.
final class NarrowSubject: Subject {
  let declaration: SubjectDeclaration
  private let own: any Subject

  /// - Parameter change: What is offered otherwise.
  init(_ own: any Subject, _ change: (inout SubjectDeclaration) -> Void = { _ in }) {
    self.own = own
    var narrow = SubjectDeclaration(
      name: own.declaration.name, version: own.declaration.version)
    narrow.samplers = [.sparse]
    narrow.elementTypes = [.float32, .float16]
    narrow.capabilities = [.backward, .keyed]
    change(&narrow)
    declaration = narrow
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    let blind = cases.map { question in
      var question = question
      question.wantsStages = false
      return question
    }
    return try own.run(blind).map { answer in
      guard case .result(var result) = answer else { return answer }
      // No pipe tells of these, nor does a file.
      result.strayWrites = 0
      return .result(result)
    }
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try own.values(schedule)
  }
}

/// A challenge to a subject, as a file.
struct WrittenChallenge {
  let challenge: Challenge
  let file: [UInt8]
  let size: Challenge.Size

  init(
    to subject: any Subject, only families: Set<String>? = nil, key: UInt64 = 1, maps: Int = 8_192,
    options: VerificationRun.Options = .declared
  ) throws {
    var run = VerificationRun(subject, profile: .quick, key: key)
    run.profile.maps = maps
    run.options = options
    if let families {
      run.requirements = Requirement.all.filter {
        families.contains($0.family) || families.contains($0.id.rawValue)
      }
    }
    challenge = Challenge(of: run)
    var bytes: [UInt8] = []
    size = try challenge.record { bytes += $0 }
    file = bytes
  }

  /// What is judged of answers.
  func judged(_ answers: [UInt8]) throws -> VerificationSummary {
    let read = try Challenge.read(file, answers: answers)
    return read.challenge.run(of: read.subject).judged()
  }

  /// What is judged of a subject that is asked directly.
  func asked(_ subject: any Subject) -> VerificationSummary {
    challenge.run(of: subject).judged()
  }
}

extension VerificationSummary {
  /// The outcome of every requirement by its name, and the known rules that explain those that are red.
  ///
  /// What no rule explains is told by the case that shows it, which is another one on a pipe.
  var findings: [String] {
    let causes = explanation.causes.filter { !$0.faults.isEmpty }.map { cause in
      "cause \(cause.id): \(cause.requirements.map(\.rawValue))"
    }
    return verdicts.map { "\($0.requirement) \($0.outcome.name)" } + causes
  }
}

extension Verdict.Outcome {
  fileprivate var name: String {
    switch self {
    case .holds: "holds"
    case .violated(let violation): "violated at \(violation.site.name)"
    case .notOffered: "not offered"
    case .inconclusive(let doubt): "inconclusive: \(doubt.words)"
    case .failed(let failure, _): "failed: \(failure)"
    }
  }
}
