/// An engine that can also drop without scaling: the factor is handed back, to be folded elsewhere.
///
/// A layer that follows with weights of its own can take the factor into them; then only the
/// dropped blocks need to be touched, which is a small part of the tensor.
///
/// ```swift
/// let kept = try engine.drop(inPlace: &features, request)
/// weights.scale(by: kept.scales[0])
/// ```
public protocol DropOnlyEngine: DropBlockEngine {
  /// Makes the dropped units of `tensor` +0 and leaves the bits of all others as they are.
  ///
  /// Multiplying the kept units by the returned scales, each rounded once to the factor type, gives
  /// what ``DropBlockEngine/forward(inPlace:_:)`` gives. The same call drops the gradient.
  ///
  /// - Returns: The kept counts and scales of the request's scale rule, one per scope.
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  func drop<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept
}

extension DropBlockLayer where Engine: DropOnlyEngine {
  /// Makes the dropped units of `tensor` +0, and leaves scaling to the caller.
  ///
  /// - Returns: The kept counts, and the scales that are yet to be applied.
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  public func drop<Element: DropBlockElement>(
    inPlace tensor: inout [Element], shape: Shape, key: UInt64
  ) throws(DropBlockError) -> Kept {
    let request = DropBlockRequest(configuration, shape: shape, key: key, mode: mode)
    var span = tensor.mutableSpan
    return try engine.drop(inPlace: &span, request)
  }
}
