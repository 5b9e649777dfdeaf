import DropBlockContract

extension EngineSubject {
  /// The number of elements in front of and behind a tensor that no engine may touch.
  private static var guardBand: Int { 48 }

  /// Lays a tensor out in memory, lets `compute` turn it into another, and reads that back.
  ///
  /// Elements of the output buffer that belong to no unit hold a canary; those that changed are
  /// added to `stray`. A tensor that does not fit its shape is passed as it is, to be refused.
  func pass<Element: DropBlockElement>(
    _ tensor: Tensor, _ question: SubjectCase, as type: Element.Type, stray: inout Int,
    _ compute: (Span<Element>, inout MutableSpan<Element>) throws(DropBlockError) -> Kept
  ) throws(DropBlockError) -> Tensor {
    let order = MemoryOffsets(question.request.shape)
    let fits = order?.offsets.count == tensor.count
    let offsets = fits ? order?.offsets ?? [] : Array(0..<tensor.count)
    let storage = fits ? order?.storageCount ?? 0 : tensor.count
    // The base moves through one cache line, so that vector loads meet every misalignment.
    let base = Self.guardBand + casesRun % 16
    let total = base + storage + Self.guardBand
    let canary = Element(
      bitPattern: Element.BitPattern(truncatingIfNeeded: 0xA5A5_A5A5_A5A5_A5A5 as UInt64))

    var input = [Element](repeating: canary, count: total)
    for (index, offset) in offsets.enumerated() {
      input[base + offset] = Element(
        bitPattern: Element.BitPattern(truncatingIfNeeded: tensor.bitPattern(at: index)))
    }
    var output =
      question.inPlace ? input : [Element](repeating: canary, count: total)
    var failure: DropBlockError?
    unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        let inputs = unsafe Span(
          _unsafeElements: UnsafeBufferPointer(rebasing: source[base..<base + storage]))
        var outputs = unsafe MutableSpan(
          _unsafeElements: UnsafeMutableBufferPointer(rebasing: target[base..<base + storage]))
        do throws(DropBlockError) {
          _ = try compute(inputs, &outputs)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }

    let result = Tensor(offsets.map { output[base + $0] })
    for offset in offsets { output[base + offset] = canary }
    stray += output.count { $0.bitPattern != canary.bitPattern }
    return result
  }
}
