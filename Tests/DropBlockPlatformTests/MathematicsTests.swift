import DropBlockPlatform
import Testing

@Suite struct MathematicsTests {
  @Test func `small arguments keep their digits`() {
    // ln(1 + x) = x − x²/2 + …, eˣ − 1 = x + x²/2 + …: the second term is below the last digit.
    for x in [1e-17, -1e-17, 1e-20, -1e-300] {
      #expect(Double.log(onePlus: x) == x)
      #expect(Double.expMinusOne(x) == x)
    }
  }

  @Test func `ends of the range`() {
    #expect(Double.log(0) == -.infinity)
    #expect(Double.log(onePlus: -1) == -.infinity)
    #expect(Double.log(onePlus: 0) == 0)
    #expect(Double.exp(-.infinity) == 0)
    #expect(Double.exp(0) == 1)
    #expect(Double.expMinusOne(-.infinity) == -1)
    #expect(Double.expMinusOne(0) == 0)
    #expect(Double.pow(2, -1074) == 0x1p-1074)
    #expect(Double.logGamma(1) == 0)
  }

  @Test func `each function is the one of its name`() {
    // e² and 2 are exact enough as arguments to tell all bases apart.
    #expect(abs(Double.log(.exp(2)) - 2) < 1e-15)
    #expect(Double.log2(8) == 3)
    #expect(Double.log10(1000) == 3)
    #expect(abs(Double.log(1000) / .ln10 - 3) < 1e-15)
    #expect(Double.pow(2, 10) == 1024)
    #expect(Double.cos(0) == 1 && abs(Double.cos(.pi / 3) - 0.5) < 1e-15)
    #expect(abs(Double.logGamma(6) - .log(120)) < 1e-14)
  }

  @Test func `the logarithm of a mean of powers neither overflows nor vanishes`() {
    #expect(Double.logMeanExp([]) == -.infinity)
    #expect(Double.logMeanExp([-.infinity, -.infinity]) == -.infinity)
    #expect(Double.logMeanExp([0, .infinity]) == .infinity)
    #expect(Double.logMeanExp([5000, 5000]) == 5000)
    #expect(Double.logMeanExp([-5000, -5000, -5000, -5000]) == -5000)
    // The mean of e¹⁰⁰⁰ and of what is nothing beside it is e¹⁰⁰⁰ / 2.
    #expect(abs(Double.logMeanExp([1000, -1000]) - (1000 - .log(2))) < 1e-12)
  }
}
