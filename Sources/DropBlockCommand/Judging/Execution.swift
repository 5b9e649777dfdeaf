import DropBlockVerification

/// A way in which a target is called: the same layer may be right in one, and wrong in another.
///
/// What each does, the Python package knows (`dropblock_verify.execution`); a test there compares the words.
enum Execution: String, CaseIterable, Sendable {
  case eager, compiled
  case compiledAOT = "compiled-aot"
  case checkpointed
  case checkpointedReentrant = "checkpointed-reentrant"
  case autocast, vmap, replicas
  case tensorFlowFunction = "tf.function"
  case jaxJIT = "jax.jit"

  /// Whether code is made while the suite asks, for each kind of case that has not been seen.
  var isCompiled: Bool {
    switch self {
    case .compiled, .compiledAOT, .tensorFlowFunction, .jaxJIT: true
    default: false
    }
  }

  /// The seconds in which a case must be answered, where the command line does not say.
  var deadline: Double { isCompiled ? 300 : 10 }

  /// The seconds in which the program must say hello, where the command line does not say: by then it has
  /// answered a few cases, and replicas have been started one and all.
  var helloDeadline: Double { isCompiled ? 600 : self == .replicas ? 180 : 60 }

  /// A profile with as many generated cases as can be waited for.
  func fitting(_ profile: VerificationProfile) -> VerificationProfile {
    guard isCompiled else { return profile }
    var profile = profile
    profile.cases = max(profile.cases / 10, 1)
    return profile
  }
}

extension ValueFormat where Value == [Execution] {
  /// Ways of execution, joined by commas.
  static let executions = ValueFormat(
    name: "MODE,…",
    admissible: "a list of ways of execution, each once and with a comma after it: "
      + Execution.allCases.map(\.rawValue).joined(separator: ", "),
    choices: Execution.allCases.map(\.rawValue),
    parse: { text in
      var modes: [Execution] = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let mode = Execution(rawValue: String(word)), !modes.contains(mode) else {
          return nil
        }
        modes.append(mode)
      }
      return modes
    })
}
