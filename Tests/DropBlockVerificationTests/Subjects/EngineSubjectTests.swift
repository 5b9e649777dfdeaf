import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

private func subject(_ fault: BentEngine.Fault) -> EngineSubject {
  EngineSubject(
    .everything(named: "bent", version: "0"), engine: { _ in BentEngine(fault: fault) },
    values: { (question: ScheduleCase) throws(DropBlockError) in
      try ReferenceSchedules.values(question)
    })
}

private func question(
  _ layout: Layout = .channelsFirst, _ type: ElementType = .float32, inPlace: Bool = false
) -> SubjectCase {
  var shape = Shape.nchw(2, 3, 5, 4)
  shape.layout = layout
  let request = DropBlockRequest(
    DropBlockConfiguration(blockSize: 2, dropProbability: 0.3), shape: shape, key: 9)
  let input = InputPattern.scattered.tensor(count: shape.unitCount, as: type, word: 5)
  let gradient = InputPattern.scattered.tensor(count: shape.unitCount, as: type, word: 6)
  var question = SubjectCase(request, input: input, outputGradient: gradient)
  question.inPlace = inPlace
  return question
}

private let padded = Layout.strided([100, 33, 6, 1])

@Suite struct EngineSubjectTests {
  @Test(arguments: ElementType.allCases)
  func `the layout in memory does not change an answer`(type: ElementType) throws {
    let subject = subject(.none)
    let plain = try subject.run([question(.channelsFirst, type)])[0].result(to: question())
    #expect(plain.output.elementType == type && (0..<120).contains { plain.output[$0] == 0 })
    #expect(plain.inputGradient != nil && plain.strayWrites == 0)
    for layout in [Layout.channelsFirst, .channelsLast, padded] {
      for inPlace in [false, true] {
        let answer = subject.run([question(layout, type, inPlace: inPlace)])[0]
        #expect(answer == .result(plain), "\(layout), in place \(inPlace)")
      }
    }
  }

  @Test(arguments: [BentEngine.Fault.before, .behind])
  func `one element outside the tensor is seen as a stray write`(fault: BentEngine.Fault) throws {
    for type in ElementType.allCases {
      for inPlace in [false, true] {
        var asked = question(.channelsFirst, type, inPlace: inPlace)
        let both = try subject(fault).run([asked])[0].result(to: asked)
        #expect(both.strayWrites == 2, "\(type): forward and backward each write one")
        asked.outputGradient = nil
        let forward = try subject(fault).run([asked])[0].result(to: asked)
        #expect(forward.strayWrites == 1, "\(type)")
      }
    }
  }

  @Test func `every gap of a strided tensor is watched`() throws {
    var asked = question(padded)
    asked.outputGradient = nil
    let gaps = try asked.request.shape.storageCount() - 120
    let result = try subject(.gaps).run([asked])[0].result(to: asked)
    #expect(result.strayWrites == gaps && gaps > 0)
  }

  @Test(arguments: [BentEngine.Fault.before, .behind, .gaps])
  func `stray writes turn a requirement red`(fault: BentEngine.Fault) {
    var run = VerificationRun(
      subject(fault), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "layout.strided" }
    let verdict = run.judged().verdicts[0]
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
    #expect(violation.site == .strayWrites, "\(violation)")
  }

  @Test func `a tensor that does not fit its shape is refused`() {
    let subject = subject(.none)
    for layout in [Layout.channelsFirst, .channelsLast] {
      for count in [0, 119, 121] {
        var asked = question(layout)
        asked.input = TensorBits(repeating: 1, count: count, as: .float32)
        guard case .refused(let message) = subject.run([asked])[0] else {
          Issue.record("\(count) elements were taken for 120")
          continue
        }
        #expect(message.contains("\(count)") && message.contains("120"), "\(message)")
      }
    }
    var asked = question()
    asked.outputGradient = TensorBits(repeating: 1, count: 5, as: .float32)
    guard case .refused = subject.run([asked])[0] else {
      Issue.record("a gradient of 5 elements was taken for 120")
      return
    }
  }

  @Test func `an inadmissible shape is refused, not laid out`() {
    var asked = question()
    for shape in [
      Shape(samples: 1 << 40, channels: 1 << 40, spatial: [4]), .nchw(-1, 2, 3, 4),
      Shape(samples: 1, channels: 1, spatial: []),
      Shape(samples: 1, channels: 1, spatial: [4, 4], layout: .strided([1, 1, 1, 1])),
    ] {
      asked.request.shape = shape
      guard case .refused = subject(.none).run([asked])[0] else {
        Issue.record("\(shape) was taken")
        continue
      }
    }
  }

  @Test func `stages are revealed where they are asked for`() throws {
    var asked = question()
    let stages = try ReferenceEngine().stages(asked.request)
    let revealed = try subject(.none).run([asked])[0].result(to: asked).revealed
    #expect(revealed.mask == stages.mask && revealed.seeds == stages.seeds)
    #expect(revealed.gamma == stages.gamma && revealed.keptCounts == stages.keptCounts)
    #expect(revealed.scales == stages.scales && revealed.randomWords == stages.randomWords)
    asked.wantsStages = false
    #expect(
      try subject(.none).run([asked])[0].result(to: asked).revealed == RevealedStages())
  }

  @Test func `schedules are the reference's, and refused where it refuses them`() {
    let values = subject(.none).values(
      ScheduleCase(.linear(from: 0, to: 0.25, steps: 5), steps: Array(0..<6)))
    #expect(values == .values([0, 0.0625, 0.125, 0.1875, 0.25, 0.25]))
    let refused = subject(.none).values(
      ScheduleCase(.linear(from: 0, to: 0.25, steps: 0), steps: [0]))
    guard case .refused = refused else {
      Issue.record("\(refused)")
      return
    }
  }
}
