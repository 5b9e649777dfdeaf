import Testing

@testable import DropBlockVerification

@Suite struct FaultSiteTests {
  @Test(
    arguments: [
      (.outputSize, "output size"), (.gradientSize, "gradient size"), (.maskSize, "mask size"),
      (.refused, "refused"), (.notRefused, "not refused"), (.undefinedOutput, "undefined output"),
      (.strayWrites, "stray writes"), (.droppedValues, "dropped values"),
      (.keptValues, "kept values"), (.scale, "scale"), (.nothingKept, "nothing kept"),
      (.largeCount, "large count"), (.output, "output"), (.gradient, "gradient"),
      (.outputFormat, "format of the output"), (.gradientFormat, "format of the gradient"),
      (.notAUnionOfBlocks, "not a union of blocks"), (.revealedMask, "revealed mask"),
      (.wholeMap, "whole map"), (.gridPositionNeverSeeded, "grid position never seeded"),
      (.blockNeverAlone, "block never alone"),
      (.masksOver(.firstChannels), "masks over channels 0 and 1 of a sample"),
      (.masksOver(.secondChannels), "masks over channels 1 and 2 of a sample"),
      (.masksOver(.sixteenthChannels), "masks over channels 15 and 16 of a sample"),
      (.masksOver(.firstSamples), "masks over samples 0 and 1 of a channel"),
      (.masksOver(.channelsAndSamples), "masks over channels and samples"),
      (.noGradient, "no gradient"), (.gradientMask, "gradient mask"),
      (.gradientFactor, "gradient factor"), (.gradientValues, "gradient values"),
      (.otherGradient, "other gradient"), (.innerProducts, "inner products"),
      (.randomWords, "random words"), (.randomState, "random state"),
      (.otherAnswer, "other answer"), (.threads, "threads"), (.partsOfABatch, "parts of a batch"),
      (.countsOfParts, "counts of parts"), (.publishedWord, "published word"),
      (.maskBeyond32Bits, "mask beyond 32 bits"),
      (.goldenMask(named: "volume"), "golden mask volume"), (.stage(.gamma), "stage gamma"),
      (.stage(.seeds), "stage seeds"), (.stage(.mask), "stage mask"),
      (.stage(.keptCount), "stage kept count"), (.stage(.scale), "stage scale"),
      (.stage(.output), "stage output"), (.stage(.gradient), "stage gradient"),
      (.scheduleRefused, "refused"), (.scheduleCount, "count"), (.scheduleValue, "value"),
      (.inadmissible("no steps"), "no steps"), (.droppedShare, "dropped share"),
      (.position, "position"), (.pair, "pair"), (.mask, "mask"), (.partOfAMap, "part of a map"),
      (.relation(.nextSample), "sample n + 1 of a key and sample n of the next key"),
      (.custom("mine"), "mine"),
    ] as [(FaultSite, String)])
  func `a site has the name that reports have always printed`(site: FaultSite, name: String) {
    #expect(site.name == name && "\(site)" == name)
  }
}
