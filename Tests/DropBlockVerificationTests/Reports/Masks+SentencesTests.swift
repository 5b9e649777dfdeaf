import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct MasksSentencesTests {
  @Test(
    arguments: [
      (
        .stray(
          SampleFaults.place,
          .init(map: [2, 3], mask: [false, false, false, false, true, false], unit: 4)),
        """
        dropped, but in no wholly dropped block: sample 0, channel 1, position (1, 1)
          ···
          ·X·
        """
      ),
      (
        .revealed(SampleFaults.place, isDropped: true, output: 1.5),
        "sample 0, channel 1, position (1, 1): revealed as dropped, but the output is 1.5"
      ),
      (
        .kept(SampleFaults.place),
        "p is 1 and the block covers the map, but sample 0, channel 1, position (1, 1) was kept"
      ),
      (
        .keptAtGammaOne(SampleFaults.place, output: SampleFaults.element),
        "sample 0, channel 1, position (1, 1): gamma is 1, so that every unit is dropped, but the "
          + "output is 1.5 (bits 0x3fc00000)"
      ),
      (
        .neverSeeded(
          .init(
            map: [6, 5], block: 3, grid: .whole(.corner), gamma: 0.0625, maps: 2176, position: 11,
            positions: 12, units: [17, 18], seen: 10)),
        """
        map 6×5, block 3, grid whole.corner, gamma 0.0625
        in 2176 maps no block was ever dropped whole at grid position 11 of 12 (units [17, 18])
        positions seen: 10 of 12
        """
      ),
      (
        .neverAlone(
          .init(
            map: [3, 4], block: 2, grid: .valid, gamma: 0.125, maps: 896, position: 4,
            positions: 6, units: [5, 6, 9, 10], seen: 0),
          least: (0..<12).map { $0 % 4 > 0 }),
        """
        map 3×4, block 2, grid valid, gamma 0.125
        in 896 maps the block at grid position 4 of 6 was never dropped alone; the least that was \
        dropped with it:
          ·###
          ·X##
          ·###
        positions whose block was seen alone: 0 of 6
        """
      ),
      (sharing(isDeclaredSame: true), "the same, but they differ"),
      (sharing(isDeclaredSame: false), "independent, but they are always the same"),
    ] as [(Evidence.Masks, String)])
  func `what is wrong with a mask is told`(masks: Evidence.Masks, words: String) {
    let heading =
      """
      2 samples × 3 channels × map 6×6, block 3, p 0.3, 40 keys
      masks over samples 0 and 1 of a channel are declared\u{20}
      """
    let isSharing = if case .sharing = masks { true } else { false }
    #expect(SampleFaults.message(.masks(masks)) == (isSharing ? heading : "") + words)
  }

  private static func sharing(isDeclaredSame: Bool) -> Evidence.Masks {
    .sharing(
      .init(
        shape: Shape(samples: 2, channels: 3, spatial: [6, 6]), block: 3, dropProbability: 0.3,
        keys: 40, axes: .firstSamples, isDeclaredSame: isDeclaredSame))
  }
}
