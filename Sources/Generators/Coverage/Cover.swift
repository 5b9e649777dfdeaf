import DropBlockPlatform

/// A share of the cases that a run is asked to reach.
public struct Cover: Hashable, Sendable {
  /// What the cases have in common.
  public let name: String

  /// The share of all cases that must have it, 0...1.
  public let share: Double

  /// A share of the cases.
  ///
  /// - Parameters:
  ///   - name: What the cases have in common.
  ///   - share: The least share; outside 0...1 the bound next to it, and NaN counts as 1.
  public init(_ name: String, atLeast share: Double) {
    self.name = name
    self.share = share.isNaN ? 1 : Swift.min(Swift.max(share, 0), 1)
  }
}

/// How often the cases of a run were what a ``Cover`` asks for, and what follows.
public struct CoverCount: Hashable, Sendable, CustomStringConvertible {
  /// What the counts say about the share.
  public enum Verdict: Hashable, Sendable {
    /// The share is as large as asked for.
    case covered

    /// The share is smaller.
    case notCovered

    /// There were too few cases to tell: a warning, no more.
    case undecided
  }

  /// What was asked for.
  public let cover: Cover

  /// The chance at most of a wrong verdict.
  public let errorRate: Double

  /// The cases that had it.
  public private(set) var hits = 0

  /// The cases that count: those that hold, from case 100 of the key on.
  public private(set) var cases = 0

  /// Whether any case asked.
  public internal(set) var isReached = false

  /// What follows; the first that the evidence suffices for stays.
  public private(set) var verdict = Verdict.undecided

  private var atVerdict: ClosedRange<Double> = 0...1

  init(_ cover: Cover, errorRate: Double) {
    self.cover = cover
    self.errorRate = errorRate.isNaN ? 1e-9 : Swift.min(Swift.max(errorRate, 1e-300), 0.5)
    // No share is below 0.
    if cover.share == 0 { verdict = .covered }
  }

  mutating func count(isHit: Bool) {
    cases += 1
    if isHit { hits += 1 }
    guard verdict == .undecided else { return }
    let ratio = CoverEvidence.logRatio(hits: hits, cases: cases, share: cover.share)
    guard ratio >= -.log(errorRate) else { return }
    verdict = Double(hits) < cover.share * Double(cases) ? .notCovered : .covered
    atVerdict = CoverEvidence.limits(hits: hits, cases: cases, errorRate: errorRate)
  }

  /// The shares that are not ruled out; the true one lies outside with at most ``errorRate``.
  public var limits: ClosedRange<Double> {
    let now = CoverEvidence.limits(hits: hits, cases: cases, errorRate: errorRate)
    // Each holds at its own case, and both at once, with the same chance.
    let lower = Swift.max(now.lowerBound, atVerdict.lowerBound)
    return lower...Swift.max(lower, Swift.min(now.upperBound, atVerdict.upperBound))
  }

  /// The verdict, the observed share and the one asked for, in one line.
  public var description: String {
    let word =
      switch verdict {
      case .covered: "covered"
      case .notCovered: "not covered"
      case .undecided: "undecided"
      }
    let share = cases == 0 ? "" : " (\(Self.percent(Double(hits) / Double(cases))))"
    return "cover \"\(cover.name)\": \(word)\(isReached ? "" : ", never reached"), "
      + "\(hits) of \(cases) cases\(share), at least \(Self.percent(cover.share)) asked for; "
      + "between \(Self.percent(limits.lowerBound)) and \(Self.percent(limits.upperBound)) "
      + "at error rate \(errorRate)"
  }

  private static func percent(_ share: Double) -> String {
    let rounded = (share * 10_000).rounded() / 100
    return rounded == 0 && share > 0 ? "\(share * 100) %" : "\(rounded) %"
  }
}
