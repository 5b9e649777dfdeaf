import DropBlockContract
import Testing

@testable import DropBlockVerification

/// What a subject does with some of its cases.
private enum Alteration: Sendable {
  case nothing, everything, oneKept
  case gamma(Double)
}

/// A correct subject with a stream of its own, but for the cases that a closure picks.
private final class AlteredSubject: Subject {
  private let subject: any Subject
  private let alteration: @Sendable (SubjectCase) -> Alteration?
  let declaration: SubjectDeclaration

  init(_ alteration: @escaping @Sendable (SubjectCase) -> Alteration?) throws {
    subject = try #require(Variant.named("binomial")).subject(version: "0")
    declaration = subject.declaration
    self.alteration = alteration
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    var answers: [SubjectAnswer] = []
    for question in cases {
      switch alteration(question) {
      case .nothing: answers.append(.result(SubjectResult(output: question.input)))
      case .everything:
        answers.append(
          .result(
            SubjectResult(
              output: TensorBits(
                repeating: 0, count: question.input.count, as: question.input.elementType))))
      case .oneKept:
        let answer = try subject.run([question])[0]
        guard case .result(var result) = answer, result.output[0] == 0 else {
          answers.append(answer)
          continue
        }
        var values = (0..<result.output.count).map { result.output[$0] }
        values[0] = 1
        result.output = TensorBits(values, as: result.output.elementType)
        answers.append(.result(result))
      case .gamma(let factor):
        var altered = question
        altered.request.configuration.gammaFactor *= factor
        answers += try subject.run([altered])
      case nil: answers += try subject.run([question])
      }
    }
    return answers
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try subject.values(schedule)
  }
}

@Suite struct ExaminationOptionsTests {
  private func found(
    _ profile: VerificationProfile, key: UInt64,
    _ alteration: @escaping @Sendable (SubjectCase) -> Alteration?
  ) throws -> Evidence.Options? {
    let verdict = try VerificationRun(
      try AlteredSubject(alteration), by: Requirement.selected("rate.options"), profile: profile,
      key: key
    ).run().verdicts[0]
    guard case .violated(let violation) = verdict.outcome,
      case .options(let options) = violation.faults[0].evidence
    else { return nil }
    return options
  }

