import DropBlockContract

/// How the seeds of one request are drawn: the sampler, prepared for its gamma.
enum SeedLaw: Sendable {
  /// Gamma rounds to 0: no position is a seed, and nothing is drawn.
  case none
  /// Gamma rounds to 1: every position is a seed, and nothing is drawn.
  case all
  /// One word per position.
  case bernoulli(BernoulliSeeds)
  /// One draw per seed.
  case sparse(key: UInt64, GapLaw)
}

extension SeedLaw {
  /// The law of a sampler for a gamma above 0.
  init(_ sampler: Sampler, gamma: Double, key: UInt64) {
    switch sampler {
    case .bernoulli:
      let threshold = BernoulliSeeds.threshold(gamma: gamma)
      guard threshold > 0 else {
        self = .none
        return
      }
      guard let threshold = UInt32(exactly: threshold) else {
        self = .all
        return
      }
      self = .bernoulli(BernoulliSeeds(key: key, threshold: threshold))
    case .sparse:
      guard let q = GapLaw.q(gamma: gamma) else {
        self = .none
        return
      }
      self = q > 0 ? .sparse(key: key, GapLaw(q)) : .all
    }
  }
}
