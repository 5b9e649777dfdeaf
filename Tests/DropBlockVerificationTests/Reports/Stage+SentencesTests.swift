import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct StageSentencesTests {
  private static let half = TensorElement(0.5, as: .float64)
  private static let quarter = TensorElement(0.25, as: .float64)

  @Test(
    arguments: [
      (
        .gamma(expected: quarter, got: half),
        """
          expected 0.25 (bits 0x3fd0000000000000)
          got      0.5 (bits 0x3fe0000000000000), 2.00000 times as much
        """
      ),
      (
        .seeds(
          .init(
            grid: [1, 2, 1, 2], expected: .init([true, false, false, true]),
            got: .init([true, false, false, false]), position: 3,
            difference: .init(place: UnitPlace(3, in: [1, 2, 1, 2]), isMissing: true))),
        """
        seed grid [1, 2, 1, 2]: expected 2 seeds of 4 positions, got 1 of 4
        first difference at grid position 3: sample 0, channel 1, position (0, 1), where a seed is \
        missing
        """
      ),
      (
        .seeds(
          .init(
            grid: [1, 1, 1, 2], expected: .init([false, false]), got: .init([true, false]),
            position: 0,
            difference: .init(place: UnitPlace(0, in: [1, 1, 1, 2]), isMissing: false))),
        """
        seed grid [1, 1, 1, 2]: expected 0 seeds of 2 positions, got 1 of 2
        first difference at grid position 0: sample 0, channel 0, position (0, 0), where no seed \
        belongs
        """
      ),
      (
        .seeds(
          .init(
            grid: [1, 1, 1, 1], expected: .init([true]), got: .init([]), position: 0,
            difference: nil)),
        """
        seed grid [1, 1, 1, 1]: expected 1 seeds of 1 positions, got 0 of 0
        first difference at grid position 0
        """
      ),
      (
        .mask(
          SampleFaults.place,
          .init(map: [2], expected: [true, false], got: [false, false], unit: 0)),
        """
        first difference: sample 0, channel 1, position (1, 1)
          expected  got
          X·        o·
        """
      ),
      (.scopes(expected: 2, got: 3), "  expected 2 of them\n  got      3"),
      (
        .keptCount(.tensor, expected: 4, got: 5),
        "the whole tensor:\n  expected 4\n  got      5"
      ),
      (.keptCount(.sample(2), expected: 4, got: 5), "sample 2:\n  expected 4\n  got      5"),
      (
        .scale(.map(sample: 1, channel: 3), expected: half, got: quarter),
        """
        sample 1, channel 3:
          expected 0.5 (bits 0x3fe0000000000000)
          got      0.25 (bits 0x3fd0000000000000)
        """
      ),
      (
        .element(.forward, SampleFaults.place, given: 1, expected: SampleFaults.element, got: half),
        """
        first difference: sample 0, channel 1, position (1, 1)
          input    1.0
          expected 1.5 (bits 0x3fc00000)
          got      0.5 (bits 0x3fe0000000000000)
        """
      ),
      (
        .element(
          .backward, SampleFaults.place, given: 1, expected: SampleFaults.element, got: half),
        """
        first difference: sample 0, channel 1, position (1, 1)
          g        1.0
          expected 1.5 (bits 0x3fc00000)
          got      0.5 (bits 0x3fe0000000000000)
        """
      ),
    ] as [(Evidence.Stage, String)])
  func `where a stage leaves the reference is told`(stage: Evidence.Stage, words: String) {
    #expect(SampleFaults.message(.stage(stage)) == words)
  }
}
