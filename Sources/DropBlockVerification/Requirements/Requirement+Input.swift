import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// What must be refused.
  static let input = [
    Requirement(
      .inputRefused,
      demands: "Requests that make no sense are refused with an error, and nothing is computed.",
      source: "Specification, sections 1 to 4 and 8",
      consequence: "A typing error in a configuration trains a wrong model for days.",
      .examples { examination in try examination.judgeRefusals() })
  ]
}

extension Examination {
  /// Asks every inadmissible request that the subject's options can express.
  fileprivate func judgeRefusals() throws -> [Fault] {
    var faults: [Fault] = []
    try requireSupport()
    for (what, question) in inadmissibleCases() {
      switch try ask(question) {
      case .refused, .unsupported: continue
      case .result(let result):
        let shown = (0..<min(4, result.output.count)).map { result.output[$0] }
        faults.append(
          Fault(.inadmissible(what), on: question, .answer(.computed(outputBegins: shown))))
      }
    }
    for (what, question) in inadmissibleSchedules() {
      casesRun += 1
      guard case .values(let values) = try subject.values(question) else { continue }
      faults.append(Fault(.inadmissible(what), on: question, .schedule(.computed(values))))
    }
    return faults
  }

  /// A subject that computes nothing at all must not pass for one that refuses what it should.
  private func requireSupport() throws {
    let shape = Shape(samples: 1, channels: 2, spatial: map([5, 6]))
    let question = SubjectCase(
      DropBlockRequest(
        configuration(block: 3, p: 0.1, on: shape.spatial), shape: shape, key: key),
      input: TensorBits(repeating: 1, count: shape.unitCount, as: plainType))
    if case .unsupported = try ask(question) { throw CaseEnd.discarded }
  }

  private func inadmissibleCases() -> [(String, SubjectCase)] {
    let rank = declaration.ranks.contains(2) ? 2 : declaration.ranks[0]
    let plain = Shape(samples: 1, channels: 2, spatial: Array([5, 6, 4].prefix(rank)))
    func make(
      _ what: String, _ shape: Shape, count: Int? = nil,
      _ change: (inout DropBlockConfiguration) -> Void
    ) -> (String, SubjectCase) {
      var configuration = configuration(block: 3, p: 0.1, on: shape.spatial)
      change(&configuration)
      let request = DropBlockRequest(configuration, shape: shape, key: key)
      let units = shape.spatial.reduce(shape.samples * shape.channels) { $0 &* $1 }
      let input = TensorBits(repeating: 1, count: count ?? max(0, min(units, 4096)), as: plainType)
      return (what, SubjectCase(request, input: input))
    }
    var cases = [
      make("drop probability below 0", plain) { $0.dropProbability = -0.1 },
      make("drop probability above 1", plain) { $0.dropProbability = 1.5 },
      make("drop probability infinite", plain) { $0.dropProbability = .infinity },
      make("drop probability NaN", plain) { $0.dropProbability = .nan },
      make("no spatial axes", Shape(samples: 1, channels: 2, spatial: [])) { _ in },
      make("four spatial axes", Shape(samples: 1, channels: 2, spatial: [2, 2, 2, 2])) { _ in },
      make("data shorter than the shape", plain, count: plain.unitCount - 1) { _ in },
      make("data longer than the shape", plain, count: plain.unitCount + 1) { _ in },
    ]
    if declaration.blocks == .any {
      cases += [
        make("block size 0", plain) { $0.blockSize = 0 },
        make("block size negative", plain) { $0.blockSize = -3 },
      ]
    }
    if isExact {
      cases += [
        make("size negative", Shape(samples: 1, channels: -2, spatial: plain.spatial), count: 0) {
          _ in
        },
        make(
          "sizes whose product overflows",
          Shape(samples: 1 << 31, channels: 1 << 31, spatial: plain.spatial), count: 4
        ) { _ in },
      ]
    }
    if declaration.gammaRules.contains(.fixed) {
      cases += [-0.1, 1.5, .nan].map { gamma in
        make("gamma \(gamma)", plain) { $0.gammaRule = .fixed(gamma) }
      }
    }
    if offers(.gammaFactor) {
      cases += [-1, .infinity, .nan].map { factor in
        make("gamma factor \(factor)", plain) { $0.gammaFactor = factor }
      }
    }
    if declaration.scales.contains(.fixed) {
      cases += [-1, .infinity, .nan].map { scale in
        make("fixed scale \(scale)", plain) { $0.scale = .fixed(scale) }
      }
    }
    if declaration.oversizedBlocks.contains(.refused), declaration.blocks == .any {
      cases.append(
        make("block larger than the map, to be refused", plain) {
          $0.blockSize = 7
          $0.oversizedBlock = .refused
        })
    }
    if offers(.rectangularBlocks), declaration.blocks == .any {
      let sides = [Int](repeating: 3, count: rank + 1)
      cases.append(make("too many block sides", plain) { $0.blockSize = .perAxis(sides) })
    }
    if offers(.firstSample) {
      var (what, question) = make("first sample negative", plain) { _ in }
      question.request.firstSample = -1
      cases.append((what, question))
    }
    if declaration.layouts.contains(.strided) {
      var overlapping = plain
      overlapping.layout = .strided([Int](repeating: 1, count: rank + 2))
      cases.append(make("strides that overlap", overlapping) { _ in })
    }
    return cases
  }

  private func inadmissibleSchedules() -> [(String, ScheduleCase)] {
    var cases: [(String, ScheduleCase)] = []
    if declaration.schedules.contains(.linear) {
      cases += [
        ("start below 0", ScheduleCase(.linear(from: -0.1, to: 0.25, steps: 5), steps: [0, 1])),
        ("stop above 1", ScheduleCase(.linear(from: 0, to: 1.5, steps: 5), steps: [0, 1])),
        ("start NaN", ScheduleCase(.linear(from: .nan, to: 0.25, steps: 5), steps: [0, 1])),
        ("no steps", ScheduleCase(.linear(from: 0, to: 0.25, steps: 0), steps: [0, 1])),
        ("negative steps", ScheduleCase(.linear(from: 0, to: 0.25, steps: -5), steps: [0, 1])),
      ]
    }
    if declaration.schedules.contains(.paper) {
      cases += [
        ("target above 1", ScheduleCase(.paper(target: 1.5, steps: 5), steps: [0, 1])),
        ("no steps", ScheduleCase(.paper(target: 0.1, steps: 0), steps: [0, 1])),
      ]
    }
    if declaration.schedules.contains(.groups) {
      cases += [
        ("group 0", ScheduleCase(.groups, steps: [0])),
        ("group 5", ScheduleCase(.groups, steps: [5])),
      ]
    }
    return cases
  }
}
