/// One call of DropBlock, but for the tensor itself: configuration, shape, key and place in a batch.
///
/// A result is a pure function of the request and the input. There is no hidden state: the same
/// request gives the same masks in every layout, on every machine, at every thread count.
public struct DropBlockRequest: Sendable, Hashable {
  /// What was decided before the tensor was seen.
  public var configuration: DropBlockConfiguration

  /// The sizes of the tensor, and its layout.
  public var shape: Shape

  /// The 64-bit random key; every value is admissible.
  public var key: UInt64

  /// The index in a larger batch of this tensor's first sample; 0 or more.
  ///
  /// Masks equal those of the larger batch at samples `firstSample ..< firstSample + shape.samples`.
  public var firstSample: Int

  /// Whether units are dropped at all.
  public var mode: Mode

  /// Creates a request; nothing is checked until ``validate()``.
  public init(
    _ configuration: DropBlockConfiguration, shape: Shape, key: UInt64, firstSample: Int = 0,
    mode: Mode = .training
  ) {
    self.configuration = configuration
    self.shape = shape
    self.key = key
    self.firstSample = firstSample
    self.mode = mode
  }
}

/// Whether units are dropped.
public enum Mode: String, Sendable, Hashable, CaseIterable {
  /// Units are dropped as the configuration says.
  case training

  /// The identity, bit for bit; no random numbers are drawn.
  case inference
}

extension DropBlockRequest {
  /// Checks every option against its admissible range, in inference mode too.
  ///
  /// - Throws: The ``DropBlockError`` of the first option that is outside its range.
  public func validate() throws(DropBlockError) {
    try shape.validate()
    try configuration.blockSize.validate(rank: shape.rank)
    let p = configuration.dropProbability
    guard p >= 0, p <= 1 else { throw .dropProbability(p) }
    if case .fixed(let gamma) = configuration.gammaRule {
      guard gamma >= 0, gamma <= 1 else { throw .gamma(gamma) }
    }
    let factor = configuration.gammaFactor
    guard factor >= 0, factor.isFinite else { throw .gammaFactor(factor) }
    if case .fixed(let scale) = configuration.scale {
      guard scale >= 0, scale.isFinite else { throw .scale(scale) }
    }
    if configuration.oversizedBlock == .refused {
      let sides = try configuration.blockSize.sides(rank: shape.rank)
      guard zip(sides, shape.spatial).allSatisfy({ $0 <= $1 }) else {
        throw .blockExceedsMap(block: sides, map: shape.spatial)
      }
    }
    guard firstSample >= 0 else { throw .firstSample(firstSample) }
    var larger = shape
    let (end, overflow) = firstSample.addingReportingOverflow(shape.samples)
    guard !overflow else { throw .firstSample(firstSample) }
    larger.samples = end
    larger.layout = .channelsFirst
    do { try larger.validate() } catch { throw .firstSample(firstSample) }
  }

  /// Checks the request, and that a buffer of `count` elements holds the tensor.
  ///
  /// - Throws: What ``validate()`` throws, or ``DropBlockError/elementCount(_:given:needed:)``. A
  ///   layout without gaps takes exactly its unit count, a strided one at least its storage count.
  public func validate(_ name: String, count: Int) throws(DropBlockError) {
    try validate()
    try check(name, count: count)
  }

  /// Checks that a buffer of `count` elements holds the tensor of a request that is valid.
  ///
  /// - Throws: ``DropBlockError/elementCount(_:given:needed:)``, as ``validate(_:count:)`` does.
  public func check(_ name: String, count: Int) throws(DropBlockError) {
    let needed = try shape.storageCount()
    var fits = count == needed
    if case .strided = shape.layout { fits = count >= needed }
    guard fits else { throw .elementCount(name, given: count, needed: needed) }
  }
}
