import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorRecursionTests {
  indirect enum Tree: Sendable, CustomStringConvertible {
    case leaf(Int)
    case node([Tree])

    var description: String {
      switch self {
      case .leaf(let value): "\(value)"
      case .node(let inner): "\(inner)"
      }
    }

    var depth: Int {
      switch self {
      case .leaf: 0
      case .node(let inner): 1 + (inner.map(\.depth).max() ?? 0)
      }
    }

    var leaves: [Int] {
      switch self {
      case .leaf(let value): [value]
      case .node(let inner): inner.flatMap(\.leaves)
      }
    }
  }

  static func trees(depth: Int, width: ClosedRange<Int>) -> Generator<Tree> {
    .recursive(depth: depth, base: Generator<Int>.integers(in: 0...100).map { .leaf($0) }) {
      Generator<[Tree]>.arrays(of: $0, count: width).map { .node($0) }
    }
  }

  @Test(arguments: [0, 1, 3, 8])
  func `trees nest as deep as they may and no deeper`(depth: Int) throws {
    let depths = Set(try sample(Self.trees(depth: depth, width: 0...3)).map(\.depth))
    #expect(depths == Set(0...depth))
  }

  @Test func `trees of any width and depth end`() throws {
    for width in [2...2, 1...4, 3...10] {
      let counts = try sample(Self.trees(depth: 64, width: width), 400).map(\.leaves.count)
      #expect(counts.contains { $0 > 20 } && counts.contains(1), "\(width)")
    }
  }

  @Test func `a value that does not end is a rejection by the generator's name`() throws {
    let endless = Generator<Int>.recursive(
      depth: 2,
      base: Generator { draw throws(Rejection) in
        var sum = 0
        while true { sum &+= try draw.boolean() ? 1 : 0 }
      }
    ) { $0 }
    let name = "recursive(depth:base:extend:)"
    for (place, generator) in [(name, endless), ("tree: \(name)", endless.labelled("tree"))] {
      var draw = Draw(key: 1, caseIndex: 1, property: "endless")
      #expect(throws: Rejection(generator: place, reason: .overrun(limit: 8_192))) {
        _ = try draw(generator)
      }
    }
    for depth in [-1, 65] {
      var draw = Draw(key: 1, caseIndex: 1, property: "deep")
      let bad = Generator<Int>.recursive(depth: depth, base: .constant(1)) { $0 }
      let problem = "depth \(depth), not 0...64"
      #expect(throws: Rejection(generator: name, reason: .impossible(problem: problem))) {
        _ = try draw(bad)
      }
    }
  }

  @Test func `recorded trees replay`() throws {
    let trees = Self.trees(depth: 20, width: 0...5)
    for caseIndex in UInt64(0)..<300 {
      var draw = Draw(key: 3, caseIndex: caseIndex, property: "trees")
      let tree = try draw(trees)
      var again = Draw(replaying: draw.recorded)
      let replayed = try again(trees)
      #expect("\(replayed)" == "\(tree)" && again.recorded == draw.recorded)
    }
  }

  @Test func `trees shrink to the branch that matters`() throws {
    let trees = Self.trees(depth: 5, width: 0...4)
    expect(try reduce("leaf", trees) { !$0.leaves.contains { $0 > 60 } }, "61", atMost: 30)
    expect(try reduce("deep", trees) { $0.depth < 3 }, "[[[]]]", atMost: 40)
    expect(try reduce("wide", trees) { $0.leaves.count < 3 }, "[0, 0, 0]", atMost: 60)
  }

  @Test func `a sized generator has the case's size from the record`() throws {
    let sized = Generator<Int>.sized { .constant($0) }
    #expect(try sample(sized, 150) == (0..<150).map { min($0, 100) })
    var draw = Draw(key: 1, caseIndex: 40, property: "sized")
    _ = try draw(sized)
    var again = Draw(replaying: draw.recorded)
    let replayed = try again(sized)
    #expect(replayed == 40)
    let lists = Generator<[Int]>.sized { .arrays(of: .integers(in: 0...9), count: $0...$0) }
    expect(try reduce("sized", lists) { !$0.contains { $0 > 5 } }, "[6]", atMost: 40)
  }
}
