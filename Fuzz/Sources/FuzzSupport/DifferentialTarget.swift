import DropBlockFast
import DropBlockVerification

/// The property of the fast engine that a fuzzer's bytes are judged by.
public enum DifferentialTarget {
  /// Judges the case that the bytes stand for, and stops the process if it shows a difference.
  ///
  /// - Returns: 0, or -1 for bytes that are no case, which the fuzzer then leaves out of its corpus.
  public static func judge(_ bytes: [UInt8]) -> CInt {
    precondition(
      Requirement.named(VerificationRun.bytesRequirement) != nil,
      "the requirement '\(VerificationRun.bytesRequirement)' is gone: nothing would be judged")
    // A subject of its own for every input, so that nothing of one input reaches the next and a
    // crash file shows in a new process what it showed in this one.
    let subject = EngineSubject(
      .everything(named: "fast", version: "fuzz"),
      engine: { threads in FastEngine(threads: threads ?? 1) },
      values: { _ in [] })
    // Profile and name are those that `dropblock replay FILE` takes by default.
    let run = VerificationRun(
      subject, profile: .ci, key: 0,
      replayLine: ReplayLine { request, run in
        "dropblock replay \(request) --profile \(run.profile.name) --subject fast"
      })
    switch run.judge(bytes: bytes).outcome {
    case .holds: return 0
    case .notOffered, .inconclusive: return -1
    case .violated(let violation):
      finding("\(violation.site)\n\(violation.message)", violation.replay)
    case .failed(let failure, let replay):
      finding("the subject failed: \(failure)", replay)
    }
  }

  private static func finding(_ text: String, _ replay: String) -> Never {
    fatalError(
      """
      \(VerificationRun.bytesRequirement) does not hold: \(text)

      see it again:
        \(replay)
        dropblock replay FILE    (FILE is the artifact that libFuzzer names below)

      """)
  }
}
