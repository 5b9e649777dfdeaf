import Testing

@testable import DropBlockReference

@Suite struct MathematicsTests {
  @Test func `small arguments keep their digits`() {
    // ln(1 − x) = −x − x²/2 − …, 1 − eˣ = −x − x²/2 − …: the second term is below the last digit.
    for x in [1e-17, 1e-20, 1e-300] {
      #expect(Mathematics.logarithmOfOneMinus(x) == -x)
      #expect(Mathematics.oneMinusExponential(-x) == x)
    }
  }

  @Test func `ends of the range`() {
    #expect(Mathematics.logarithmOfOneMinus(1) == -.infinity)
    #expect(Mathematics.logarithmOfOneMinus(0) == 0)
    #expect(Mathematics.oneMinusExponential(-.infinity) == 1)
    #expect(Mathematics.oneMinusExponential(0).bitPattern == 0)
    #expect(Mathematics.exponential(0) == 1)
    #expect(Mathematics.exponential(-.infinity) == 0)
  }
}
