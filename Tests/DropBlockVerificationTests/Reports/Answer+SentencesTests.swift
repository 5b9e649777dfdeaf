import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct AnswerSentencesTests {
  @Test(
    arguments: [
      (.size(given: 12, got: 11), "12 units went in, 11 came out"),
      (.maskSize(units: 12, revealed: 7), "the tensor has 12 units, the revealed mask 7"),
      (.refused("no"), "an admissible request was not computed: no"),
      (.notRefused, "declared as refused, but computed"),
      (
        .computed(outputBegins: [0, 1.25]),
        "scale: computed instead of refused; the output begins 0.0 1.25"
      ),
      (.strayWrites(3), "3 elements that belong to no unit were written"),
      (
        .undefinedInPart,
        "the output is NaN in part, though the input is 1 throughout: a unit is dropped to +0"
      ),
      (.undefinedThroughout(cases: 70), "the output was NaN throughout in 70 cases"),
      (.notFinite(unit: 4, .infinity), "unit 4 of the output is inf"),
      (.formatOfIdentity(given: .float16, got: .float32), "float16 went in, float32 came out"),
      (.format(expected: .bfloat16, got: .float64), "expected bfloat16, got float64"),
      (.noGradient, "the answer holds no gradient"),
      (
        .largeCount(
          .init(output: .zeros, units: 96_800, unitsOfScope: 48_400, type: .float32)),
        "all 96800 units of the output are 0, though some 98 % of them ought to be kept"
      ),
      (
        .largeCount(
          .init(output: .undefined, units: 96_800, unitsOfScope: 96_800, type: .float16)),
        """
        the output is NaN throughout
        as if the factor were infinite by infinite: counts of up to 96800 units are beyond half \
        precision, which ends at 65,504
        """
      ),
      (
        .largeCount(
          .init(
            output: .undefinedWhereKept(70_000), units: 143_000, unitsOfScope: 71_500,
            type: .float16)),
        """
        of 71500 units that are counted together 70000 are NaN, and all others 0
        as if the factor were infinite by infinite: counts of up to 71500 units are beyond half \
        precision, which ends at 65,504
        """
      ),
      (
        .largeCount(
          .init(output: .zeros, units: 96_800, unitsOfScope: 96_800, type: .float16)),
        """
        all 96800 units of the output are 0, though some 98 % of them ought to be kept
        as if the factor were a number by an infinite one: counts of up to 96800 units are beyond \
        half precision, which ends at 65,504
        """
      ),
    ] as [(Evidence.Answer, String)])
  func `what is wrong with an answer is told`(answer: Evidence.Answer, words: String) {
    #expect(SampleFaults.message(.answer(answer)) == words)
  }
}
