import DropBlockContract
import DropBlockFast
import DropBlockVerification

/// The subjects of this package, by their names on the command line.
enum OwnSubjects {
  /// Name and description of each; those that this machine can't run say why.
  static var all: [(name: String, summary: String)] {
    let kernels = FastKernel.all.map { kernel in
      let reason = kernel.unavailableReason.map { " — unavailable: \($0)" } ?? ""
      return (kernelPrefix + kernel.name, "its kernel \(kernel.name): \(kernel.summary)\(reason)")
    }
    return [("fast", "the SIMD engine of DropBlockFast, with the kernel it uses by default")]
      + kernels + [("reference", "the readable engine of DropBlockReference")]
      + Variant.all.map { ("variant:\($0.name)", $0.reason) }
      + Mutant.all.map { ("mutant:\($0.name)", "\($0.fault) (\($0.requirement))") }
  }

  /// What the name of a subject begins with that is a kernel of the fast engine.
  static let kernelPrefix = "fast:"

  /// The subject with a name.
  ///
  /// - Throws: A ``UsageError`` for a name that is none, and for a kernel that this machine can't run,
  ///   or that the environment names and there isn't.
  static func named(_ name: String) throws(UsageError) -> any Subject {
    if name == "fast" {
      // Asked for first: otherwise every case of a run would be refused.
      _ = try Kernels.preferred()
      return fast(named: name, kernel: nil)
    }
    if let kernel = FastKernel.all.first(where: { kernelPrefix + $0.name == name }) {
      if let reason = kernel.unavailableReason { throw UsageError("--subject: \(name): \(reason)") }
      return fast(named: name, kernel: kernel)
    }
    if name == "reference" { return EngineSubject.reference(version: DropBlockPackage.version) }
    if name.hasPrefix("variant:"), let variant = Variant.named(String(name.dropFirst(8))) {
      return variant.subject(version: DropBlockPackage.version)
    }
    if name.hasPrefix("mutant:"), let mutant = Mutant.named(String(name.dropFirst(7))) {
      return mutant.subject(version: DropBlockPackage.version)
    }
    throw UsageError(
      "--subject: '\(name)' is no subject; 'dropblock subjects' lists them"
        + Suggestion.question(name, among: all.map(\.name)))
  }

  private static func fast(named name: String, kernel: FastKernel?) -> EngineSubject {
    EngineSubject(
      .everything(named: name, version: DropBlockPackage.version),
      engine: { threads in FastEngine(threads: threads ?? 1, kernel: kernel) },
      values: { (question: ScheduleCase) throws(DropBlockError) in
        try question.values(
          linear: LinearSchedule.init, paper: PaperSchedule.init, group: GroupFactors.factor)
      })
  }
}
