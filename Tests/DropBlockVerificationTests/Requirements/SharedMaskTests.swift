import DropBlockContract
import Testing

@testable import DropBlockVerification

struct SharedMaskTests {
  /// A case with 2 samples and 3 channels of 4 units, and the masks of its maps as bits.
  private func fault(_ sharing: MaskSharing, _ masks: [Int]) throws -> Fault? {
    var configuration = DropBlockConfiguration(blockSize: .uniform(1), dropProbability: 0.5)
    configuration.sharing = sharing
    let shape = Shape(samples: 2, channels: 3, spatial: [4])
    let question = SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: 1),
      input: TensorBits(repeating: 1, count: shape.unitCount, as: .float32))
    let output = TensorBits(
      masks.flatMap { mask in (0..<4).map { mask >> $0 & 1 == 1 ? Float(0) : 2 } })
    return CaseFaults.sharing(try Reading(question, SubjectResult(output: output)))
  }

  @Test(
    arguments: [
      ([], [1, 2, 3, 4, 5, 6], true), (.channels, [5, 5, 5, 6, 6, 6], true),
      (.channels, [5, 5, 5, 6, 6, 2], false), (.samples, [1, 2, 3, 1, 2, 3], true),
      (.samples, [1, 2, 3, 1, 2, 7], false), ([.channels, .samples], [9, 9, 9, 9, 9, 9], true),
      ([.channels, .samples], [9, 9, 9, 8, 8, 8], false),
    ] as [(MaskSharing, [Int], Bool)])
  func `maps that are to share a mask have one, in every case`(
    sharing: MaskSharing, masks: [Int], holds: Bool
  ) throws {
    let fault = try fault(sharing, masks)
    #expect((fault == nil) == holds)
    #expect(fault?.headline == (holds ? nil : "maps that are to have one mask differ"))
  }

  @Test func `both places are told`() throws {
    let words = try #require(try fault(.channels, [5, 5, 5, 6, 6, 2])).message
    #expect(words.contains("sample 1, channel 2, position (2) is kept"), "\(words)")
    #expect(words.contains("sample 1, channel 0, position (2) is not"), "\(words)")
  }

  @Test(arguments: [2, 4, 16])
  func `channels that have one mask in groups are not said to have one all`(group: Int) throws {
    let box = BlackBox(.none)
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      cases.map { question in
        guard case .result(var result) = box.run([question])[0] else {
          return box.run([question])[0]
        }
        let (shape, output) = (question.request.shape, result.output)
        result.output = TensorBits(
          (0..<output.count).map { unit in
            let (map, rest) = unit.quotientAndRemainder(dividingBy: shape.unitsPerMap)
            let channel = map % shape.channels
            return output[(map - channel % group) * shape.unitsPerMap + rest] == 0 ? 0 : 2
          }, as: output.elementType)
        return .result(result)
      }
    }
    subject.declaration.capabilities = [.keyed]
    let run = VerificationRun(
      subject, by: Requirement.all.filter { $0.id == .maskSharing }, profile: .brief, key: 3)
    let causes = try run.run { _ in }.explanation.causes
    #expect(causes.count == 1)
    guard case .someMasksAreShared(let axes)? = causes.first?.faults.first else {
      Issue.record("\(causes.map(\.sentence))")
      return
    }
    #expect(axes.contains(.firstChannels) && !axes.contains(.sixteenthChannels))
    #expect(axes.contains(.secondChannels) == (group > 2))
  }
}
