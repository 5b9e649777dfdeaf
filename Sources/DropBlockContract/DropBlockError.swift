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
      "the block has \(given) sides, but the map has \(needed) spatial axes"
    case .blockExceedsMap(let block, let map):
      "block \(Self.list(block)) exceeds the map \(Self.list(map)), and clipping is refused"
    case .rank(let rank): "\(rank) spatial axes; 1, 2 or 3 are admissible"
    case .size(let axis, let size): "\(axis) has the size \(size); sizes are 0 or more"
    case .tooManyUnits(let sizes):
      """
      the sizes \(Self.list(sizes)) are too many: at most Int.max / 8 elements in a tensor, 2³¹ units \
      where stages are listed or the reference computes, 2²⁴ units in a map with an exact law, 2²⁶ \
      scopes in an empty tensor
      """
    case .strides(let strides, let reason): "strides \(Self.list(strides)): \(reason)"
    case .elementCount(let name, let given, let needed):
      "\(name) holds \(given) elements, but the shape asks for \(needed)"
    case .firstSample(let index):
      "first sample \(index) is negative, or lies beyond any batch that can be counted"
    case .scheduleValue(let name, let value): "schedule: \(name) \(value) is outside 0…1"
    case .scheduleSteps(let steps, let least):
      "schedule: \(steps) steps; at least \(least) are needed"
    case .group(let group): "group \(group); 1…4 are admissible"
    case .kernel(let name, let reason): "kernel '\(name)': \(reason)"
    }
  }

  private static func list(_ values: [Int]) -> String {
    values.map(String.init).joined(separator: "×")
  }
}
