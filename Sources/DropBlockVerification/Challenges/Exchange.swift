import DropBlockContract

/// Cases that are asked together, or a schedule: what a subject is asked in one call.
struct Exchange: Sendable {
  /// By which an answer is found again.
  let key: Key

  /// The messages that ask it, in order.
  var requests: [Request] = []

  /// In which part of a run it is asked, and what: without identifiers, and without indices of blobs.
  ///
  /// Numbers are compared as they are written, so that NaN is equal to itself.
  struct Key: Sendable, Hashable {
    let section: RunSection
    let texts: [String]
    let tensors: [TensorBits]
  }

  /// One message.
  enum Request: Sendable {
    /// Some of the cases.
    case run(id: String, bytes: [UInt8], cases: [SubjectCase])

    /// A schedule, and how many values it asks for.
    case schedule(id: String, bytes: [UInt8], ScheduleCase)

    /// A case that is too long for a header of the protocol, or such a schedule: it is never sent.
    case tooLong
  }
}

extension Exchange.Key {
  /// The key of cases.
  init(_ section: RunSection, _ cases: [SubjectCase]) {
    self.section = section
    texts = cases.map { item in
      item.json(
        input: 0, outputGradient: item.outputGradient.map { _ in 1 }, ownSampler: false
      ).description
    }
    tensors = cases.flatMap { item in [item.input] + (item.outputGradient.map { [$0] } ?? []) }
  }

  /// The key of a schedule.
  init(_ section: RunSection, _ schedule: ScheduleCase) {
    self.section = section
    texts = [String(decoding: ProtocolEncoder.schedule(schedule, id: "") ?? [], as: UTF8.self)]
    tensors = []
  }
}

extension Exchange.Request {
  /// How many cases or schedules it asks.
  var caseCount: Int {
    switch self {
    case .run(_, _, let cases): cases.count
    case .schedule: 1
    case .tooLong: 0
    }
  }

  /// The message; none where nothing is sent.
  var bytes: [UInt8] {
    switch self {
    case .run(_, let bytes, _), .schedule(_, let bytes, _): bytes
    case .tooLong: []
    }
  }

  /// What it asks, in words: the first of several cases.
  ///
  /// - Parameter hasOwnStream: Whether the subject has a random stream of its own.
  func words(hasOwnStream: Bool) -> String {
    switch self {
    case .run(_, _, let cases):
      (cases.first.map { CaseDescription.describe($0, hasOwnStream: hasOwnStream) } ?? "no case")
        + (cases.count > 1 ? ", and \(cases.count - 1) more" : "")
    case .schedule(_, _, let schedule): CaseDescription.describe(schedule)
    case .tooLong: "a case too long for a header"
    }
  }
}

/// Where a request stands in a challenge.
package struct RequestPlace: Sendable, Hashable {
  /// Its number, from 1.
  package var number: Int

  /// For what it is asked: a requirement, or a part of the run that several share.
  package var section: String

  /// What it asks, in words.
  package var words: String
}
