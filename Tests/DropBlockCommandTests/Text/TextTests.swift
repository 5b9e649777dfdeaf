import Testing

@testable import DropBlockCommand

struct TextTests {
  @Test(arguments: [
    0, 1, 0.1, 0.25, 0.0625, 1e-5, 1.25e-7, .leastNonzeroMagnitude, 1e16, 1.5e22, 123456.789, 1e300,
    -2.5e-9,
    -1e17, 0.1 + 0.2, .greatestFiniteMagnitude, .leastNormalMagnitude,
  ])
  func `a number in positional digits gives itself back`(value: Double) {
    let text = value.positional
    #expect(Double(text) == value, "\(text)")
    #expect(!text.contains("e") && !text.hasSuffix("."), "\(text)")
  }

  @Test func `a number has no more digits than it needs`() {
    #expect((0.1).positional == "0.1" && (1.0).positional == "1" && (1e-5).positional == "0.00001")
    #expect((2.5e-7).positional == "0.00000025" && (1e16).positional == "10000000000000000")
    #expect((1.5e17).positional == "150000000000000000" && (-3e-6).positional == "-0.000003")
    #expect(Double.nan.positional == "nan" && (-Double.infinity).positional == "-inf")
  }

  @Test func `decimals are fixed and rounded`() {
    #expect((1.005).fixed(0) == "1" && (2.345).fixed(1) == "2.3" && (0.999).fixed(2) == "1.00")
    #expect(
      (-0.001).fixed(2) == "0.00" && (-1.5).fixed(3) == "-1.500" && (12.0).fixed(4) == "12.0000")
    #expect(Double.nan.fixed(2) == "nan" && (1e300).fixed(2) == "1e+300")
  }

  @Test func `lines are broken at spaces and never lose a word`() {
    let text = "the quick brown fox jumps over the extraordinarily lazy dog"
    for width in 1...70 {
      let lines = Text.wrapped(text, width: width, indent: 3)
      #expect(lines.joined(separator: " ").split(separator: " ") == text.split(separator: " "))
      for line in lines where line.dropFirst(3).contains(" ") { #expect(line.count <= width) }
    }
  }

  @Test func `a table has its second column in one place`() {
    let lines = Text.table([("a", "first"), ("bbb", "second second"), ("c", "")], width: 15)
    #expect(lines == ["  a    first", "  bbb  second", "       second", "  c"])
  }

  @Test func `integers are grouped by thousands`() {
    #expect([0, 999, 1000, -1_234_567].map(Text.grouped) == ["0", "999", "1,000", "-1,234,567"])
    #expect(Text.grouped(.min) == "-9,223,372,036,854,775,808")
  }

  @Test func `a time has the unit that suits it`() {
    let times = [2e-8, 3.5e-5, 0.012, 7, 119, 180, 7_100, 10_800].map(Text.time)
    #expect(times == ["20 ns", "35 µs", "12 ms", "7.0 s", "119 s", "3.0 min", "118 min", "3.0 h"])
  }
}
