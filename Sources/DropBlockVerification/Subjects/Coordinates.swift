/// Where the elements of a row-major array lie along its axes.
enum Coordinates {
  /// The indices along the axes of an element.
  ///
  /// - Parameters:
  ///   - element: The element's number, 0 or more and below the product of the sizes.
  ///   - sizes: The sizes of the axes.
  static func of(_ element: Int, in sizes: [Int]) -> [Int] {
    var rest = element
    var indices: [Int] = []
    for size in sizes.reversed() {
      indices.insert(rest % size, at: 0)
      rest /= size
    }
    return indices
  }
}
