/// Three sizes or positions, along depth, height and width.
///
/// Maps of one or two spatial axes are maps of three whose first sizes are 1, with a block of side 1
/// along them: the same units in the same order.
struct Extent: Sendable, Hashable {
  var depth: Int
  var height: Int
  var width: Int

  /// The same value on every axis.
  init(repeating value: Int) {
    depth = value
    height = value
    width = value
  }

  /// - Parameter values: One to three values; the axes in front that are left out get `missing`.
  init(_ values: [Int], missing: Int) {
    let count = values.count
    depth = count > 2 ? values[count - 3] : missing
    height = count > 1 ? values[count - 2] : missing
    width = count > 0 ? values[count - 1] : missing
  }

  /// Axis by axis.
  init(_ a: Extent, _ b: Extent, _ combine: (Int, Int) -> Int) {
    depth = combine(a.depth, b.depth)
    height = combine(a.height, b.height)
    width = combine(a.width, b.width)
  }

  /// The value of an axis: 0 is depth, 1 height and 2 width.
  subscript(axis: Int) -> Int {
    get { axis == 0 ? depth : axis == 1 ? height : width }
    set {
      switch axis {
      case 0: depth = newValue
      case 1: height = newValue
      default: width = newValue
      }
    }
  }

  /// The product of the three.
  var volume: Int { depth * height * width }

  /// The three, depth first.
  var values: [Int] { [depth, height, width] }
}
