extension Safetensors {
  /// Reads a file; no input traps.
  ///
  /// Entries come in the order of their bytes, whatever the order of their names in the header.
  ///
  /// - Throws: ``SafetensorsError`` for bytes that are no such file: too short, a header that is too
  ///   long or not a table of tensors, a number format not read here, tensors that overlap, leave a
  ///   gap, or leave bytes at the end.
  package init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    let (header, dataStart) = try Self.header(of: bytes)
    guard case .object(let members) = header else { throw .header("it is no object") }
    var places: [(name: String, type: SafetensorsElementType, shape: [Int], range: Range<Int>)] = []
    for (name, value) in members {
      if name == Self.metadataName {
        try addLabels(value)
      } else {
        let (type, shape, range) = try Self.place(name, value)
        places.append((name, type, shape, range))
      }
    }
    // An empty tensor lies before the one that begins at the same byte.
    places.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    let size = bytes.count - dataStart
    var end = 0
    for place in places {
      guard place.range.lowerBound == end else {
        let reason = place.range.lowerBound < end ? "two tensors overlap" : "it is in no tensor"
        throw .coverage(byte: Swift.min(end, place.range.lowerBound), reason)
      }
      end = place.range.upperBound
      guard end <= size else { throw .truncated(part: "data", needed: end, given: size) }
      // The parser has refused names that are there twice, and `place` sizes that do not fit.
      entries.append(
        Entry(
          name: place.name, elementType: place.type, shape: place.shape,
          data: Array(bytes[dataStart + place.range.lowerBound..<dataStart + end])))
    }
    guard end == size else { throw .coverage(byte: end, "it is in no tensor") }
  }

  /// The header, and where the data begin.
  private static func header(of bytes: [UInt8]) throws(SafetensorsError) -> (JSON, Int) {
    guard bytes.count >= 8 else {
      throw .truncated(part: "length of the header", needed: 8, given: bytes.count)
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(headerLimit) else { throw .headerLength(length) }
    let end = 8 + Int(length)
    guard end <= bytes.count else {
      throw .truncated(part: "header", needed: Int(length), given: bytes.count - 8)
    }
    do { return (try JSON(parsing: Array(bytes[8..<end])), end) } catch { throw .syntax(error) }
  }

  private mutating func addLabels(_ value: JSON) throws(SafetensorsError) {
    guard case .object(let members) = value else { throw .header("__metadata__ is no object") }
    for (name, text) in members {
      guard let text = text.stringValue else {
        throw .header("the label '\(name)' is no string")
      }
      metadata.append(Label(name: name, text: text))
    }
  }

  /// What the header says of one tensor, checked against itself.
  private static func place(
    _ name: String, _ value: JSON
  ) throws(SafetensorsError) -> (SafetensorsElementType, [Int], Range<Int>) {
    guard let word = value["dtype"]?.stringValue else { throw .entry(name, "there is no dtype") }
    guard let type = SafetensorsElementType(rawValue: word) else {
      let known = SafetensorsElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw .entry(name, "dtype '\(word)'; \(known) are read")
    }
    guard let shape = integers(value["shape"]) else {
      throw .entry(name, "the shape is no list of integers")
    }
    guard let offsets = integers(value["data_offsets"]), offsets.count == 2, offsets[0] >= 0,
      offsets[0] <= offsets[1]
    else { throw .entry(name, "data_offsets is no pair of ascending offsets") }
    let needed = try byteCount(name, type, shape)
    let given = offsets[1] - offsets[0]
    guard given == needed else {
      throw .entry(name, "the shape asks for \(needed) bytes, the offsets span \(given)")
    }
    return (type, shape, offsets[0]..<offsets[1])
  }

  private static func integers(_ value: JSON?) -> [Int]? {
    guard let values = value?.arrayValue else { return nil }
    let integers = values.compactMap(\.intValue)
    return integers.count == values.count ? integers : nil
  }
}
