import Testing

@testable import DropBlockGenerators

/// What reducing many failures of one property came to.
struct Reduction: CustomStringConvertible {
  var name: String

  /// The smallest cases, rendered, with how often each came up.
  var forms: [String: Int] = [:]
  var evaluations: [Int] = []
  var mean: Double { Double(evaluations.reduce(0, +)) / Double(max(evaluations.count, 1)) }
  var description: String { "\(name): \(forms), \(mean) evaluations in the mean" }
}

/// Reduces one failure per seed, and counts every call with choices that were called before.
func reduce<Value: Sendable>(
  _ name: String, _ generator: Generator<Value>, seeds: UInt64 = 200,
  _ holds: (Value) -> Bool?
) throws -> Reduction {
  var result = Reduction(name: name)
  var repeated = 0
  for seed in 0..<seeds {
    var calls: Set<[UInt64]> = []
    var isShrinking = false
    let check = PropertyCheck(name: name, key: seed, cases: 20_000)
    let report = try check.run(found: { _, _ in isShrinking = true }) { draw in
      defer {
        if isShrinking, !calls.insert(draw.choices.map(\.index)).inserted { repeated += 1 }
      }
      let value = try draw(generator)
      if !isShrinking { calls = [draw.choices.map(\.index)] }
      guard let holds = holds(value) else { return .discarded }
      return holds ? .holds : .fails(PropertyFailure(site: name, kind: "false"))
    }
    guard case .fails(let found) = report else {
      Issue.record("\(name) does not fail for seed \(seed): \(report)")
      continue
    }
    #expect(found.shrinkFinished, "\(name), seed \(seed): \(found)")
    var draw = Draw(replaying: found.choices)
    result.forms["\(try draw(generator))", default: 0] += 1
    result.evaluations.append(found.evaluations)
  }
  #expect(repeated == 0, "\(name): \(repeated) calls on choices that were called before")
  print(result)
  return result
}

/// Expects one smallest case, at no more than a number of evaluations in the mean.
func expect(_ found: Reduction, _ form: String, atMost evaluations: Double) {
  #expect(Array(found.forms.keys) == [form], "\(found)")
  #expect(found.mean <= evaluations, "\(found)")
}
