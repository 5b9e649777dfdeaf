/// A request that cannot be carried out: which value is wrong, and what would be admissible.
public enum DropBlockError: Error, Sendable, Hashable {
  /// The drop probability is outside 0…1, or NaN.
  case dropProbability(Double)

  /// A given gamma is outside 0…1, or NaN.
  case gamma(Double)

  /// The factor on gamma is negative, infinite or NaN.
  case gammaFactor(Double)

  /// A given scale is negative, infinite or NaN.
  case scale(Double)

  /// A side of the block is below 1.
  case blockSize([Int])

  /// The block has another number of axes than the map.
  case blockAxes(given: Int, needed: Int)

  /// The block is larger than the map, and the configuration refuses that.
  case blockExceedsMap(block: [Int], map: [Int])

  /// The number of spatial axes is not 1, 2 or 3.
  case rank(Int)

  /// A size is negative.
  case size(axis: String, Int)

  /// The sizes are more than can be addressed, listed or reported.
  case tooManyUnits([Int])

  /// A map has more units than an exact law is worked out for.
  case mapTooLarge([Int], most: Int)

  /// The strides do not describe a tensor.
  case strides([Int], String)

  /// A buffer does not hold as many elements as the shape asks for.
  case elementCount(String, given: Int, needed: Int)

  /// The first sample is negative, or the larger batch too large to count.
  case firstSample(Int)

  /// A schedule's value is outside 0…1, or NaN.
  case scheduleValue(String, Double)

  /// A schedule has too few steps.
  case scheduleSteps(Int, atLeast: Int)

  /// A group of the network for which the paper defines no factor.
  case group(Int)

  /// A kernel was asked for by name that this build or this machine does not have, and why.
  case kernel(String, String)
}

extension DropBlockError: CustomStringConvertible {
  /// One sentence that names the value and the admissible range.
  public var description: String {
    switch self {
    case .dropProbability(let p): "drop probability \(p) is outside 0…1"
    case .gamma(let gamma): "gamma \(gamma) is outside 0…1"
    case .gammaFactor(let factor): "gamma factor \(factor) is not a finite number of at least 0"
    case .scale(let scale): "fixed scale \(scale) is not a finite number of at least 0"
    case .blockSize(let sides): "block size \(Self.list(sides)) has a side below 1"
    case .blockAxes(let given, let needed):
      """
      the block has \(Self.count(given, "side", "sides")), but the map has \
      \(Self.count(needed, "spatial axis", "spatial axes"))
      """
    case .blockExceedsMap(let block, let map):
      "block \(Self.list(block)) exceeds the map \(Self.list(map)), and clipping is refused"
    case .rank(let rank): "\(rank) spatial axes; 1, 2 or 3 are admissible"
    case .size(let axis, let size): "\(axis) has the size \(size); sizes are 0 or more"
    case .tooManyUnits(let sizes):
      "the sizes \(Self.list(sizes)) are too many: \(Self.limit(of: sizes))"
    case .mapTooLarge(let map, let most):
      "the map \(Self.list(map)) is too large for an exact law: at most \(most) units are admissible"
    case .strides(let strides, let reason): "strides \(Self.list(strides)): \(reason)"
    case .elementCount(let name, let given, let needed):
      "\(name) holds \(Self.count(given, "element", "elements")), but the shape asks for \(needed)"
    case .firstSample(let index):
      "first sample \(index) is negative, or lies beyond any batch that can be counted"
    case .scheduleValue(let name, let value): "schedule: \(name) \(value) is outside 0…1"
    case .scheduleSteps(let steps, let least):
      "schedule: \(Self.count(steps, "step", "steps")); at least \(least) are needed"
    case .group(let group): "group \(group); 1…4 are admissible"
    case .kernel(let name, let reason): "kernel '\(name)': \(reason)"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }

  /// The limit that sizes exceed: each holds only where those before it do.
  private static func limit(of sizes: [Int]) -> String {
    // Zeros count as one, as where shapes are validated.
    let elements = sizes.reduce(Optional(1)) { product, size in
      guard let product else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: Swift.max(size, 1))
      return overflow ? nil : next
    }
    guard let elements, elements <= Int.max / 8 else {
      return "a tensor has at most Int.max / 8 elements, an empty axis counted as one"
    }
    if sizes.contains(0) { return "an empty tensor has at most 2²⁶ scopes to report on" }
    return "at most 2³¹ units or scopes are listed, and as many units computed by the reference"
  }

  private static func count(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }

  private static func list(_ values: [Int]) -> String {
    values.map(String.init).joined(separator: "×")
  }
}
