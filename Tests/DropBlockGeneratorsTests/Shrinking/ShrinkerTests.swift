import Testing

@testable import DropBlockGenerators

@Suite struct ShrinkerTests {
  @Test func `sums come to the fewest numbers`() throws {
    let list = Generator<[Int]>.arrays(of: .integers(in: 0...500), count: 0...50)
    expect(try reduce("sum", list) { $0.reduce(0, +) < 1_000 }, "[500, 500]", atMost: 250)
    let floats = Generator<[Double]>.arrays(of: .floats(in: 0...1_000), count: 0...50)
    expect(try reduce("float sum", floats) { $0.reduce(0, +) < 500.5 }, "[501.0]", atMost: 40)
  }

  @Test func `floats come to whole numbers, then to few binary places`() throws {
    let floats = Generator<Float>.floats
    expect(try reduce("NaN", floats) { $0 == $0 }, "nan", atMost: 15)
    expect(try reduce("above", floats) { !($0 > 12.3) }, "13.0", atMost: 60)
    expect(try reduce("fraction", floats) { !$0.isFinite || $0 == $0.rounded() }, "1.5", atMost: 60)
    expect(try reduce("infinite", floats) { !$0.isInfinite }, "inf", atMost: 15)
    expect(
      try reduce("unit", Generator<Double>.floats(in: 0...0.9)) { $0 <= 0.3 }, "0.5", atMost: 40)
  }

  @Test func `a table whose sides are drawn first comes to one cell`() throws {
    let side = Generator<Int>.integers(in: 1...10)
    let table = zip(side, side).flatMap { rows, columns in
      Generator<[[Int]]>.arrays(
        of: .arrays(of: .integers(in: 0...100), count: columns...columns), count: rows...rows)
    }
    expect(
      try reduce("table", table) { !$0.joined().contains { $0 > 50 } }, "[[51]]", atMost: 60)
  }

  @Test func `loops written by hand shrink like arrays`() throws {
    let counted = Generator<[Int]> { draw throws(Rejection) in
      var list: [Int] = []
      for _ in 0..<(try draw.integer(in: 0...20)) {
        list.append(Int(try draw.integer(in: 0...1_000)))
      }
      return list
    }
    expect(try reduce("counted", counted) { !$0.contains { $0 > 200 } }, "[201]", atMost: 40)
    let announced = Generator<[Int]> { draw throws(Rejection) in
      var list: [Int] = []
      while list.count < 50, try draw.boolean() {
        list.append(Int(try draw.integer(in: 0...1_000)))
      }
      return list
    }
    expect(try reduce("announced", announced) { !$0.contains { $0 > 200 } }, "[201]", atMost: 50)
  }

  @Test func `an unneeded optional and a later alternative are given up`() throws {
    let number = Generator<Int?>.optional(.integers(in: 0...100))
    expect(
      try reduce("optional", zip(number, number)) { ($1 ?? 0) < 20 }, "(nil, Optional(20))",
      atMost: 30)
    let either = Generator<[Int]>.oneOf([
      .constant([]), .arrays(of: .integers(in: 0...9), count: 1...4),
      .arrays(of: .integers(in: 0...9), count: 2...9),
    ])
    expect(try reduce("either", zip(either, either)) { $1.isEmpty }, "([], [0])", atMost: 20)
  }
}
