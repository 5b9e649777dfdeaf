/// A run of one property over many random cases.
///
/// Cases depend on (key, name, number) alone: the same run draws the same cases, and case i of a
/// run is case i by itself.
public struct PropertyCheck: Sendable {
  /// The property's name: part of every case's randomness, and of its tokens.
  public var name: String

  /// The random key of the run.
  public var key: UInt64

  /// How many cases have to hold; below 1 counts as 1.
  public var cases: Int

  /// How often the shrinker may call the property.
  public var shrinkEvaluations: Int

  /// How many cases may be discarded for each one asked for; 1,000 always may.
  public var discardsPerCase: Int

  /// The number of the first case.
  public var firstCase: UInt64

  /// A run of a property.
  ///
  /// - Parameters:
  ///   - name: The property's name.
  ///   - key: The random key.
  ///   - cases: How many cases have to hold.
  ///   - shrinkEvaluations: How often the shrinker may call the property.
  ///   - discardsPerCase: How many cases may be discarded for each one asked for.
  ///   - firstCase: The number of the first case, for a run that continues another.
  public init(
    name: String, key: UInt64, cases: Int = 200, shrinkEvaluations: Int = 2_000,
    discardsPerCase: Int = 10, firstCase: UInt64 = 0
  ) {
    self.name = name
    self.key = key
    self.cases = cases
    self.shrinkEvaluations = shrinkEvaluations
    self.discardsPerCase = discardsPerCase
    self.firstCase = firstCase
  }

  /// Draws cases until enough hold, one fails, or too many are discarded.
  ///
  /// - Parameters:
  ///   - progress: Told the number of cases that hold, after each of them.
  ///   - found: Told of a failure before it is shrunk, so that a crash cannot lose it.
  ///   - property: Draws its inputs and says whether it holds for them. It must depend on its
  ///     draws alone. A ``Rejection`` discards the case.
  /// - Throws: Any other error the property throws, while cases are drawn. An error thrown while
  ///   a failure is shrunk ends the shrinking and is told in ``Counterexample/interruption``.
  public func run(
    progress: ((Int) -> Void)? = nil, found: ((Token, PropertyFailure) -> Void)? = nil,
    _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> PropertyReport {
    let propertyHash = TextHash.long(name)
    let wanted = Swift.max(cases, 1)
    let (product, isOverflow) = wanted.multipliedReportingOverflow(
      by: Swift.max(discardsPerCase, 0))
    let discardLimit = isOverflow ? Int.max : Swift.max(product, 1_000)
    var held = 0
    var discarded = 0
    var labels: [String: Int] = [:]
    var rejections: [String: Int] = [:]
    var caseIndex = firstCase
    while held < wanted {
      var draw = Draw(key: key, caseIndex: caseIndex, propertyHash: propertyHash)
      var reason = "the property: discarded"
      var isHopeless = false
      let outcome: PropertyOutcome
      do {
        outcome = try property(&draw)
      } catch let rejection as Rejection {
        outcome = .discarded
        reason = rejection.description
        if case .impossible = rejection.reason { isHopeless = true }
      }
      switch outcome {
      case .holds:
        held += 1
        if !draw.labels.isEmpty {
          for label in Set(draw.labels) { labels[label, default: 0] += 1 }
        }
        progress?(held)
      case .discarded:
        discarded += 1
        rejections[reason, default: 0] += 1
        // A thousand refusals and not one case: no budget makes a pass of that.
        if isHopeless || discarded > discardLimit || (held == 0 && discarded >= 1_000) {
          return .exhausted(cases: held, discarded: discarded, rejections: rejections)
        }
      case .fails(let failure):
        let recorded = draw.recorded
        let caseToken = Token(key: key, caseIndex: caseIndex, choices: recorded, property: name)
        found?(caseToken, failure)
        return .fails(
          shrink(recorded, failure, draw.labels, caseIndex, caseToken, property))
      }
      caseIndex &+= 1
    }
    return .holds(cases: held, discarded: discarded, labels: labels)
  }
}
