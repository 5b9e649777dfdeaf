/// What masks depend on that they ought not to depend on, as a row of calls has shown it.
package enum StateFault: Sendable, Hashable {
  /// So many calls had the same masks, under so many keys; 0 keys where the subject takes none.
  case everyCallAlike(calls: Int, keys: Int)

  /// In so many calls the masks came round every so many calls.
  case masksRepeat(every: Int, calls: Int)

  /// Of so many calls with one key no two had the same masks.
  case keyIsIgnored(calls: Int)

  /// Calls with one key had so many different masks.
  case keyIsIgnoredInPart(different: Int, calls: Int)

  /// Calls with a key each had no more than so many different masks.
  case keysCollide(different: Int, calls: Int)

  /// Of calls whose random state goes on some had the masks of an earlier one.
  case masksReturn(different: Int, calls: Int)

  /// So many requests in which units were dropped drop nothing when they are asked again.
  case dropsNoMore(requests: Int)

  /// The same request with another input has another mask.
  case maskDependsOnInput

  /// Of so many requests so many drop other units where they are asked in another order, of a subject that
  /// has just been started.
  case answerDependsOnOthers(requests: Int, of: Int)

  /// The same where units are dropped as before, and kept ones are multiplied by another factor.
  case factorDependsOnOthers(requests: Int, of: Int)

  /// The stable identifier.
  package var id: String {
    switch self {
    case .everyCallAlike: "state.every-call-alike"
    case .masksRepeat: "state.masks-repeat"
    case .keyIsIgnored: "state.key-ignored"
    case .keyIsIgnoredInPart: "state.key-ignored-in-part"
    case .keysCollide: "state.keys-collide"
    case .masksReturn: "state.masks-return"
    case .dropsNoMore: "state.drops-no-more"
    case .maskDependsOnInput: "state.mask-of-input"
    case .answerDependsOnOthers: "state.answer-of-others"
    case .factorDependsOnOthers: "state.factor-of-others"
    }
  }
}
