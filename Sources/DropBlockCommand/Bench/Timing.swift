/// What one case took in each round.
struct Timing: Sendable, Hashable {
  /// What was measured.
  let name: String

  /// The time of each round.
  var seconds: [Double] = []

  /// The lower quartile, the median and the upper quartile, interpolated between neighbours; zeros
  /// when there are no values.
  static func quartiles(_ values: [Double]) -> (low: Double, middle: Double, high: Double) {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.indices.last else { return 0 }
      let place = share * Double(last)
      let index = Int(place)
      let next = Swift.min(index + 1, last)
      return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
    }
    return (quantile(0.25), quantile(0.5), quantile(0.75))
  }
}
