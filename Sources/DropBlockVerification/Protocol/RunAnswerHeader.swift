import DropBlockContract

/// The header of an answer to a run request, before its blobs are read.
package struct RunAnswerHeader: Sendable, Hashable {
  /// The identifier of the request.
  package var id: String

  /// One answer per case, in order.
  package var answers: [Answer]

  /// The blobs that follow, in order.
  package var blobs: [BlobDescription]

  /// Creates a header.
  package init(id: String, answers: [Answer], blobs: [BlobDescription]) {
    self.id = id
    self.answers = answers
    self.blobs = blobs
  }

  /// The number of bytes that follow the header; at most `Int.max`.
  package var blobByteCount: Int {
    blobs.reduce(0) { sum, blob in
      let (next, overflow) = sum.addingReportingOverflow(blob.byteCount)
      return overflow ? .max : next
    }
  }

  /// What a header says to one case.
  package enum Answer: Sendable, Hashable {
    /// It was computed.
    case result(Result)

    /// It was refused, with a message.
    case refused(String)

    /// It is not offered, with a message.
    case unsupported(String)
  }

  /// Where the results of one case are: indices in the blob table, and plain numbers.
  package struct Result: Sendable, Hashable {
    /// The index of the output.
    package var output: Int

    /// The index of the gradient with respect to the input.
    package var inputGradient: Int?

    /// The index of the mask.
    package var mask: Int?

    /// The index of the seeds.
    package var seeds: Int?

    /// The index of the kept counts.
    package var keptCounts: Int?

    /// The index of the scales.
    package var scales: Int?

    /// Gamma.
    package var gamma: Double?

    /// How many random words were drawn.
    package var randomWords: Int?

    /// Creates a result that reveals nothing.
    package init(output: Int) { self.output = output }
  }
}

extension RunAnswerHeader {
  /// The header as a line: what a program that is a subject writes.
  package var bytes: [UInt8] {
    ProtocolEncoder.line([
      "kind": "run", "id": .string(id), "answers": .array(answers.map(\.json)),
      "blobs": .array(blobs.map(\.json)),
    ])
  }

  /// The answers, given the bytes that follow the header.
  ///
  /// - Throws: ``ProtocolError/wrongBlob(_:)`` if a truth value is neither 0 nor 1, or the bytes are
  ///   not as many as the header says.
  package func answers(from bytes: ArraySlice<UInt8>) throws(ProtocolError) -> [SubjectAnswer] {
    guard bytes.count == blobByteCount else {
      throw .wrongBlob("\(bytes.count) bytes follow a header that announces others")
    }
    var slices: [ArraySlice<UInt8>] = []
    var rest = bytes
    for blob in blobs {
      slices.append(rest.prefix(blob.byteCount))
      rest = rest.dropFirst(blob.byteCount)
    }
    var read: [SubjectAnswer] = []
    for answer in answers {
      switch answer {
      case .refused(let message): read.append(.refused(message))
      case .unsupported(let message): read.append(.unsupported(message))
      case .result(let result): read.append(.result(try subjectResult(result, slices)))
      }
    }
    return read
  }

  private func subjectResult(
    _ result: Result, _ slices: [ArraySlice<UInt8>]
  ) throws(ProtocolError) -> SubjectResult {
    guard let output = try tensor(result.output, slices) else {
      throw .wrongBlob("there is no output")
    }
    var read = SubjectResult(output: output)
    read.inputGradient = try tensor(result.inputGradient, slices)
    read.revealed.mask = try truthValues(result.mask, slices)
    read.revealed.seeds = try truthValues(result.seeds, slices)
    if let words = try words(result.keptCounts, slices) {
      read.revealed.keptCounts = words.map { Int(truncatingIfNeeded: $0) }
    }
    if let words = try words(result.scales, slices) {
      read.revealed.scales = words.map { Double(bitPattern: $0) }
    }
    read.revealed.gamma = result.gamma
    read.revealed.randomWords = result.randomWords
    return read
  }

  private func slice(
    _ index: Int?, _ slices: [ArraySlice<UInt8>]
  ) throws(ProtocolError) -> (BlobDescription, ArraySlice<UInt8>)? {
    guard let index else { return nil }
    guard blobs.indices.contains(index) else { throw .wrongBlob("there is no blob \(index)") }
    return (blobs[index], slices[index])
  }

  private func tensor(
    _ index: Int?, _ slices: [ArraySlice<UInt8>]
  ) throws(ProtocolError) -> TensorBits? {
    guard let (blob, bytes) = try slice(index, slices), let type = blob.type.element else {
      return nil
    }
    return TensorBits(littleEndian: bytes, as: type)
  }

  private func words(
    _ index: Int?, _ slices: [ArraySlice<UInt8>]
  ) throws(ProtocolError) -> [UInt64]? {
    guard let (_, bytes) = try slice(index, slices),
      case .float64(let words) = TensorBits(littleEndian: bytes, as: .float64)
    else { return nil }
    return words
  }

  private func truthValues(
    _ index: Int?, _ slices: [ArraySlice<UInt8>]
  ) throws(ProtocolError) -> [Bool]? {
    guard let (blob, bytes) = try slice(index, slices) else { return nil }
    if let wrong = bytes.first(where: { $0 > 1 }) {
      throw .wrongBlob("\(blob.name) holds the byte \(wrong); a truth value is 0 or 1")
    }
    return bytes.map { $0 == 1 }
  }
}

extension RunAnswerHeader.Answer {
  fileprivate var json: JSON {
    switch self {
    case .refused(let message): return ["status": "refused", "message": .string(message)]
    case .unsupported(let message): return ["status": "unsupported", "message": .string(message)]
    case .result(let result):
      return [
        "status": "result", "output": .integer(Int64(result.output)),
        "inputGradient": .optional(result.inputGradient), "mask": .optional(result.mask),
        "seeds": .optional(result.seeds), "keptCounts": .optional(result.keptCounts),
        "scales": .optional(result.scales), "gamma": result.gamma.map(JSON.number) ?? .null,
        "randomWords": .optional(result.randomWords),
      ]
    }
  }
}
