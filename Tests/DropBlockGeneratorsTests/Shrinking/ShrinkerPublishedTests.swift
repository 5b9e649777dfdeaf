import Testing

@testable import DropBlockGenerators

// The bars of the first four are twice the figures of the best engine they were published for.
@Suite struct ShrinkerPublishedTests {
  let numbers = Generator<[Int]>.arrays(of: .integers, count: 0...100)

  @Test func `a list that is not its reversal comes to 0 and 1`() throws {
    let found = try reduce("reverse", numbers, seeds: 1_000) { $0 == $0.reversed() }
    expect(found, "[0, 1]", atMost: 2 * 7.8)
  }

  @Test func `five bounded lists come to two numbers`() throws {
    let list = Generator<[Int16]>.arrays(of: .integers, count: 0...10)
      .filter("sum below 256") { $0.reduce(0, &+) < 256 }
    let found = try reduce("bound5", .arrays(of: list, count: 5...5), seeds: 1_000) {
      $0.flatMap { $0 }.reduce(0, &+) < 1_280
    }
    expect(found, "[[], [], [], [-1], [-32768]]", atMost: 2 * 105)
  }

  @Test func `a list of drawn length comes to its one offender`() throws {
    let list = Generator<Int>.integers(in: 1...100).flatMap { count in
      Generator<[Int]>.arrays(of: .integers(in: 0...1_000), count: count...count)
    }
    let found = try reduce("length list", list, seeds: 1_000) { ($0.max() ?? 0) < 900 }
    expect(found, "[900]", atMost: 2 * 19.8)
  }

  @Test func `two list elements that point at each other come to 1 and 0`() throws {
    let list = Generator<[Int]>.arrays(of: .integers(in: 0...10), count: 0...100)
    let found = try reduce("coupling", list, seeds: 1_000) { list in
      guard list.allSatisfy({ $0 < list.count }) else { return nil }
      return list.indices.allSatisfy { list[$0] == $0 || list[list[$0]] != $0 }
    }
    expect(found, "[1, 0]", atMost: 2 * 23)
  }

  @Test func `distinct numbers come to the simplest ones`() throws {
    expect(try reduce("distinct", numbers) { Set($0).count < 3 }, "[0, 1, -1]", atMost: 60)
    let lists = Generator<[[Int]]>.arrays(of: numbers, count: 0...100)
    expect(
      try reduce("large union", lists) { Set($0.flatMap { $0 }).count < 5 },
      "[[0, 1, -1, 2, -2]]", atMost: 300)
  }

  @Test func `nested lists come to one list of zeros`() throws {
    let lists = Generator<[[Int]]>.arrays(of: numbers, count: 0...100)
    let zeros = "[[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]"
    expect(
      try reduce("nested", lists) { $0.reduce(0) { $0 + $1.count } <= 10 }, zeros, atMost: 200)
  }

  @Test func `an element and its two places come to zeros`() throws {
    let found = try reduce("deletion", zip(numbers, Generator<Int>.integers)) { list, element in
      guard let place = list.firstIndex(of: element) else { return nil }
      var rest = list
      rest.remove(at: place)
      return !rest.contains(element)
    }
    expect(found, "([0, 0], 0)", atMost: 30)
  }

  @Test func `two numbers that differ by little or nothing come to their bounds`() throws {
    let numbers = Generator<Int>.integers(in: 1...1_000)
    let pairs = zip(numbers, numbers)
    expect(try reduce("equal", pairs) { $0 < 10 || $0 != $1 }, "(10, 10)", atMost: 80)
    expect(
      try reduce("near", pairs) { $0 < 10 || !(1...4).contains(abs($0 - $1)) }, "(10, 6)",
      atMost: 80)
    expect(try reduce("neighbours", pairs) { $0 < 10 || abs($0 - $1) != 1 }, "(10, 9)", atMost: 90)
  }

  @Test func `a tree comes to its smallest branch`() throws {
    let found = try reduce("division", Expression.generator(depth: 5)) { expression in
      guard !expression.dividesByLiteralZero else { return nil }
      return expression.value != nil
    }
    expect(found, "(0/(0+0))", atMost: 130)
  }

  @Test func `a heap that is sorted wrongly comes to four nodes`() throws {
    let found = try reduce("binary heap", Heap.generator(depth: 5)) { heap in
      let sorted = heap.wronglySorted
      return sorted == sorted.sorted() && sorted == heap.values.sorted()
    }
    expect(found, "(0, -, (0, (0, -, -), (1, -, -)))", atMost: 150)
    // Nothing smaller fails: not with fewer nodes, whatever stands in them.
    for heap in Heap.all(nodes: 0) + Heap.all(nodes: 1) + Heap.all(nodes: 2) + Heap.all(nodes: 3) {
      #expect(heap.wronglySorted == heap.values.sorted(), "\(heap)")
    }
  }
}
