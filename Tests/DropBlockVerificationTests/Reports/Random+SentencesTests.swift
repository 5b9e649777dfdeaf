import Testing

@testable import DropBlockVerification

@Suite struct RandomSentencesTests {
  @Test(
    arguments: [
      (.wordsDrawn(2), "2 random words were drawn"),
      (
        .stateMoved,
        "with this identity between two calls the second drops other units than without: the "
          + "random state was moved"
      ),
      (
        .otherAnswer(unit: 3, first: TensorElement(0, as: .float32), second: SampleFaults.element),
        "the same request gave 0.0 (bits 0x00000000) and then 1.5 (bits 0x3fc00000) at unit 3"
      ),
      (
        .part(cut: 1, SampleFaults.place, isDroppedInPart: true, isDroppedInWhole: false),
        "cut before sample 1: sample 0, channel 1, position (1, 1) is dropped in the part, kept in "
          + "the whole"
      ),
      (
        .partCounts(whole: [4, 5], parts: 10),
        "kept counts [4, 5] of the whole, 10 of the parts"
      ),
      (.threads(8), "8 threads give another output than 1 thread"),
      (
        .word(.init(index: 1, word: 0xE169_C58D, threshold: 9, isSeed: false, isDropped: true)),
        "word 1 of counter 0 under key 0 is 0xe169c58d, so with gamma 9 / 2³² position 1 is not a "
          + "seed; it was dropped"
      ),
      (
        .word(.init(index: 0, word: 1, threshold: 2, isSeed: true, isDropped: false)),
        "word 0 of counter 0 under key 0 is 0x1, so with gamma 2 / 2³² position 0 is a seed; it was "
          + "not dropped"
      ),
      (
        .goldenMask(expected: "0f", got: "0e"),
        "mask, one bit per unit, first unit highest:\n  expected 0f\n  got      0e"
      ),
      (
        .farPosition(SampleFaults.place, isDropped: false, isExpectedDropped: true, bits: 34),
        "sample 0, channel 1, position (1, 1) is kept, and in the reference dropped: grid positions "
          + "are beyond 2^34 there"
      ),
    ] as [(Evidence.Random, String)])
  func `what is wrong with the random stream is told`(random: Evidence.Random, words: String) {
    #expect(SampleFaults.message(.random(random)) == words)
  }
}
