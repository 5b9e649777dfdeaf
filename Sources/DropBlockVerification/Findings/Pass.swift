/// One of the two passes of a layer.
package enum Pass: Sendable, Hashable {
  /// From the input to the output.
  case forward

  /// From the gradient of the output, g, to that of the input.
  case backward
}