  /// Two faults each, of which one is named and the other may have been seen first.
  private static let twofold: [@Sendable (SubjectCase) -> Alteration?] = [
    {
      $0.input.elementType == .float16 || $0.request.shape.samples == 1 ? .nothing : nil
    },
    {
      $0.request.configuration.dropProbability < 0.01
        ? .nothing
        : (0.5..<1).contains($0.request.configuration.dropProbability) ? .everything : nil
    },
    {
      $0.request.shape.unitsPerMap >= 4096
        ? .nothing : $0.request.shape.channels == 1 ? .gamma(0.5) : nil
    },
  ]

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `the case that is shown has the values that are named`(key: UInt64) throws {
    for alteration in Self.twofold {
      let subject = try AlteredSubject(alteration)
      let verdict = try VerificationRun(
        subject, by: Requirement.selected("rate.options"), profile: .quick, key: key
      ).run().verdicts[0]
      guard case .violated(let violation) = verdict.outcome,
        case .options(let options) = violation.faults[0].evidence
      else {
        Issue.record("\(verdict)")
        continue
      }
      let question = try #require(violation.faults[0].question)
      let cases = OptionCases(subject.declaration)
      let shown = OptionValue.KeyPattern.allCases.map { cases.values(of: question, keys: $0) }
      #expect(
        shown.contains { Set($0).isSuperset(of: options.values) }, "\(violation.message)")
    }
  }

  @Test func `what was not judged is named`() throws {
    let subject = try #require(Variant.named("binomial")).subject(version: "0")
    let refusing = AnswerSubject { questions throws(SubjectFailure) in
      try questions.map { question throws(SubjectFailure) in
        question.request.configuration.dropProbability == 1
          ? .refused("p is 1") : try subject.run([question])[0]
      }
    }
    refusing.declaration = subject.declaration
    let summary = try VerificationRun(
      refusing, by: Requirement.selected("rate.options"), profile: .quick, key: 1
    ).run()
    let sum = TerminalReport.sum(summary)
    #expect(sum.contains(", not ") && sum.contains("p 1"), "\(sum)")
  }

  private typealias Fault = (
    name: String, values: [OptionValue], departure: Evidence.Departure,
    alteration: @Sendable (SubjectCase) -> Alteration?
  )

  /// Faults that no other statistical requirement looks at.
  private static let single: [Fault] = [
    (
      "never in float16", [.elementType(.float16)], .nothing,
      { $0.input.elementType == .float16 ? .nothing : nil }
    ),
    (
      "twice the gamma in float64", [.elementType(.float64)], .double,
      { $0.input.elementType == .float64 ? .gamma(2) : nil }
    ),
    (
      "never with one sample", [.samples(1...1)], .nothing,
      { $0.request.shape.samples == 1 ? .nothing : nil }
    ),
    (
      "half the gamma with one channel", [.channels(1...1)], .half,
      { $0.request.shape.channels == 1 ? .gamma(0.5) : nil }
    ),
    (
      "never on large maps", [.units(4096...65_536)], .nothing,
      { $0.request.shape.unitsPerMap >= 4096 ? .nothing : nil }
    ),
    (
      "everything for p of 0.5 and more", [.dropProbability(.belowOne)], .everything,
      { (0.5..<1).contains($0.request.configuration.dropProbability) ? .everything : nil }
    ),
    (
      "nothing for small p", [.dropProbability(.belowHundredth)], .nothing,
      { $0.request.configuration.dropProbability < 0.01 ? .nothing : nil }
    ),
    (
      "half the gamma for unequal sides", [.block(.unequal)], .half,
      {
        if case .perAxis(let sides) = $0.request.configuration.blockSize, Set(sides).count > 1 {
          .gamma(0.5)
        } else {
          nil
        }
      }
    ),
  ]

  @Test func `a fault at one value of an option is found in quick, and named`() throws {
    for fault in Self.single {
      for key in 1...2 as ClosedRange<UInt64> {
        let options = try found(.quick, key: key, fault.alteration)
        #expect(options != nil, "\(fault.name), key \(key)")
        guard let options else { continue }
        #expect(
          options.departure == fault.departure && options.values == fault.values,
          "\(fault.name), key \(key): \(options.values.map(\.words)) \(options.departure)")
      }
    }
  }

  @Test func `what can't be is told as that`() throws {
    // One unit stays where all are to be dropped: no share says how.
    let kept = try #require(
      try found(.quick, key: 1) { $0.request.configuration.dropProbability == 1 ? .oneKept : nil })
    #expect(kept.values.isEmpty && kept.departure == .impossible)
    #expect(kept.words.hasPrefix("units are kept where gamma is 1"), "\(kept.words)")
    #expect(kept.impossibleCalls > 0 && kept.impossibleCalls <= kept.certainCalls)
  }

  @Test func `a fault at two values at once is found in ci, and both are named`() throws {
    let faults: [Fault] = [
      (
        "never in float16 with one sample", [.elementType(.float16), .samples(1...1)], .nothing,
        { $0.input.elementType == .float16 && $0.request.shape.samples == 1 ? .nothing : nil }
      ),
      (
        "never on large maps of bfloat16", [.elementType(.bfloat16), .units(784...4095)], .nothing,
        {
          $0.input.elementType == .bfloat16 && (784...4095).contains($0.request.shape.unitsPerMap)
            ? .nothing : nil
        }
      ),
    ]
    for fault in faults {
      for key in [1] as [UInt64] {
        let options = try #require(
          try found(.ci, key: key, fault.alteration), "\(fault.name) \(key)")
        #expect(
          options.departure == fault.departure && Set(options.values) == Set(fault.values),
          "\(fault.name), key \(key): \(options.values.map(\.words)) \(options.departure)")
      }
    }
  }

  /// A correct subject, but NaN throughout where nothing is kept, or for some cases.
  private func undefined(
    _ key: UInt64, _ profile: VerificationProfile = .quick,
    _ isUndefined: @escaping @Sendable (SubjectCase, TensorBits) -> Bool
  ) throws -> Verdict {
    let subject = try #require(Variant.named("binomial")).subject(version: "0")
    let altered = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      var answers = try subject.run(cases)
      for (index, question) in cases.enumerated() {
        guard case .result(var result) = answers[index], isUndefined(question, result.output)
        else { continue }
        result.output = TensorBits(
          repeating: .nan, count: result.output.count, as: result.output.elementType)
        answers[index] = .result(result)
      }
      return answers
    }
    altered.declaration = subject.declaration
    return try VerificationRun(
      altered, by: Requirement.selected("rate.options"), profile: profile, key: key
    ).run().verdicts[0]
  }

  @Test(arguments: [VerificationProfile.quick, .ci])
  func `NaN where nothing is kept is no wrong rate`(profile: VerificationProfile) throws {
    let verdict = try undefined(1, profile) { _, output in
      (0..<output.count).allSatisfy { output[$0] == 0 }
    }
    #expect(verdict.outcome.isHolding, "\(verdict)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `a correct subject is quiet, whatever the key`(key: UInt64) throws {
    #expect(try found(.quick, key: key) { _ in nil } == nil)
  }
}
