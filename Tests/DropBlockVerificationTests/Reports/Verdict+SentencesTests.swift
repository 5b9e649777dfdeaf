import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct VerdictSentencesTests {
  @Test(
    arguments: [
      (.cases(1200), "1,200 cases", false),
      (.casesAndMaps(1200, maps: 2048), "1,200 cases, 2,048 maps", false),
      (.thisCase, "holds on this case", false),
      (.maps(2176), "2176 maps", false), (.singleUnits(maps: 2048), "one 2,048 maps", true),
      (.wholeMaps(maps: 6144), "whole 6,144 maps", true),
      (.share(0.09292, within: 0.0123), "share 0.0929 within 1.2 %", true),
      (.share(0.5, within: nil), "share 0.5000", true), (.share(nil, within: nil), "share", true),
      (.positions(196, within: 0.034), "position 196 units within 0.034", true),
      (.positions(196, within: nil), "position 196 units", true),
      (.pairs(386, oneSided: 104), "pairs 386, 104 one-sided", true),
      (.pairs(386, oneSided: 0), "pairs 386", true),
      (.masks(179, oneSided: 1), "masks 179, 1 one-sided", true),
      (
        .masks(179, oneSided: 0, oddBlocks: true),
        "masks 179, of odd blocks: even ones are not computed", true
      ),
      (.independent(.calls, pairs: 7248), "calls 7,248 pairs of maps", true),
      (.custom("as it should"), "as it should", false),
    ] as [(Held, String, Bool)])
  func `what was seen is told, by name where it has one`(
    held: Held, words: String, isNamed: Bool
  ) {
    #expect(held.words == words)
    #expect(held.namesItsSubject == isNamed)
  }

  @Test func `words that name their subject begin with the requirement's name`() {
    let named: [(RequirementID, Held)] = [
      (.rateShare, .share(0.1, within: nil)), (.ratePosition, .positions(1, within: nil)),
      (.ratePairs, .pairs(1, oneSided: 0)), (.rateMasks, .masks(1, oneSided: 0)),
      (.blockOne, .singleUnits(maps: 1)), (.blockWhole, .wholeMaps(maps: 1)),
      (.independenceChannels, .independent(.channels, pairs: 1)),
      (.independenceSamples, .independent(.samples, pairs: 1)),
      (.independenceCalls, .independent(.calls, pairs: 1)),
    ]
    for (id, held) in named {
      #expect(held.namesItsSubject && held.words.hasPrefix(id.name), "\(id): \(held.words)")
    }
  }

  @Test(
    arguments: [
      (.capability(.backward), "offers no backward pass"),
      (.capability(.keyed), "can't be keyed"),
      (.capability(.firstSample), "takes no first sample"),
      (.capability(.threads), "takes no number of threads"),
      (.capability(.emptyTensors), "takes no empty tensors"),
      (.capability(.resume), "keeps no state that could be resumed"),
      (.rank(3), "takes no 3-dimensional maps"), (.severalAxes, "takes 1-dimensional maps only"),
      (.layout(.channelsLast), "takes no channels-last tensors"),
      (.layout(.strided), "takes no strided tensors"),
      (.elementType(.bfloat16), "takes no bfloat16"),
      (.schedule(.paper), "offers no paper schedule"), (.schedules, "offers no schedule"),
      (.randomStream, "has a random stream of its own"),
      (.blocks(.one), "drops single units, no blocks"),
      (.blocks(.map), "drops whole maps, no blocks"),
      (.blocks(.any), "has blocks of every size"),
      (.count, "has a factor that follows from p, not from a count"),
      (.ownMasks(.channels), "shares masks over channels"),
      (.ownMasks(.samples), "shares masks over samples"),
      (.everyCase, "offers none of the cases"),
      (.options(cases: 1_200), "refers all 1,200 cases to options it lacks"),
      (.custom("has no colours"), "has no colours"),
    ] as [(Lack, String)])
  func `what a subject lacks is told`(lack: Lack, words: String) {
    #expect(lack.words == words)
  }

  @Test func `every capability and every layout has words of its own`() {
    let lacks =
      SubjectCapability.allCases.map(Lack.capability) + LayoutName.allCases.map(Lack.layout)
    #expect(Set(lacks.map(\.words)).count == lacks.count)
  }

  @Test func `why a run can't decide is told`() {
    struct Trouble: Error {}
    let means = Statement.means(.pair, SampleFaults.plan)
    let doubts: [(Doubt, String)] = [
      (
        .undecided([
          .init(statement: means, reason: .withdrawn),
          .init(statement: means, reason: .maps(2048, bound: 0.0312, .errorOfPair)),
          .init(statement: means, reason: .maps(1, bound: nil, .errorOfMask)),
        ]),
        """
        pair, map 2×3, block 2, p 0.25, sparse: the subject stopped to offer it
        pair, map 2×3, block 2, p 0.25, sparse:
        after 2,048 maps neither violated nor proved to be within 0.031 (error of one pair's \
        probability of being dropped together)
        pair, map 2×3, block 2, p 0.25, sparse:
        after 1 maps neither violated nor proved to be within any bound (error of the probability \
        of one whole mask)
        """
      ),
      (.discarded(judged: 3, discarded: 9), "3 cases judged, 9 discarded"),
      (
        .staleToken,
        "the token is stale: it was made by other generators, profile or options, and is not run as "
          + "another case"
      ),
      (.caseNotOffered, "the subject does not offer this case"),
      (.failedOnce, "the case fails once and not again"),
      (
        .tooFewKept(70_000, limit: 16_777_216),
        "only 70,000 units were kept, where more than 16,777,216 were to be counted"
      ),
      (.noRequirementForBytes, "there is no requirement to judge bytes by"),
      (.noCase(Trouble()), "the bytes stand for no case: Trouble()"),
      (.interrupted(Trouble()), "the suite could not go on: Trouble()"),
      (.custom("who knows"), "who knows"),
    ]
    for (doubt, words) in doubts { #expect(doubt.words == words) }
  }

  @Test func `a violation tells every fault, and that it may become smaller`() {
    var violation = Violation(
      Fault(.scale, .custom("one")), [Fault(.pair, .custom("two"))], replay: "r")
    #expect(violation.site == .scale && violation.faults.count == 2)
    #expect(violation.message == "one\ntwo")
    violation.shrinkAdvice = "ask for more"
    #expect(
      violation.message
        == "one\ntwo\nit may become smaller: ask for more")
  }
}
