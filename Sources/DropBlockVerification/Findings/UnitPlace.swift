import DropBlockContract

/// Where a unit, a seed or a map lies in a tensor.
package struct UnitPlace: Sendable, Hashable {
  /// The number of its sample.
  package var sample: Int

  /// The number of its channel.
  package var channel: Int

  /// Its indices along the spatial axes.
  package var position: [Int]

  /// A place.
  package init(sample: Int, channel: Int, position: [Int]) {
    self.sample = sample
    self.channel = channel
    self.position = position
  }

  /// The place of an element in an array of samples × channels × spatial axes, row-major.
  init(_ element: Int, in sizes: [Int]) {
    let indices = Coordinates.of(element, in: sizes)
    self.init(sample: indices[0], channel: indices[1], position: Array(indices.dropFirst(2)))
  }

  /// The place of a unit, in logical order.
  init(_ unit: Int, in shape: Shape) {
    self.init(unit, in: [shape.samples, shape.channels] + shape.spatial)
  }
}
