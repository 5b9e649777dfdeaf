import DropBlockContract

/// Where a subject computes no even blocks.
struct OddSettings {
  private var settings = Set<Setting>()

  /// A seed grid, and a number of axes.
  private struct Setting: Hashable {
    let grid: SeedGrid
    let rank: Int
  }

  /// Whether even blocks are computed wherever one was asked for.
  var isEmpty: Bool { settings.isEmpty }

  /// Whether even blocks are refused there, or the subject fails at them.
  func contains(_ grid: SeedGrid, rank: Int) -> Bool {
    settings.contains(Setting(grid: grid, rank: rank))
  }

  fileprivate mutating func insert(_ grid: SeedGrid, rank: Int) {
    settings.insert(Setting(grid: grid, rank: rank))
  }
}

extension Examination {
  /// Asks once in a run for an even block on every seed grid and in every rank.
  ///
  /// That they are refused is what `block.even` says. Requirements that look at even blocks among
  /// others, or because maps with small blocks are small, look at odd ones then, and say so.
  func askForEvenBlocks() {
    guard oddSettings == nil else { return }
    var odd = OddSettings()
    let before = casesRun
    defer { (oddSettings, casesRun) = (odd, before) }
    let plans = gridPlans(block: 2)
    for (number, plan) in plans.enumerated() {
      let shape = Shape(samples: 1, channels: 1, spatial: plan.map)
      var question = SubjectCase(
        DropBlockRequest(plan.configuration, shape: shape, key: key),
        input: TensorBits(repeating: 1, count: shape.unitCount, as: plainType))
      question.wantsStages = false
      do {
        guard case .refused = try ask(question) else { continue }
        odd.insert(plan.configuration.seedGrid, rank: plan.map.count)
      } catch {
        // One that dies of it is not made to die again.
        for plan in plans[number...] {
          odd.insert(plan.configuration.seedGrid, rank: plan.map.count)
        }
        return
      }
    }
  }

  /// Whether the subject was seen to compute no even block somewhere; false where nobody has asked.
  var refusesEvenBlocks: Bool { oddSettings.map { !$0.isEmpty } ?? false }

  /// Whether the subject was seen to compute no even block on a grid; false where nobody has asked.
  func computesOnlyOdd(on grid: SeedGrid, rank: Int) -> Bool {
    oddSettings?.contains(grid, rank: rank) ?? false
  }
}

extension SubjectCase {
  /// Whether a side of the block is even.
  var hasEvenBlock: Bool {
    switch request.configuration.blockSize {
    case .uniform(let side): side % 2 == 0
    case .perAxis(let sides): sides.contains { $0 % 2 == 0 }
    }
  }

  /// Makes even sides of the block one unit larger.
  mutating func makeBlockOdd() {
    func odd(_ side: Int) -> Int { side % 2 == 0 ? side + 1 : side }
    switch request.configuration.blockSize {
    case .uniform(let side): request.configuration.blockSize = .uniform(odd(side))
    case .perAxis(let sides): request.configuration.blockSize = .perAxis(sides.map(odd))
    }
  }
}
