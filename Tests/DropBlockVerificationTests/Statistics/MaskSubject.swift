import DropBlockContract
import Testing

@testable import DropBlockVerification

/// A subject whose masks are known: `isDropped(call, request, sample, channel, unit)`.
final class MaskSubject: Subject {
  var declaration = SubjectDeclaration(name: "masks", version: "0")
  private let isDropped: (Int, DropBlockRequest, Int, Int, Int) -> Bool
  private(set) var questions: [SubjectCase] = []

  init(_ isDropped: @escaping (Int, DropBlockRequest, Int, Int, Int) -> Bool) {
    self.isDropped = isDropped
  }

  func run(_ cases: [SubjectCase]) -> [SubjectAnswer] {
    cases.map { question in
      let call = questions.count
      questions.append(question)
      let shape = question.request.shape
      var values: [Float] = []
      for sample in 0..<shape.samples {
        for channel in 0..<shape.channels {
          for unit in 0..<shape.unitsPerMap {
            values.append(isDropped(call, question.request, sample, channel, unit) ? 0 : 2)
          }
        }
      }
      return .result(SubjectResult(output: TensorBits(values)))
    }
  }

  func values(_ schedule: ScheduleCase) -> ScheduleAnswer { .unsupported("none") }

  /// An examination of this subject by itself.
  var examination: Examination {
    Examination(
      self, declaration: declaration, profile: .quick, key: 5, ledger: Ledger(accounts: 1))
  }
}

/// A word that depends on all of its inputs (SplitMix64's mixing).
func mixed(_ words: Int...) -> UInt64 {
  words.reduce(0x1234_5678) { state, word in
    var mixer = KeyMixer(state, salt: UInt64(bitPattern: Int64(word)))
    return mixer.next()
  }
}
