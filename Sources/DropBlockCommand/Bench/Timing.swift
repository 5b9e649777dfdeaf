/// What one case took in each round.
struct Timing: Sendable, Hashable {
  /// What was measured.
  let name: String

  /// The time of each round.
  var seconds: [Double] = []

  /// The quartiles of the times.
  var quartiles: Quartiles { Quartiles(seconds) }

  /// The quartiles of the ratios to a limit, each of the same round.
  func ratios(to limit: Timing, as target: BenchTarget) -> Quartiles {
    Quartiles(zip(seconds, limit.seconds).map { target.ratio($0, limit: $1) })
  }
}

/// The lower quartile, the median and the upper quartile of some values.
struct Quartiles: Sendable, Hashable {
  /// A quarter of the values lies below.
  var low: Double

  /// Half of them do.
  var middle: Double

  /// A quarter of the values lies above.
  var high: Double

  /// The quartiles, interpolated between neighbours; zeros when there are no values.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.indices.last else { return 0 }
      let place = share * Double(last)
      let index = Int(place)
      let next = Swift.min(index + 1, last)
      return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
    }
    (low, middle, high) = (quantile(0.25), quantile(0.5), quantile(0.75))
  }
}

/// What a table gives its times in.
enum TimeUnit: String, Sendable {
  case milliseconds = "ms"
  case microseconds = "µs"
  case nanoseconds = "ns"

  /// What the table's heading writes.
  var name: String { rawValue }

  /// The unit in which the shortest time of a table has digits enough to be compared.
  static func fitting(_ shortest: Double) -> TimeUnit {
    if shortest >= 1e-4 { return .milliseconds }
    return shortest >= 1e-7 ? .microseconds : .nanoseconds
  }

  /// Some seconds in this unit, without its name.
  func text(_ seconds: Double) -> String {
    switch self {
    case .milliseconds: (1e3 * seconds).fixed(4)
    case .microseconds: (1e6 * seconds).fixed(3)
    case .nanoseconds: (1e9 * seconds).fixed(1)
    }
  }
}
