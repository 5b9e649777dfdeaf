import Testing

@testable import DropBlockVerification

@Suite struct DecimalsTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (0.0929, 4, "0.0929"), (-1.25, 1, "-1.3"),
    (-0.001, 2, "0.00"),
    (2.5, 0, "3"), (1e14, 1, "100000000000000.0"), (0.999, 2, "1.00"), (12.05, 3, "12.050"),
  ])
  func `a number has as many digits as were asked for`(value: Double, digits: Int, text: String) {
    #expect(Decimals.fixed(value, digits) == text)
  }

  @Test func `numbers that can't be written with a point are written as they are`() {
    #expect(Decimals.fixed(.infinity, 2) == "inf" && Decimals.fixed(-.infinity, 2) == "-inf")
    #expect(Decimals.fixed(.nan, 2) == "nan" && Decimals.fixed(1e300, 2) == "1e+300")
    // The most digits that reports ask for, at the largest number that is still written with a point.
    #expect(Decimals.fixed(9.9e14, 3).hasPrefix("990000000000000"))
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (16_384, "16,384"),
    (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `thousands are set apart`(value: Int, text: String) {
    #expect(Decimals.grouped(value) == text)
  }

  @Test(arguments: [
    (0.0099, "0.0099"), (0.0999, "0.10"), (0.1, "0.10"), (0.994, "0.99"), (0.999, "1.0"),
    (1.25, "1.3"), (9.96, "10"), (123.4, "123"), (0.000012, "0.000012"), (1.2e-7, "1.2e-07"),
    (-0.0302, "-0.030"), (0, "0.0"), (3.14e-15, "3.1e-15"),
  ])
  func `two digits matter`(value: Double, text: String) {
    #expect(Decimals.significant(value) == text)
  }
}
