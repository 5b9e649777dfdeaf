import DropBlockContract

extension EngineSubject {
  /// The number of elements in front of and behind a tensor that no engine may touch.
  private static var guardBand: Int { 48 }

  /// Lays a tensor out in memory, lets `compute` turn it into another, and reads that back.
  ///
  /// Elements of the output buffer that belong to no unit hold a canary; those that changed are
  /// added to `stray`. A tensor that does not fit its shape is passed as it is, to be refused.
  func pass<Element: DropBlockElement>(
    _ tensor: TensorBits, _ question: SubjectCase, as type: Element.Type, stray: inout Int,
    _ compute: (Span<Element>, inout MutableSpan<Element>) throws(DropBlockError) -> Kept
  ) throws(DropBlockError) -> TensorBits {
    // Most tensors lie in memory as they are counted, and are copied instead of gathered.
    let isDense = question.request.shape.layout == .channelsFirst
    let order = isDense ? nil : MemoryOffsets(question.request.shape)
    let offsets = order?.offsets.count == tensor.count ? order?.offsets : nil
    let storage = offsets == nil ? tensor.count : order?.storageCount ?? 0
    // The base moves through one cache line, so that vector loads meet every misalignment.
    let base = Self.guardBand + casesRun % 16
    let total = base + storage + Self.guardBand
    let width = MemoryLayout<Element>.stride
    let canary = Element(
      bitPattern: Element.BitPattern(truncatingIfNeeded: 0xA5A5_A5A5_A5A5_A5A5 as UInt64))

    var input = [Element](repeating: canary, count: total)
    // A gradient in another format than the input is read number by number.
    if offsets != nil || tensor.elementType != Element.elementType {
      let places = offsets ?? Array(0..<storage)
      for (index, offset) in places.enumerated() {
        input[base + offset] = Element(
          bitPattern: Element.BitPattern(truncatingIfNeeded: tensor.bitPattern(at: index)))
      }
    } else {
      unsafe input.withUnsafeMutableBytes { memory in
        unsafe tensor.copyBits(
          to: UnsafeMutableRawBufferPointer(rebasing: memory[(base * width)...]))
      }
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

    func isChanged(_ element: Element) -> Bool { element.bitPattern != canary.bitPattern }
    guard let offsets else {
      stray += output[..<base].count(where: isChanged)
      stray += output[(base + storage)...].count(where: isChanged)
      return unsafe output.withUnsafeBytes { memory in
        unsafe TensorBits(
          copyingBits: UnsafeRawBufferPointer(
            rebasing: memory[(base * width)..<((base + storage) * width)]),
          as: Element.elementType)
      }
    }
    let result = TensorBits(offsets.map { output[base + $0] })
    for offset in offsets { output[base + offset] = canary }
    stray += output.count(where: isChanged)
    return result
  }
}
