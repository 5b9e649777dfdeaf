import DropBlockContract
import DropBlockReference
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct PowerExperimentTests {
  private static var run: VerificationRun {
    VerificationRun(
      EngineSubject.reference(version: "0"), profile: .brief, key: 1
    )
  }

  @Test func `there is an experiment for whatever states a sensitivity`() throws {
    let experiments = Set(try PowerExperiment.all(Self.run).map(\.requirement))
    let stated = Set(
      try Self.run.sensitivities().filter { $0.sizes != nil }.map(\.requirement))
    #expect(stated.subtracting(experiments).isEmpty, "\(stated.subtracting(experiments))")
    #expect(experiments.count > 25)
  }

  @Test func `a fault of the smallest stated size is found`() throws {
    let subject = EngineSubject.reference(version: "0")
    for experiment in try PowerExperiment.all(Self.run)
    where experiment.requirement != .rateOptions {
      let found = try experiment.run(subject, key: 11)
      #expect(
        found != nil, "\(experiment.requirement): \(experiment.size) \(experiment.target.words)")
    }
  }

  @Test func `a gamma that is off where options have a value is found`() throws {
    let subject = EngineSubject.reference(version: "0")
    let experiments = try PowerExperiment.options(Self.run, 1e-10)
    #expect(experiments.count == 12)
    #expect(Set(experiments.map(\.size)) == [0, 0.5, 1, 2])
    for experiment in experiments.prefix(4) {
      #expect(try experiment.run(subject, key: 11) != nil, "\(experiment.target.words)")
    }
  }

  @Test func `a gamma is planted in the cases that have the values, and in no other`() {
    let options = OptionCases(EngineSubject.reference(version: "0").declaration)
    let values: [OptionValue] = [.elementType(.float16), .samples(1...1)]
    let fault = PlantedFault.gamma(.double, where: values, of: options)
    for (type, samples, isOff) in [
      (ElementType.float16, 1, true), (.float16, 2, false), (.float32, 1, false),
    ] {
      let shape = Shape(samples: samples, channels: 3, spatial: [9, 9])
      var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
      configuration.gammaRule = .fixed(0.02)
      var question = SubjectCase(
        DropBlockRequest(configuration, shape: shape, key: 5),
        input: TensorBits(repeating: 1, count: shape.unitCount, as: type))
      fault.question(&question)
      let expected = isOff ? GammaRule.fixed(0.04) : .fixed(0.02)
      #expect(question.request.configuration.gammaRule == expected, "\(type), \(samples)")
    }
  }

  @Test func `without a fault nothing is found`() throws {
    let subject = EngineSubject.reference(version: "0")
    let quiet = DistortedSubject(subject, PlantedFault(), key: 1)
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 2, dropProbability: 0.3),
        shape: Shape(samples: 2, channels: 3, spatial: [4, 4]), key: 5),
      input: TensorBits(repeating: 1, count: 96, as: .float32))
    #expect(try quiet.run([question]) == subject.run([question]))
  }

  @Test func `a planted share is off by what was asked for`() throws {
    let subject = EngineSubject.reference(version: "0")
    let examination = Examination(
      subject, declaration: subject.declaration, profile: .brief, key: 1,
      ledger: Ledger(accounts: 1))
    let survey = try examination.survey(examination.mainPlan)
    for error in [-0.3, 0.2] {
      let fault = try PlantedFault.share(survey, relative: error)
      var question = SubjectCase(
        DropBlockRequest(
          survey.plan.configuration, shape: Shape(samples: 1, channels: 1, spatial: [14, 14]),
          key: 0), input: TensorBits(repeating: 1, count: 196, as: .float32))
      let expected = try Survey.law(of: survey.plan, isExact: true).expectedShare
      fault.question(&question)
      var changed = survey.plan
      changed.configuration = question.request.configuration
      let share = try Survey.law(of: changed, isExact: true).expectedShare
      #expect(abs(share / expected - 1 - error) < 1e-9)
    }
  }
}
