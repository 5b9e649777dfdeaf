import DropBlockContract

/// One run request: as many cases of a batch as fit a message.
package struct RunRequest: Sendable {
  /// The number of cases it holds, from the front of the batch; 0 if the first alone does not fit.
  package private(set) var caseCount = 0

  /// The request's identifier.
  package let id: String

  private let declaration: SubjectDeclaration
  private var cases: [String] = []
  private var rows: [String] = []
  private var blobs: [TensorBits] = []
  private var blobByteCount = 0
  private var headerByteCount: Int

  /// Takes cases from the front of `batch` until a limit of ``SubjectProtocol`` is reached.
  ///
  /// A request that is inadmissible is taken like any other: NaN, negative sizes, a tensor that does
  /// not fill its shape.
  ///
  /// - Parameter declaration: The subject's; one without samplers is asked for its own.
  package init(
    _ batch: ArraySlice<SubjectCase>, id: String, for declaration: SubjectDeclaration
  ) {
    self.id = id
    self.declaration = declaration
    headerByteCount = 0
    headerByteCount = header.utf8.count
    for item in batch.prefix(SubjectProtocol.caseLimit) {
      guard append(item) else { break }
    }
  }

  /// The message: header and blobs.
  package var bytes: [UInt8] {
    var bytes = Array(header.utf8)
    bytes.reserveCapacity(bytes.count + blobByteCount)
    for blob in blobs { bytes += blob.littleEndianBytes }
    return bytes
  }

  private var header: String {
    "{\"kind\":\"run\",\"id\":\(JSON.string(id)),\"cases\":[\(cases.joined(separator: ","))],"
      + "\"blobs\":[\(rows.joined(separator: ","))]}\n"
  }

  private mutating func append(_ item: SubjectCase) -> Bool {
    let tensors =
      [("input", item.input)] + (item.outputGradient.map { [("outputGradient", $0)] } ?? [])
    let descriptions = tensors.compactMap { name, tensor in
      BlobDescription(
        name: name, type: BlobType(tensor.elementType), shape: item.blobShape(of: tensor))
    }
    let bytes = descriptions.reduce(0) { $0 + $1.byteCount }
    let newRows = descriptions.map(\.json.description)
    let text = item.json(
      input: blobs.count, outputGradient: tensors.count > 1 ? blobs.count + 1 : nil,
      ownSampler: declaration.samplers.isEmpty,
      scale: declaration.scaleName(of: item.request.configuration)
    ).description
    // One comma each, also where none is needed.
    let growth = newRows.reduce(text.utf8.count + 1) { $0 + $1.utf8.count + 1 }
    guard headerByteCount + growth <= SubjectProtocol.headerLimit,
      caseCount == 0 || blobByteCount + bytes <= SubjectProtocol.blobByteLimit
    else { return false }
    cases.append(text)
    rows += newRows
    blobs += tensors.map(\.1)
    blobByteCount += bytes
    headerByteCount += growth
    caseCount += 1
    return true
  }
}

extension BlobType {
  /// The type of a tensor's blob.
  init(_ type: ElementType) {
    switch type {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }
}
