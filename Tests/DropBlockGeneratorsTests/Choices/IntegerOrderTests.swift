import Testing

@testable import DropBlockGenerators

@Suite struct IntegerOrderTests {
  @Test(arguments: [(-3, 5, 0), (-5, 3, 0), (0, 9, 0), (-9, 0, 0), (2, 9, 4), (7, 7, 7)])
  func `positions and numbers are one to one, and distance never falls`(
    low: Int64, high: Int64, target: Int64
  ) {
    let order = IntegerOrder(low: low, high: high, target: target)
    let values = (0...UInt64(high - low)).map { order.value(at: $0) }
    #expect(values.sorted() == Array(low...high), "got \(values)")
    #expect(values.first == target)
    let distances = values.map { abs($0 - target) }
    #expect(distances == distances.sorted(), "got \(values)")
    for (index, value) in values.enumerated() {
      #expect(order.index(of: value) == UInt64(index), "value \(value)")
    }
  }

  @Test(arguments: [
    (Int64.min, Int64.max, Int64(0)), (.min, .max, .min), (.min, .max, .max), (.min, .max, -1),
    (.min, 0, -7), (0, .max, 12), (.min, .min + 1, .min), (.max - 1, .max, .max),
  ])
  func `extreme bounds lose nothing`(low: Int64, high: Int64, target: Int64) {
    let order = IntegerOrder(low: low, high: high, target: target)
    let last = IntegerOrder.distance(low, high)
    for step in UInt64(0)...70 {
      for index in [step, last &- step, last / 2 &+ step, step < 64 ? 1 << step : 0]
      where index <= last {
        let value = order.value(at: index)
        #expect(value >= low && value <= high, "index \(index) gives \(value)")
        #expect(order.index(of: value) == index, "index \(index) gives \(value)")
      }
    }
    for value in [low, high, target] {
      #expect(order.value(at: order.index(of: value)) == value)
    }
  }
}
