/// The labels of the parts that the generators here open.
enum StructureLabel {
  static let array = TextHash.short("array")
  static let element = TextHash.short("element")

  /// An element of an array whose length is not the array's own choice: it cannot be deleted alone.
  static let place = TextHash.short("place")
  static let alternative = TextHash.short("alternative")
  static let bulk = TextHash.short("bulk")

  /// A recursive value, at whatever depth: a tree can be replaced by any of its branches.
  static let level = TextHash.short("level")
}
