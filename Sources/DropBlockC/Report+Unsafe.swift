import CDropBlock
import DropBlockContract

/// Where a call reports; nowhere, if C gave a null pointer.
@safe
struct Report {
  private let kept: dropblock_kept

  /// The report that C asks for: a copy of its structure, and pointers that are aligned.
  init(_ pointer: UnsafeMutablePointer<dropblock_kept>?) throws(CallFailure) {
    try unsafe checkAlignment(UnsafePointer(pointer), "kept")
    guard let pointer = unsafe pointer else {
      unsafe kept = dropblock_kept()
      return
    }
    unsafe kept = try unsafe Structures.copy(
      UnsafePointer(pointer), least: Structures.leastKept, onto: dropblock_kept(), "kept")
    try unsafe checkAlignment(UnsafePointer(kept.counts), "kept->counts")
    try unsafe checkAlignment(UnsafePointer(kept.scales), "kept->scales")
  }

  /// Whether nothing is to be reported.
  var isEmpty: Bool { unsafe kept.counts == nil && kept.scales == nil }

  /// The report must fit before anything is computed.
  func checkCapacity(_ request: DropBlockRequest) throws(CallFailure) {
    guard !isEmpty else { return }
    let needed = scopeCount(request)
    let given = unsafe Int(clamping: UInt(bitPattern: kept.capacity))
    guard given >= needed else {
      throw .refused(.elementCount("kept", given: given, needed: needed))
    }
  }

  private func scopeCount(_ request: DropBlockRequest) -> Int {
    switch request.configuration.scale {
    case .tensor, .fixed, .none: 1
    case .sample: request.shape.samples
    case .map: request.shape.mapCount
    }
  }

  /// The report is written last, and would write over what shares memory with it.
  func check(_ request: DropBlockRequest, beside buffers: [Region]) throws(CallFailure) {
    func region(_ name: String, _ start: UInt) -> Region {
      // A valid shape has so few scopes that eight bytes for each can be counted.
      Region(name: name, start: start, byteCount: start == 0 ? 0 : UInt(scopeCount(request)) * 8)
    }
    let counts = unsafe region("kept->counts", UInt(bitPattern: kept.counts))
    let scales = unsafe region("kept->scales", UInt(bitPattern: kept.scales))
    for (array, others) in [(counts, [scales] + buffers), (scales, buffers)] {
      for other in others where array.overlaps(other) {
        throw .badArgument("\(array.name) overlaps \(other.name)")
      }
    }
  }

  /// Writes what was kept, scope by scope.
  func write(_ report: Kept) {
    if let counts = unsafe kept.counts {
      for (scope, count) in report.counts.enumerated() { unsafe counts[scope] = Int64(count) }
    }
    if let scales = unsafe kept.scales {
      for (scope, scale) in report.scales.enumerated() { unsafe scales[scope] = scale }
    }
  }
}
