/// What the header of an NPY file says: a Python dictionary of three keys.
struct NPYHeader: Sendable, Hashable {
  /// The number format.
  var elementType: NPYElementType

  /// True when the first axis lies innermost in the file.
  var fortranOrder: Bool

  /// The size of each axis.
  var shape: [Int]
}

extension NPYHeader {
  /// Reads the dictionary that fills `range` of a file.
  ///
  /// The grammar is what Python writes: strings in either quote without escapes, `True`, `False`,
  /// tuples of decimal integers (with the `L` that Python 2 added), commas, white space anywhere.
  init(_ bytes: [UInt8], in range: Range<Int>) throws(NPYError) {
    var reader = NPYHeaderReader(bytes, in: range)
    var elementType: NPYElementType?
    var fortranOrder: Bool?
    var shape: [Int]?
    try reader.expect(UInt8(ascii: "{"))
    while !reader.take(UInt8(ascii: "}")) {
      let place = reader.place
      let key = try reader.string()
      try reader.expect(UInt8(ascii: ":"))
      switch key {
      case "descr" where elementType == nil: elementType = try reader.elementType()
      case "fortran_order" where fortranOrder == nil: fortranOrder = try reader.boolean()
      case "shape" where shape == nil: shape = try reader.sizes()
      case "descr", "fortran_order", "shape": throw NPYError(.duplicateKey(key), at: place)
      default: throw NPYError(.unknownKey(key), at: place)
      }
      if !reader.take(UInt8(ascii: ",")) {
        try reader.expect(UInt8(ascii: "}"))
        break
      }
    }
    try reader.expectEnd()
    guard let elementType else { throw NPYError(.missingKey("descr"), at: range.lowerBound) }
    guard let fortranOrder else {
      throw NPYError(.missingKey("fortran_order"), at: range.lowerBound)
    }
    guard let shape else { throw NPYError(.missingKey("shape"), at: range.lowerBound) }
    self.init(elementType: elementType, fortranOrder: fortranOrder, shape: shape)
  }

  /// The dictionary as NumPy writes it, without the bytes that fill it up.
  var text: String {
    let sizes = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(sizes),)" : "(\(sizes))"
    return
      "{'descr': '\(elementType.rawValue)', 'fortran_order': \(fortranOrder ? "True" : "False"), "
      + "'shape': \(tuple), }"
  }
}

/// A cursor over the header's bytes; every step first looks whether there is a byte left.
struct NPYHeaderReader {
  private let bytes: [UInt8]
  private let end: Int
  private var cursor: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    self.end = Swift.min(range.upperBound, bytes.count)
    self.cursor = range.lowerBound
  }

  /// The offset of the next byte that is not white space.
  var place: Int {
    mutating get {
      while cursor < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[cursor]) { cursor += 1 }
      return cursor
    }
  }

  private var next: UInt8? {
    mutating get {
      let place = self.place
      return place < end ? bytes[place] : nil
    }
  }

  /// Moves past `byte` if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    cursor += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(NPYError) {
    if !take(byte) { throw unexpected("'\(Character(Unicode.Scalar(byte)))'") }
  }

  mutating func expectEnd() throws(NPYError) {
    if next != nil { throw unexpected("the end of the header") }
  }

  /// A string in either quote.
  mutating func string() throws(NPYError) -> String {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("a string")
    }
    let start = cursor + 1
    guard let stop = bytes[start..<end].firstIndex(of: quote) else {
      throw NPYError(.syntax(found: "a string without an end", expected: "a string"), at: cursor)
    }
    cursor = stop + 1
    return Self.printable(bytes[start..<stop])
  }

  /// A number format by its name.
  mutating func elementType() throws(NPYError) -> NPYElementType {
    let place = self.place
    if next == UInt8(ascii: "[") { throw NPYError(.elementType("[…]"), at: place) }
    let name = try string()
    guard let type = NPYElementType(named: name) else {
      throw NPYError(.elementType(name), at: place)
    }
    return type
  }

  /// `True` or `False`.
  mutating func boolean() throws(NPYError) -> Bool {
    let place = self.place
    for (word, value) in [("True", true), ("False", false)] {
      if bytes[place..<end].starts(with: word.utf8) {
        cursor = place + word.utf8.count
        return value
      }
    }
    throw unexpected("True or False")
  }

  /// A tuple of integers; one element needs its comma, as in Python.
  mutating func sizes() throws(NPYError) -> [Int] {
    let place = self.place
    try expect(UInt8(ascii: "("))
    var sizes: [Int] = []
    while !take(UInt8(ascii: ")")) {
      guard sizes.count < NPYArray.maximumRank else {
        throw NPYError(.rank(sizes.count + 1), at: place)
      }
      sizes.append(try size())
      if take(UInt8(ascii: ",")) { continue }
      guard sizes.count > 1 else { throw unexpected("','") }
      try expect(UInt8(ascii: ")"))
      break
    }
    return sizes
  }

  private mutating func size() throws(NPYError) -> Int {
    let place = self.place
    var stop = place
    if stop < end, bytes[stop] == UInt8(ascii: "-") { stop += 1 }
    while stop < end, bytes[stop] >= UInt8(ascii: "0"), bytes[stop] <= UInt8(ascii: "9") {
      stop += 1
    }
    let text = Self.printable(bytes[place..<stop])
    guard !text.isEmpty else { throw unexpected("a size") }
    guard let size = Int(text), size >= 0 else { throw NPYError(.size(text), at: place) }
    cursor = stop < end && bytes[stop] == UInt8(ascii: "L") ? stop + 1 : stop
    return size
  }

  private mutating func unexpected(_ expected: String) -> NPYError {
    let place = self.place
    let found =
      place < end ? "'\(Self.printable(bytes[place...place]))'" : "its end"
    return NPYError(.syntax(found: found, expected: expected), at: place)
  }

  /// Text for a message: what is not printable ASCII is written as \xHH, and long text is cut.
  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for byte in bytes.prefix(60) {
      if byte >= 0x20, byte < 0x7F {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return bytes.count > 60 ? text + "…" : text
  }
}
