import Testing

@testable import DropBlockVerification

@Suite struct FrequencySentencesTests {
  private func message(_ deviation: Evidence.Deviation, logEvidence: Double) -> String {
    let frequency = Evidence.Frequency(maps: 4096, deviation: deviation, logEvidence: logEvidence)
    return Fault(.pair, on: .survey(SampleFaults.plan), .frequency(frequency)).message
  }

  @Test(
    arguments: [
      (
        .share(expected: 0.1, got: 0.2),
        "\n4096 independent maps\n  expected share 0.1\n  got            0.2"
      ),
      (
        .position(.init(index: 4, position: [1, 1], units: 6), expected: 0.25, got: 0.5),
        """

        4096 independent maps, of 6 units the one furthest off the law
        unit 4, position (1, 1):
          expected probability 0.25
          got                  0.5
        """
      ),
      (
        .pair([0, 0], [1, 2], expected: 0.25, got: 0.5),
        """

        4096 independent maps, positions (0, 0) and (1, 2) dropped together:
          expected probability 0.25
          got                  0.5
        """
      ),
      (
        .mask(
          .init(map: [2, 2], mask: [true, false, true, true], possible: 9), expected: 0, got: 1),
        """

        4096 independent maps, of 9 possible masks the one furthest off the law:
          #·
          ##
          expected probability 0.0
          got                  1.0
        """
      ),
      (
        .partOfMap(3),
        ", 4096 maps\nthe block is as large as the map, but 3 maps were dropped in part"
      ),
      (
        .overlap(
          .init(relation: .lowKeyBit, pairs: 64, expected: 1.5, got: 3, gotOtherwise: 1.25)),
        """

        64 pairs of maps: keys that differ in a low bit
          expected units dropped in both, per pair 1.5
          got                                      3.0
          the same maps paired otherwise have       1.25
        """
      ),
      (
        .overlap(.init(relation: .diagonal, pairs: 1, expected: 1, got: 2, gotOtherwise: nil)),
        """

        1 pairs of maps: channels and samples swapped
          expected units dropped in both, per pair 1.0
          got                                      2.0
        """
      ),
    ] as [(Evidence.Deviation, String)])
  func `what is off the law is told, and how sure that is`(
    deviation: Evidence.Deviation, words: String
  ) {
    let heading = "map 2×3, block 2, p 0.25, sparse"
    #expect(
      message(deviation, logEvidence: 23.025850929940457)
        == heading + words
        + "\na correct subject ever shows this much evidence with probability 10^-10.0 at most")
    #expect(
      message(deviation, logEvidence: .infinity)
        == heading + words + "\na correct subject never shows this")
  }
}
