import DropBlockContract
import Testing

private func strided(_ sizes: [Int], _ strides: [Int]) -> Shape {
  Shape(
    samples: sizes[0], channels: sizes[1], spatial: Array(sizes[2...]), layout: .strided(strides))
}

/// Whether two units of a shape share an element, by looking at each.
private func overlaps(_ sizes: [Int], _ strides: [Int]) -> Bool {
  var offsets = [0]
  for (size, stride) in zip(sizes, strides) {
    offsets = offsets.flatMap { offset in (0..<size).map { offset + $0 * stride } }
  }
  return Set(offsets).count < offsets.count
}

@Suite struct ShapeValidationTests {
  @Test func `one to three spatial axes`() throws {
    for rank in [0, 4, 5] {
      #expect(throws: DropBlockError.rank(rank)) {
        try Shape(samples: 1, channels: 1, spatial: Array(repeating: 2, count: rank)).validate()
      }
    }
    for rank in 1...3 {
      try Shape(samples: 1, channels: 1, spatial: Array(repeating: 2, count: rank)).validate()
    }
  }

  @Test func `no size is negative`() {
    #expect(throws: DropBlockError.size(axis: "samples", -1)) {
      try Shape.nchw(-1, 1, 1, 1).validate()
    }
    #expect(throws: DropBlockError.size(axis: "channels", .min)) {
      try Shape.nchw(1, .min, 1, 1).validate()
    }
    #expect(throws: DropBlockError.size(axis: "spatial axis 1", -4)) {
      try Shape.nchw(1, 1, 1, -4).validate()
    }
  }

  @Test func `sizes of 0 are admissible`() throws {
    for shape in [Shape.nchw(0, 3, 4, 5), .nchw(2, 0, 4, 5), .nhwc(2, 0, 5, 3), .ncw(0, 0, 0)] {
      try shape.validate()
      #expect(try shape.storageCount() == 0)
    }
  }

  @Test func `products that can't be addressed are refused, also beside a 0`() throws {
    for sizes in [
      [1, 1, Int.max, 2], [1, 1, .max, 1], [1 << 32, 1 << 32, 1, 1], [0, .max, .max, 1],
      [1 << 20, 1 << 20, 1 << 20, 1], [1, 1, 1 << 60, 1],
    ] {
      #expect(throws: DropBlockError.tooManyUnits(sizes)) {
        try Shape(samples: sizes[0], channels: sizes[1], spatial: [sizes[2], sizes[3]]).validate()
      }
    }
    try Shape.nchw(1, 1, Int.max / 8, 1).validate()
  }

  @Test func `storage is the unit count without strides, the last offset plus one with`() throws {
    #expect(try Shape.nchw(2, 3, 4, 5).storageCount() == 120)
    #expect(try Shape.nhwc(2, 4, 5, 3).storageCount() == 120)
    #expect(try strided([2, 3, 4, 5], [60, 20, 5, 1]).storageCount() == 120)
    #expect(try strided([2, 3, 4, 5], [100, 30, 7, 1]).storageCount() == 100 + 60 + 21 + 4 + 1)
    #expect(try strided([1, 1, 1, 1], [900, 9, 9, 9]).storageCount() == 1)
    #expect(try strided([0, 3, 4, 5], [60, 20, 5, 1]).storageCount() == 0)
  }

  @Test func `accepted strides never let units share an element`() throws {
    // Every stride from 1 to 8 on small shapes: 4,096 cases each.
    for sizes in [[2, 1, 3, 2], [2, 2, 2, 2], [1, 3, 1, 2]] {
      var accepted = 0
      for code in 0..<4096 {
        let strides = [code % 8 + 1, code / 8 % 8 + 1, code / 64 % 8 + 1, code / 512 + 1]
        if (try? strided(sizes, strides).validate()) != nil {
          accepted += 1
          #expect(!overlaps(sizes, strides), "sizes \(sizes), strides \(strides)")
        }
      }
      #expect(accepted > 0, "sizes \(sizes)")
    }
  }

  @Test func `every dense permutation is accepted`() throws {
    let sizes = [2, 3, 4, 5]
    for code in 0..<24 {
      var rest = Array(0..<4)
      var order: [Int] = []
      var digits = code
      for count in stride(from: 4, to: 0, by: -1) {
        order.append(rest.remove(at: digits % count))
        digits /= count
      }
      var strides = [0, 0, 0, 0]
      var span = 1
      for axis in order {
        strides[axis] = span
        span *= sizes[axis]
      }
      #expect(try strided(sizes, strides).storageCount() == 120, "strides \(strides)")
    }
  }

  @Test func `strides that describe no tensor are refused`() {
    for strides in [
      [1, 2, 3], [60, 20, 5, 0], [60, 20, 5, -1], [20, 20, 5, 1], [59, 20, 5, 1], [1, 1, 1, 1],
      [.max, 20, 5, 1], [.max / 8, 20, 5, 1], [60, .max, .max, 1], [.min, 20, 5, 1],
    ] {
      let shape = strided([2, 3, 4, 5], strides)
      #expect {
        try shape.validate()
      } throws: {
        guard case .strides(let refused, _)? = $0 as? DropBlockError else { return false }
        return refused == strides
      }
    }
  }
}
