import Generators
import Testing

/// What reducing many failures of one property came to.
struct Reduction {
  /// The smallest cases, rendered, with how often each came up.
  var forms: [String: Int] = [:]
  var evaluations: [Int] = []
  var mean: Double { Double(evaluations.reduce(0, +)) / Double(max(evaluations.count, 1)) }
}

/// Reduces one failure per seed.
func reduce<Value: Sendable>(
  _ name: String, _ generator: Generator<Value>, seeds: Range<UInt64> = 0..<300,
  render: (Value) -> String = { "\($0)" }, _ holds: (Value) -> Bool?
) throws -> Reduction {
  var result = Reduction()
  for seed in seeds {
    let check = PropertyCheck(name: name, key: seed, cases: 100_000)
    var calls: Set<ChoiceSequence> = []
    var isShrinking = false
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      defer {
        if isShrinking {
          let plain = ChoiceSequence(draw.recorded.choices)
          #expect(calls.insert(plain).inserted, "called twice on \(draw.recorded)")
        }
      }
      let value = try draw(generator)
      guard let holds = holds(value) else { return .discarded }
      return holds ? .holds : .fails(PropertyFailure(site: name, kind: "false"))
    }
    let report = try check.run(found: { _, _ in isShrinking = true }, property)
    guard case .fails(let counterexample) = report else {
      Issue.record("no failure for seed \(seed): \(report)")
      continue
    }
    #expect(counterexample.shrinkFinished, "seed \(seed): \(counterexample)")
    var draw = Draw(replaying: counterexample.choices)
    result.forms[render(try draw(generator)), default: 0] += 1
    result.evaluations.append(counterexample.evaluations)
  }
  return result
}

@Suite struct ShrinkerTests {
  let numbers = Generator<[Int]>.arrays(of: .integers, count: 0...100)

  @Test func `a list that is not its reversal comes to 0 and 1`() throws {
    let found = try reduce("reverse", numbers) { $0 == $0.reversed() }
    print("reverse", found.forms, found.mean)
    #expect(Array(found.forms.keys) == ["[0, 1]"])
    #expect(found.mean <= 2 * 7.8, "mean \(found.mean)")
  }

  @Test func `five bounded lists come to two numbers`() throws {
    let list = Generator<[Int16]>.arrays(of: .integers, count: 0...10)
      .filter("sum below 256") { $0.reduce(0, &+) < 256 }
    let found = try reduce("bound5", .arrays(of: list, count: 5...5)) {
      $0.flatMap { $0 }.reduce(0, &+) < 1_280
    }
    print("bound5", found.forms, found.mean)
    #expect(Array(found.forms.keys) == ["[[], [], [], [-1], [-32768]]"])
    #expect(found.mean <= 2 * 105, "mean \(found.mean)")
  }

  @Test func `a list of drawn length comes to its one offender`() throws {
    let list = Generator<Int>.integers(in: 1...100).flatMap { count in
      Generator<[Int]>.arrays(of: .integers(in: 0...1_000), count: count...count)
    }
    let found = try reduce("length list", list) { ($0.max() ?? 0) < 900 }
    print("length list", found.forms, found.mean)
    #expect(Array(found.forms.keys) == ["[900]"])
    #expect(found.mean <= 2 * 19.8, "mean \(found.mean)")
  }

  @Test func `two list elements that point at each other come to 1 and 0`() throws {
    let list = Generator<[Int]>.arrays(of: .integers(in: 0...10), count: 0...100)
    let found = try reduce("coupling", list) { list in
      guard list.allSatisfy({ $0 < list.count }) else { return nil }
      return list.indices.allSatisfy { list[$0] == $0 || list[list[$0]] != $0 }
    }
    print("coupling", found.forms, found.mean)
    #expect(Array(found.forms.keys) == ["[1, 0]"])
    #expect(found.mean <= 2 * 23, "mean \(found.mean)")
  }
}
