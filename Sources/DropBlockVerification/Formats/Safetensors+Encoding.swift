extension Safetensors {
  /// The file's bytes: the same tensors in the same order give the same bytes.
  ///
  /// The header is filled up with spaces so that the data begin at a multiple of eight; tensors of
  /// wide elements should be added first, so that each is aligned to its own width.
  ///
  /// - Throws: ``SafetensorsError/headerLength(_:)`` when the header would be above the limit.
  package func encoded() throws(SafetensorsError) -> [UInt8] {
    var members: [(String, JSON)] = []
    if !metadata.isEmpty {
      members.append((Self.metadataName, .object(metadata.map { ($0.name, .string($0.text)) })))
    }
    var offset = 0
    for entry in entries {
      // Every entry's bytes are in memory already, so their sum can't leave Int.
      let end = offset + entry.data.count
      members.append(
        (
          entry.name,
          [
            "dtype": .string(entry.elementType.rawValue),
            "shape": .array(entry.shape.map { .integer(Int64($0)) }),
            "data_offsets": [.integer(Int64(offset)), .integer(Int64(end))],
          ]
        ))
      offset = end
    }
    var header = Array(JSON.object(members).description.utf8)
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    guard header.count <= Self.headerLimit else { throw .headerLength(UInt64(header.count)) }
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    bytes += header
    for entry in entries { bytes += entry.data }
    return bytes
  }
}
