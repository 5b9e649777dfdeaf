import Testing

@testable import DropBlockCommand

struct ValueFormatTests {
  @Test func `integers are decimal and in their range`() {
    let format = ValueFormat<Int>.integer(in: -2...7)
    #expect(format.parse("-2") == -2 && format.parse("7") == 7)
    for text in ["8", "-3", "", " 1", "1.0", "1e0", "٣", "99999999999999999999"] {
      #expect(format.parse(text) == nil, "\(text)")
    }
  }

  @Test func `numbers are finite and in their range`() {
    let share = ValueFormat<Double>.number(in: 0...1)
    #expect(share.parse("0.1") == 0.1 && share.parse("1") == 1 && share.parse("1e-3") == 0.001)
    for text in ["1.5", "-0.1", "nan", "inf", "", "0.1x", "0,1"] {
      #expect(share.parse(text) == nil, "\(text)")
    }
    let factor = ValueFormat<Double>.number(in: 0...(.greatestFiniteMagnitude))
    #expect(factor.parse("1e308") == 1e308)
    for text in ["inf", "1e309", "-1", "nan"] { #expect(factor.parse(text) == nil, "\(text)") }
    #expect(factor.admissible == "a finite number of at least 0")
  }

  @Test func `a probability in percent is asked about, and nothing else is`() {
    func message<Value>(_ format: ValueFormat<Value>, _ text: String) -> String {
      do {
        _ = try format.value(of: text, for: "--p")
        return ""
      } catch { return error.description }
    }
    let share = ValueFormat<Double>.number(in: 0...1)
    #expect(message(share, "10") == "--p: '10' is not a number in 0…1; did you mean 0.1?")
    #expect(message(share, "50%") == "--p: '50%' is not a number in 0…1; did you mean 0.5?")
    for text in ["101", "-10", "x", "nan", "", "%"] {
      #expect(message(share, text) == "--p: '\(text)' is not a number in 0…1")
    }
    let other = ValueFormat<Double>.number(in: 0.5...2)
    #expect(!message(other, "100").contains("mean"))
  }

  @Test func `a key is any 64 bits, decimal or hexadecimal`() {
    let key = ValueFormat<UInt64>.key
    #expect(key.parse("0") == 0 && key.parse("18446744073709551615") == .max)
    #expect(key.parse("0xffffffffffffffff") == .max && key.parse("0x8F3a") == 0x8F3A)
    for text in ["18446744073709551616", "-1", "0x", "ff", "0x1ffffffffffffffff", ""] {
      #expect(key.parse(text) == nil, "\(text)")
    }
  }

  @Test func `sizes have an x between them`() {
    let format = ValueFormat<[Int]>.sizes("HxW", axes: 1...3, each: 1...100)
    #expect(format.parse("14") == [14] && format.parse("3x5x7") == [3, 5, 7])
    for text in ["", "x", "3x", "x3", "0x3", "3x101", "1x2x3x4", "3X5", "3×5", "-1x2"] {
      #expect(format.parse(text) == nil, "\(text)")
    }
  }

  @Test func `lists of integers have commas between them`() {
    let format = ValueFormat<[Int]>.integers(in: -1...9)
    #expect(format.parse("3") == [3] && format.parse("9,-1,9") == [9, -1, 9])
    for text in ["", ",", "3,", "10", "3;4"] { #expect(format.parse(text) == nil, "\(text)") }
  }

  @Test func `a choice is one of its words, and the nearest is suggested`() throws {
    let format = ValueFormat<Int>.choice([("tensor", 1), ("sample", 2)])
    #expect(try format.value(of: "sample", for: "--scale") == 2)
    let expected = "--scale: 'tenosr' is not one of tensor, sample; did you mean 'tensor'?"
    #expect(throws: UsageError(expected)) { try format.value(of: "tenosr", for: "--scale") }
  }

  @Test func `the empty path is none`() {
    #expect(ValueFormat<String>.path.parse("") == nil)
    #expect(ValueFormat<String>.path.parse("a b") == "a b")
  }
}
