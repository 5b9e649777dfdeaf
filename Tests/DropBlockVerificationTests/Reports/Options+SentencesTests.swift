import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct OptionsSentencesTests {
  @Test(
    arguments: [
      ([], "option values judged: 64 of 64"),
      ([[.dropProbability(.one)]], "option values judged: 63 of 64, not p 1"),
      (
        [
          [.dropProbability(.one)], [.elementType(.float16)], [.block(.whole)], [.rank(1)],
          [.inPlace(true)],
        ],
        "option values judged: 59 of 64, not p 1, float16, blocks as large as the map and 2 more"
      ),
    ] as [([[OptionValue]], String)])
  func `what was not judged is named, a few of many`(unjudged: [[OptionValue]], words: String) {
    let coverage = OptionCoverage(
      depth: .values, judged: 64 - unjudged.count, declared: 64, unjudged: unjudged)
    #expect(coverage.words == words)
  }

  @Test func `of a pair both values are named`() {
    let coverage = OptionCoverage(
      depth: .pairs, judged: 1_907, declared: 1_908,
      unjudged: [[.dropProbability(.one), .elementType(.float16)]])
    #expect(coverage.words == "pairs of option values judged: 1,907 of 1,908, not p 1 with float16")
  }

  @Test(arguments: [
    (5, "the output was NaN throughout, which counts as dropped, in 5 of 6 calls of float16"),
    (2, "every output was 0 in 6 calls of float16"),
  ])
  func `an output that is no number is not called dropped`(undefined: Int, words: String) {
    let options = Evidence.Options(
      values: [.elementType(.float16)], departure: .everything, calls: 6, maps: 9,
      expectedBlocks: 3, expectedShare: 0.1, share: 1, certainCalls: 0, impossibleCalls: 0,
      undefinedCalls: undefined, logEvidence: 40)
    #expect(options.heading == words)
    #expect(options.faults.isEmpty == (undefined > 3))
  }
}
