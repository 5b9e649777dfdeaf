import DropBlockContract
import Testing

@testable import DropBlockVerification

private func examination(_ change: (inout SubjectDeclaration) -> Void = { _ in }) -> Examination {
  let subject = MaskSubject { _, _, _, _, _ in false }
  change(&subject.declaration)
  return subject.examination
}

@Suite struct ExaminationTests {
  @Test func `a map has a declared number of axes, whatever was asked for`() {
    for rank in 1...3 {
      let examination = examination { $0.ranks = [rank] }
      for spatial in [[14], [14, 13], [5, 6, 4]] {
        let map = examination.map(spatial)
        #expect(map.count == rank, "\(spatial) became \(map)")
        #expect(map.starts(with: spatial.prefix(rank)))
      }
    }
    #expect(examination { $0.ranks = [2, 3] }.map([5, 6, 4]) == [5, 6, 4])
  }

  @Test func `the first declared options are the defaults`() {
    let configuration = examination {
      $0.seedGrids = [.whole(.corner), .valid]
      $0.gammaRules = [.fixed]
      $0.sharings = [.samples]
      $0.scales = [.map]
      $0.samplers = [.bernoulli]
    }.configuration(block: 3, p: 0.2, on: [9, 9])
    #expect(configuration.seedGrid == .whole(.corner) && configuration.gammaRule == .fixed(0.2))
    #expect(configuration.sharing == .samples && configuration.scale == .map)
    #expect(configuration.sampler == .bernoulli && configuration.blockSize == 3)
    #expect(
      examination().configuration(block: 7, p: 0.1, on: [14, 14])
        == DropBlockConfiguration(blockSize: 7, dropProbability: 0.1))
  }

  @Test func `single precision is used where it is offered`() {
    #expect(examination { $0.elementTypes = [.float16, .float32] }.plainType == .float32)
    #expect(examination { $0.elementTypes = [.bfloat16, .float16] }.plainType == .bfloat16)
  }

  @Test func `a survey is made once, whoever asks`() throws {
    let subject = MaskSubject { _, _, _, _, _ in false }
    let examination = subject.examination
    var plan = examination.mainPlan
    plan.maps = 1
    _ = try examination.survey(plan)
    let asked = subject.questions.count
    _ = try examination.survey(plan)
    #expect(subject.questions.count == asked && examination.casesRun == asked)
  }

  @Test func `too few or too many answers are a failure of the subject`() {
    for count in [0, 1, 3] {
      let subject = AnswerSubject { cases in
        Array(repeating: .refused("no"), count: count)
      }
      let examination = Examination(
        subject, declaration: subject.declaration, profile: .quick, key: 1,
        ledger: Ledger(accounts: 1))
      let question = SubjectCase(
        DropBlockRequest(
          DropBlockConfiguration(blockSize: 1, dropProbability: 0), shape: .ncw(1, 1, 1), key: 0),
        input: TensorBits([Float(1)]))
      #expect(throws: SubjectFailure(.malformed("\(count) answers to 2 cases"))) {
        _ = try examination.ask([question, question])
      }
    }
  }
}
