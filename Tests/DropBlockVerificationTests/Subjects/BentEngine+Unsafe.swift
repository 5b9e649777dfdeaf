import DropBlockContract
import DropBlockReference

/// The reference, but it writes one element before or behind what it owns, or into every gap.
struct BentEngine: DropBlockEngine {
  enum Fault: CaseIterable, Sendable { case none, before, behind, gaps }

  let name = "bent"
  let fault: Fault

  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    try ReferenceEngine().stages(request)
  }

  private func bend<Element: DropBlockElement>(
    _ output: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) {
    let count = output.count
    let zero = Element(bitPattern: 0)
    switch fault {
    case .none: break
    case .before:
      unsafe output.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        unsafe base[-1] = zero
      }
    case .behind:
      unsafe output.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        unsafe base[count] = zero
      }
    case .gaps:
      let owned = Set(
        (0..<request.shape.unitCount).map { MemoryOrder.offset(ofUnit: $0, shape: request.shape) })
      for index in 0..<count where !owned.contains(index) { output[index] = zero }
    }
  }

  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    let kept = try ReferenceEngine().forward(input, request, into: &output)
    bend(&output, request)
    return kept
  }

  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    let kept = try ReferenceEngine().forward(inPlace: &tensor, request)
    bend(&tensor, request)
    return kept
  }

  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try forward(outputGradient, request, into: &inputGradient)
  }

  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try forward(inPlace: &gradient, request)
  }
}
