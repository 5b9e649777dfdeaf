import DropBlockContract
import Testing

@Suite struct DropBlockStagesTests {
  @Test func `each stage is held under its own name`() {
    let stages = DropBlockStages(
      gamma: 0.25, seedGrid: [1, 1, 2], seeds: [true, false], mask: [true, true, false],
      keptCounts: [1], scales: [3], randomWords: 4)
    #expect(stages.gamma == 0.25)
    #expect(stages.seedGrid == [1, 1, 2])
    #expect(stages.seeds == [true, false])
    #expect(stages.mask == [true, true, false])
    #expect(stages.keptCounts == [1])
    #expect(stages.scales == [3])
    #expect(stages.randomWords == 4)
    let kept = Kept(counts: [1], scales: [3])
    #expect(kept.counts == stages.keptCounts && kept.scales == stages.scales)
  }
}
