/// A configuration and the engine that carries it out: what a program calls.
///
/// ```swift
/// let drop = FastDropBlock(blockSize: 7, dropProbability: 0.1)
/// let kept = try drop.forward(features, shape: .nchw(32, 256, 56, 56), key: 500, into: &output)
/// ```
public struct DropBlockLayer<Engine: DropBlockEngine>: Sendable {
  /// What is dropped, and how the rest is scaled.
  public var configuration: DropBlockConfiguration

  /// Whether units are dropped at all.
  public var mode: Mode = .training

  /// Who computes it.
  public var engine: Engine

  /// Creates a layer from a configuration.
  public init(_ configuration: DropBlockConfiguration, engine: Engine) {
    self.configuration = configuration
    self.engine = engine
  }

  /// Writes DropBlock of `input` to `output`.
  ///
  /// - Parameters:
  ///   - input: The tensor, in memory as `shape` says.
  ///   - shape: Its sizes and layout.
  ///   - key: The random key; a training loop passes the bits of its step, `UInt64(step)`.
  ///   - output: As many elements as `input`.
  /// - Returns: The kept counts and scales.
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  @discardableResult
  public func forward<Element: DropBlockElement>(
    _ input: [Element], shape: Shape, key: UInt64, into output: inout [Element]
  ) throws(DropBlockError) -> Kept {
    var span = output.mutableSpan
    return try engine.forward(input.span, request(shape, key), into: &span)
  }

  /// Replaces `tensor` by its DropBlock.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  @discardableResult
  public func forward<Element: DropBlockElement>(
    inPlace tensor: inout [Element], shape: Shape, key: UInt64
  ) throws(DropBlockError) -> Kept {
    var span = tensor.mutableSpan
    return try engine.forward(inPlace: &span, request(shape, key))
  }

  /// Writes the gradient with respect to the input of the forward call with the same shape and key.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  @discardableResult
  public func backward<Element: DropBlockElement>(
    _ outputGradient: [Element], shape: Shape, key: UInt64, into inputGradient: inout [Element]
  ) throws(DropBlockError) -> Kept {
    var span = inputGradient.mutableSpan
    return try engine.backward(outputGradient.span, request(shape, key), into: &span)
  }

  /// Replaces the gradient of the output by that of the input.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  @discardableResult
  public func backward<Element: DropBlockElement>(
    inPlace gradient: inout [Element], shape: Shape, key: UInt64
  ) throws(DropBlockError) -> Kept {
    var span = gradient.mutableSpan
    return try engine.backward(inPlace: &span, request(shape, key))
  }

  private func request(_ shape: Shape, _ key: UInt64) -> DropBlockRequest {
    DropBlockRequest(configuration, shape: shape, key: key, mode: mode)
  }
}
