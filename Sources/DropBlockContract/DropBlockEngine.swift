/// One way of computing DropBlock; the reference and the fast kernels each are one.
///
/// An engine keeps no state: every call is a pure function of its arguments. Every method validates
/// its request first and writes nothing when it throws.
public protocol DropBlockEngine: Sendable {
  /// A short lower-case name, such as `reference`.
  var name: String { get }

  /// Everything that is decided before the tensor is touched.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws.
  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages

  /// Writes DropBlock of `input` to `output`; both lie in memory as the request's shape says.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws for either buffer.
  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept

  /// Replaces `tensor` by its DropBlock.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept

  /// Writes the gradient with respect to the input, given that with respect to the output.
  ///
  /// The same mask and scale as in the forward call of the same request: the exact adjoint.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws for either buffer.
  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept

  /// Replaces the gradient with respect to the output by that with respect to the input.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws.
  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept
}
