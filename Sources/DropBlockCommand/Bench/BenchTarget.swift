import DropBlockContract
import DropBlockFast

/// What a ratio must come to.
enum BenchTarget: Sendable, Hashable {
  /// The time of the case may be so many times that of its limit.
  case atMost(Double)

  /// The case must be so many times as fast as its limit.
  case atLeast(Double)

  /// The ratio of a round: of times, or of speeds.
  func ratio(_ seconds: Double, limit: Double) -> Double {
    switch self {
    case .atMost: seconds / Swift.max(limit, 1e-12)
    case .atLeast: limit / Swift.max(seconds, 1e-12)
    }
  }

  /// Whether a ratio reaches it.
  func isMet(_ ratio: Double) -> Bool {
    switch self {
    case .atMost(let bound): ratio <= bound
    case .atLeast(let bound): ratio >= bound
    }
  }

  /// How it is printed.
  var text: String {
    switch self {
    case .atMost(let bound): "≤ \(bound.fixed(2))"
    case .atLeast(let bound): "≥ \(bound.fixed(2))"
    }
  }

  /// Whether a ratio reaches it, and by how much it does not, in percent of the bound.
  func judgement(_ ratio: Double) -> String {
    if isMet(ratio) { return "met" }
    let share =
      switch self {
      case .atMost(let bound): ratio / bound - 1
      case .atLeast(let bound): 1 - ratio / bound
      }
    return "missed by \((100 * share).fixed(share < 0.0995 ? 1 : 0)) %"
  }

  /// The bytes from which on a tensor is far larger than the caches of a processor's own.
  static let largeBytes = 8 << 20

  /// A target that is set for large tensors only; nil for smaller ones.
  static func large(_ target: BenchTarget, bytes: Int) -> BenchTarget? {
    bytes >= largeBytes ? target : nil
  }

  /// What forward may take, against a copy of as many bytes.
  static func forward(
    _ type: ElementType, _ layout: Layout, bytes: Int, kernel: FastKernel
  ) -> BenchTarget {
    var bound = bytes >= largeBytes ? 1.1 : 1.3
    if type == .float16 || type == .bfloat16 {
      bound = Swift.max(bound, kernel.name == "portable" ? 2 : 1.2)
    }
    if layout == .channelsLast { bound = Swift.max(bound, 1.5) }
    return .atMost(bound)
  }
}
