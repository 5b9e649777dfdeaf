import DropBlockContract
import Testing

@testable import DropBlockVerification

/// A correct subject with a stream of its own, but for what a closure does to its outputs.
private func subject(
  _ change: @escaping @Sendable (SubjectCase, TensorBits) -> TensorBits
) throws -> AnswerSubject {
  let own = try #require(Variant.named("binomial")).subject(version: "0")
  let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
    zip(cases, try own.run(cases)).map { question, answer in
      guard case .result(var result) = answer else { return answer }
      result.output = change(question, result.output)
      return .result(result)
    }
  }
  subject.declaration = own.declaration
  subject.declaration.sharings = [[], .channels]
  subject.declaration.ranks = [2, 1, 3]
  return subject
}

@Suite struct RequirementCountsTests {
  private func outcome(
    _ subject: any Subject, _ id: RequirementID, beyondSingle: Bool = false, key: UInt64 = 1
  ) throws -> Verdict.Outcome {
    var profile = VerificationProfile.brief
    profile.countsBeyondFloat = beyondSingle
    return try VerificationRun(
      subject, by: Requirement.selected(id), profile: profile, key: key
    ).run().verdicts[0].outcome
  }

  private func fault(
    _ subject: any Subject, _ id: RequirementID, beyondSingle: Bool = false, key: UInt64 = 1
  ) throws -> Fault? {
    guard
      case .violated(let violation) = try outcome(subject, id, beyondSingle: beyondSingle, key: key)
    else { return nil }
    return violation.faults[0]
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a correct subject with a stream of its own is quiet`(key: UInt64) throws {
    let subject = try subject { $1 }
    for id in ["scale.nothing-kept", "scale.few-kept"] as [RequirementID] {
      #expect(try fault(subject, id, key: key) == nil)
    }
    #expect(try fault(subject, "scale.large-count", beyondSingle: key == 1, key: key) == nil)
  }

  /// Kept units are NaN where a half-precision count of them is infinite.
  private func undefined(
    where applies: @escaping @Sendable (DropBlockRequest) -> Bool
  ) throws -> AnswerSubject {
    try subject { question, output in
      guard question.input.elementType == .float16, output.count > 65_504,
        applies(question.request)
      else { return output }
      return output.replacing { output.bitPattern(at: $0) == 0 ? nil : 0x7E00 }
    }
  }

  @Test func `NaN for large counts is found in volumes alone, and under shared masks alone`()
    throws
  {
    for subject in [
      try undefined { $0.shape.rank == 3 },
      try undefined { $0.configuration.sharing.contains(.channels) },
    ] {
      let found = try #require(try fault(subject, "scale.large-count"))
      guard case .answer(.largeCount(let count)) = found.evidence,
        case .undefinedWhereKept(let kept) = count.output
      else {
        Issue.record("\(found)")
        continue
      }
      #expect(kept > 65_504 && kept < count.unitsOfScope && count.type == .float16)
    }
  }

  @Test func `a count that stops at 2²⁴ is found, and named, where so many are kept`() throws {
    let stops = try subject { question, output in
      guard output.count > 1 << 24 else { return output }
      let factor = Float(Double(output.count) / 0x1p24)
      return output.replacing {
        output.bitPattern(at: $0) == 0 ? nil : UInt64(factor.bitPattern)
      }
    }
    #expect(try fault(stops, "scale.large-count") == nil)
    let found = try #require(try fault(stops, "scale.large-count", beyondSingle: true))
    guard case .values(.factor(let factor)) = found.evidence else {
      Issue.record("\(found)")
      return
    }
    #expect(factor.kept > 1 << 24 && factor.got.contains(Double(factor.scope.count) / 0x1p24))
  }

  @Test func `a kept unit unlike the others is found in a large tensor`() throws {
    let odd = try subject { _, output in
      guard output.count > 65_504 else { return output }
      let last = (0..<output.count).last { output.bitPattern(at: $0) != 0 }
      return output.replacing { $0 == last ? output.bitPattern(at: $0) ^ 1 : nil }
    }
    let found = try #require(try fault(odd, "scale.large-count"))
    guard case .values(.noCommonFactor) = found.evidence else {
      Issue.record("\(found)")
      return
    }
  }

  @Test func `a subject that keeps too few is undecided, and one that keeps none is red`() throws {
    let few = try subject { _, output in
      guard output.count > 65_504 else { return output }
      return TensorBits(repeating: 0, count: output.count, as: output.elementType).replacing {
        $0 % 2 == 0 ? TensorBits([2], as: output.elementType).bitPattern(at: 0) : nil
      }
    }
    guard case .inconclusive(.tooFewKept(let kept, 65_504)) = try outcome(few, "scale.large-count")
    else {
      Issue.record("\(try outcome(few, "scale.large-count"))")
      return
    }
    #expect(kept > 0 && kept < 65_504)
    let none = try subject { _, output in
      TensorBits(repeating: 0, count: output.count, as: output.elementType)
    }
    let found = try #require(try fault(none, "scale.large-count"))
    guard case .answer(.largeCount(let count)) = found.evidence, count.output == .zeros else {
      Issue.record("\(found)")
      return
    }
  }

  @Test func `one unit that is left at p of 1 is found in every format`() throws {
    for type in ElementType.allCases {
      let left = try subject { question, output in
        guard question.request.configuration.dropProbability == 1,
          question.input.elementType == type
        else { return output }
        return output.replacing { $0 == 0 ? question.input.bitPattern(at: 0) : nil }
      }
      let found = try #require(try fault(left, "scale.nothing-kept"))
      guard case .masks(.keptAtGammaOne(_, let element)) = found.evidence else {
        Issue.record("\(found)")
        continue
      }
      #expect(element.type == type)
    }
  }

  @Test func `a wrong factor for one kept unit alone is found, and for one unit in all`() throws {
    let alone = try subject { question, output in
      let kept = output.keptValues(in: 0..<output.count)
      guard kept.kept == 1, output.count > 1, let only = kept.first else { return output }
      return output.replacing { $0 == only ? question.input.bitPattern(at: only) : nil }
    }
    let single = try subject { _, output in
      guard output.count == 1, output[0] != 0 else { return output }
      return TensorBits([output[0] * 2], as: output.elementType)
    }
    for subject in [alone, single] {
      let found = try #require(try fault(subject, "scale.few-kept"))
      guard case .values(.multiple) = found.evidence else {
        Issue.record("\(found)")
        continue
      }
    }
  }

  @Test func `kept values are told from zeros of both signs, and from each other`() {
    let tensor = TensorBits([0, 2, -0.0, 2, 3, 2] as [Float])
    #expect(tensor.keptValues(in: 0..<4) == KeptValues(kept: 2, first: 1, other: nil))
    #expect(tensor.keptValues(in: 2..<6) == KeptValues(kept: 3, first: 3, other: 4))
    #expect(tensor.keptValues(in: 2..<3) == KeptValues())
  }
}
