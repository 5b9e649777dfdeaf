/// The labels of the spans that generators start.
enum StructureLabel {
  static let array = TextHash.short("array")
  static let element = TextHash.short("element")

  /// An element of an array whose length is not the array's own choice: it cannot be deleted alone.
  static let place = TextHash.short("place")
  static let alternative = TextHash.short("alternative")
  static let bulk = TextHash.short("bulk")

  /// A recursive value, at whatever depth: any of its branches can replace a tree.
  static let level = TextHash.short("level")
}
