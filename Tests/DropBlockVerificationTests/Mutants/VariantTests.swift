import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct VariantTests {
  @Test func `there are at least six variants, each with a name and a sentence`() {
    let names = Variant.all.map(\.name)
    #expect(names.count >= 6 && Set(names).count == names.count)
    for variant in Variant.all {
      #expect(variant.reason.hasSuffix(".") && !variant.reason.contains("\n"), "\(variant.name)")
      #expect(Variant.named(variant.name)?.reason == variant.reason)
      let declaration = variant.subject(version: "0").declaration
      #expect(declaration.name == "variant:\(variant.name)" && declaration.samplers.isEmpty)
    }
    #expect(Variant.named("none") == nil)
  }

  @Test(arguments: Variant.all.map(\.name), [1, 2] as [UInt64])
  func `the suite is green on a variant, whatever the key`(name: String, key: UInt64) throws {
    let variant = try #require(Variant.named(name))
    let result = Trial(.variant(variant), profile: .brief, key: key).run(version: "0")
    #expect(result.violated.isEmpty && result.undecided.isEmpty, "\(result)")
    #expect(result.isAsItShould && result.cases > 0 && result.maps > 0)
  }

  @Test(arguments: Variant.all.map(\.name))
  func `a variant's seeds are not those of the normative stream`(name: String) throws {
    let variant = try #require(Variant.named(name))
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 3, dropProbability: 0.3),
        shape: .nchw(2, 3, 8, 8), key: 5),
      input: TensorBits(repeating: 1, count: 2 * 3 * 64, as: .float32))
    guard case .result(let result) = try variant.subject(version: "0").run([question])[0] else {
      Issue.record("no result")
      return
    }
    let mask = try Reading(question, result).mask
    #expect(mask.contains(true))
    #expect(try mask != ReferenceEngine().stages(question.request).mask)
  }

  @Test func `a stream that goes on gives another mask, and starts anew with a key`() throws {
    let subject = try #require(Variant.named("continuing")).subject(version: "0")
    var question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 3, dropProbability: 0.3),
        shape: .nchw(2, 3, 8, 8), key: 5),
      input: TensorBits(repeating: 1, count: 2 * 3 * 64, as: .float32))
    let keyed = question
    question.continues = true
    var inference = question
    inference.request.mode = .inference
    let answers = try subject.run([keyed, question, question, keyed, inference, question])
    #expect(Set(answers[0...2]).count == 3)
    #expect(answers[3] == answers[0])
    // What draws nothing leaves the stream as it is.
    #expect(answers[5] == answers[1])
  }
}
