/// The memory that a call takes beyond its tensors.
struct MemoryOverhead: Sendable, Hashable {
  /// The most the call took.
  var bytes: Int

  /// The bytes of its tensor.
  var tensorBytes: Int

  /// What the share must come to.
  static let target = 1.0 / 64

  /// The share of the tensor.
  var share: Double { Double(bytes) / Double(Swift.max(tensorBytes, 1)) }

  /// Whether it is small enough.
  var isMet: Bool { share <= Self.target }

  /// The line of the report.
  var text: String {
    let verdict =
      isMet ? "met" : "missed by \((100 * (share / Self.target - 1)).fixed(0)) %"
    return "memory beyond input and output: \(Text.grouped(bytes)) bytes of a tensor of "
      + "\(Text.grouped(tensorBytes)), share \(share.fixed(5)); target ≤ 1/64 \(verdict)"
  }
}
