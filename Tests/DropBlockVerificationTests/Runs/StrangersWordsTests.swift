import DropBlockContract
import Testing

@testable import DropBlockVerification

/// What is said of faults that no catalogue has, each of which was once told falsely.
struct StrangersWordsTests {
  /// The causes that a run finds in a black box whose questions and answers are changed.
  private func causes(
    _ ids: [RequirementID], profile: VerificationProfile = .brief,
    ask: @escaping (_ call: Int, inout SubjectCase) -> Void = { _, _ in },
    becomes change: ((Double) -> Double)? = nil
  ) throws -> [Cause] {
    var calls = 0
    let box = BlackBox(.none)
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      cases.map { question in
        calls += 1
        var changed = question
        ask(calls, &changed)
        guard case .result(var result) = box.run([changed])[0] else { return box.run([changed])[0] }
        if let change, question.request.mode == .training {
          let output = result.output
          result.output = TensorBits(
            (0..<output.count).map { change(output[$0]) }, as: output.elementType)
        }
        return .result(result)
      }
    }
    subject.declaration.capabilities = [.keyed]
    let run = VerificationRun(
      subject, by: Requirement.all.filter { ids.contains($0.id) }, profile: profile, key: 1)
    return try run.run { _ in }.explanation.causes
  }

  @Test func `what changes within the first calls is seen, though identities are judged first`()
    throws
  {
    let causes = try causes([.identityInference, .identityZero, .stateLater]) { call, question in
      question.request.configuration.dropProbability *= min(1, Double(call) / 200)
    }
    #expect(causes.map(\.requirements) == [[.stateLater]])
  }

  @Test func `dropped units that become another number are not said to be kept`() throws {
    let causes = try causes([.values, .rateShare], becomes: { $0 == 0 ? 0.75 : $0 })
    let first = try #require(causes.first)
    #expect(first.faults == [.noOutputIsZero])
    #expect(first.sentence.hasPrefix("no output is 0, and outputs have no factor in common"))
    #expect(first.id == KnownFault.nothingIsDropped.id)
  }

  @Test func `where nothing is dropped, and kept units are scaled, it is said so`() throws {
    let causes = try causes(
      [.values, .rateShare], ask: { _, question in question.request.mode = .inference },
      becomes: { $0 * 1.25 })
    #expect(causes.contains { $0.faults == [.nothingIsDropped] }, "\(causes.map(\.sentence))")
  }

  @Test func `an infinite unit that is replaced is told, and not the scale`() throws {
    let causes = try causes(
      [.values], becomes: { max(min($0, 3.4028234663852886e38), -3.4028234663852886e38) })
    let first = try #require(causes.first)
    #expect(first.sentence.hasPrefix("a kept unit of input "), "\(first.sentence)")
    #expect(first.advice?.contains("nan_to_num") == true)
  }

  @Test func `a least gamma is not said to be a multiple of every gamma`() throws {
    let causes = try causes([.rateShare, .rateMasks, .blockOne]) { _, question in
      guard question.request.mode == .training,
        let gamma = RateRule.asked.gamma(
          question.request.configuration, question.request.shape.spatial), gamma > 0
      else { return }
      question.request.configuration.gammaRule = .fixed(max(gamma, 0.01))
    }
    let first = try #require(causes.first)
    let isGamma = first.faults.contains(where: \.isGamma)
    #expect(isGamma, "\(causes.map(\.sentence))")
    #expect(first.isElsewhereRefuted)
    #expect(first.sentence.hasSuffix("but not wherever was looked"), "\(first.sentence)")
  }

  @Test func `that p is 1 is no place, where one call is proof only there`() throws {
    let causes = try causes([.blockClipped], profile: .quick) { _, question in
      let map = question.request.shape.spatial
      guard question.request.mode == .training,
        let sides = try? question.request.configuration.blockSize.sides(rank: map.count)
      else { return }
      // Gamma by the least side along every axis.
      let least = zip(sides, map).map { min($0, $1) }.min() ?? 1
      var other = question.request.configuration
      other.blockSize = .uniform(least)
      guard let gamma = RateRule.asked.gamma(other, map) else { return }
      question.request.configuration.gammaRule = .fixed(gamma)
    }
    let first = try #require(causes.first)
    #expect(!first.sentence.contains("p 1"), "\(first.sentence)")
  }

  @Test func `a mask that no seeds give stands before a unit that is kept where gamma is 1`()
    throws
  {
    let causes = try causes([.maskBlocks, .rateOptions], profile: .quick) { _, question in
      guard question.request.mode == .training, question.request.key >> 7 & 1 == 0,
        let sides = try? question.request.configuration.blockSize.sides(
          rank: question.request.shape.spatial.count)
      else { return }
      question.request.configuration.blockSize = .perAxis(sides.map { max($0 - 1, 1) })
    }
    #expect(causes.map(\.requirements.first) == [.maskBlocks], "\(causes.map(\.sentence))")
    #expect(causes.first?.following == [.rateOptions], "\(causes.map(\.sentence))")
  }

  /// Of the last relation one key alone may come upon the distance by chance.
  @Test(
    arguments: [Relation.neighbouringChannels, .neighbouringSamples].map { ($0, 1) }
      + (1...6).map { (.distantSamples, $0) })
  func `u for one map and 1 − u for another is seen, though it has less in common and not more`(
    relation: Relation, key: UInt64
  ) throws {
    let box = BlackBox(.none)
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      cases.map { question in
        guard case .result(var result) = box.run([question])[0],
          question.request.configuration.blockSize == .uniform(5)
        else { return box.run([question])[0] }
        let (shape, output) = (question.request.shape, result.output)
        // How many maps before a map lies the one whose complement it is.
        func distance(_ map: Int) -> Int? {
          let (sample, channel) = map.quotientAndRemainder(dividingBy: shape.channels)
          return switch relation {
          case .neighbouringChannels: channel % 2 == 1 ? 1 : nil
          case .neighbouringSamples: sample % 2 == 1 ? shape.channels : nil
          default: sample >= shape.samples / 2 ? shape.samples / 2 * shape.channels : nil
          }
        }
        result.output = TensorBits(
          (0..<output.count).map { unit in
            guard let maps = distance(unit / shape.unitsPerMap) else { return output[unit] }
            return output[unit - maps * shape.unitsPerMap] == 0 ? 2 : 0
          }, as: output.elementType)
        return .result(result)
      }
    }
    subject.declaration.capabilities = [.keyed]
    let id: RequirementID =
      relation == .neighbouringChannels ? .independenceChannels : .independenceSamples
    let run = VerificationRun(
      subject, by: Requirement.all.filter { $0.id == id }, profile: .quick, key: key)
    let causes = try run.run { _ in }.explanation.causes
    #expect(causes.first?.faults == [.lessInCommon(relation)])
  }

  @Test func `who fails in the first call alone is not said to hold`() throws {
    var calls = 0
    let box = BlackBox(.none)
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      calls += 1
      if calls == 1 { throw SubjectFailure(.died("signal 11")) }
      return box.run(cases)
    }
    subject.declaration.capabilities = [.keyed]
    let run = VerificationRun(
      subject, by: Requirement.all.filter { [.identityZero, .stateLater].contains($0.id) },
      profile: .brief, key: 1)
    let summary = try run.run { _ in }
    #expect(summary.requirements("holds") == [.identityZero])
    #expect(summary.requirements("failed") == [.stateLater])
  }

  @Test func `a gradient that is 0 throughout is no factor`() throws {
    let reference = EngineSubject.reference(version: "0")
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      reference.run(cases).map { answer in
        guard case .result(var result) = answer, let gradient = result.inputGradient else {
          return answer
        }
        result.inputGradient = TensorBits(
          repeating: 0, count: gradient.count, as: gradient.elementType)
        return .result(result)
      }
    }
    subject.declaration.capabilities = [.keyed, .backward]
    let run = VerificationRun(
      subject, by: Requirement.all.filter { [.backwardMask, .backwardValues].contains($0.id) },
      profile: .quick, key: 1)
    let causes = try run.run { _ in }.explanation.causes
    #expect(causes.count == 1 && !causes[0].isOfFactor, "\(causes.map(\.sentence))")
    #expect(causes[0].faults.isEmpty)
  }
}
