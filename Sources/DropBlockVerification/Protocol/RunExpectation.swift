import DropBlockContract

/// What a run request asks for, as far as an answer's header can be held to it.
package struct RunExpectation: Sendable, Hashable {
  /// The request's identifier.
  package var id: String

  /// The cases, in order.
  package var cases: [CaseExpectation]

  /// The expectation of a request for `cases`.
  package init(id: String, cases: some Sequence<SubjectCase>) {
    self.id = id
    self.cases = cases.map(CaseExpectation.init)
  }
}

/// The blobs that an answer to one case may announce.
package struct CaseExpectation: Sendable, Hashable {
  /// Whether a backward pass was asked for.
  package let wantsGradient: Bool

  private let unit: Size
  private let seeds: Size
  private let scopes: Size

  /// The expectation of a case.
  ///
  /// Where a malformed request leaves a size undefined, an answer may have any shape with no more
  /// elements than the input, or one: it is the judge's to say that it should have been refused.
  package init(_ item: SubjectCase) {
    wantsGradient = item.outputGradient != nil
    unit = .exactly(item.blobShape(of: item.input))
    let shape = item.request.shape
    let options = item.request.configuration
    guard (try? shape.validate()) != nil, shape.unitCount == item.input.count else {
      seeds = .atMost(item.input.count)
      scopes = .atMost(max(item.input.count, 1))
      return
    }
    switch options.scale {
    case .tensor, .fixed, .none: scopes = .exactly([1])
    case .sample: scopes = .scopes(shape.samples, units: item.input.count)
    case .map: scopes = .scopes(shape.mapCount, units: item.input.count)
    }
    guard let sides = try? options.blockSize.sides(rank: shape.rank) else {
      seeds = .atMost(item.input.count)
      return
    }
    if item.input.count == 0 {
      seeds = .atMost(0)
    } else {
      let grid = zip(shape.spatial, sides).map { size, side in
        options.seedGrid == .valid ? size - min(side, size) + 1 : size
      }
      let maps = [
        options.sharing.contains(.samples) ? 1 : shape.samples,
        options.sharing.contains(.channels) ? 1 : shape.channels,
      ]
      seeds = .exactly(maps + grid)
    }
  }

  /// Why a blob is not the one that `field` may refer to; nil if it is.
  func objection(to blob: BlobDescription, as field: AnswerField) -> String? {
    guard blob.name.hasPrefix(field.rawValue),
      blob.name.dropFirst(field.rawValue.count).first?.isLetter != true
    else { return "\(field.rawValue) refers to the blob \(blob.name)" }
    guard field.types.contains(blob.type) else {
      return "\(field.rawValue) has the dtype \(blob.type.rawValue)"
    }
    let size =
      switch field {
      case .output, .inputGradient, .mask: unit
      case .seeds: seeds
      case .keptCounts, .scales: scopes
      }
    return size.admits(blob.shape)
      ? nil : "\(field.rawValue) has the shape \(blob.shape), not \(size)"
  }

  private enum Size: Sendable, Hashable, CustomStringConvertible {
    case exactly([Int])
    case atMost(Int)

    /// An empty tensor may have more scopes than any memory; a million of them are read.
    static func scopes(_ count: Int, units: Int) -> Size {
      count <= max(units, 1 << 20) ? .exactly([count]) : .atMost(1 << 20)
    }

    func admits(_ shape: [Int]) -> Bool {
      switch self {
      case .exactly(let expected): shape == expected
      case .atMost(let count): BlobDescription.elementCount(shape).map { $0 <= count } ?? false
      }
    }

    var description: String {
      switch self {
      case .exactly(let shape): "\(shape)"
      case .atMost(let count): "one of at most \(count) elements"
      }
    }
  }
}

/// The fields of an answer that refer to blobs.
enum AnswerField: String, CaseIterable {
  case output, inputGradient, mask, seeds, keptCounts, scales

  /// The number formats that the blob may have.
  var types: [BlobType] {
    switch self {
    case .output, .inputGradient: [.float16, .bfloat16, .float32, .float64]
    case .mask, .seeds: [.bool]
    case .keptCounts: [.int64]
    case .scales: [.float64]
    }
  }
}
