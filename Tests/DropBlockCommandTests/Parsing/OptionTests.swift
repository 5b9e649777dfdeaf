import Testing

@testable import DropBlockCommand

struct OptionTests {
  @Test func `each kind of option says of itself what the parser and the help must know`() {
    let required = Option<Int>.required("a", .integer(in: 0...1), "s").description
    #expect(required.isRequired && !required.isRepeated && required.valueName == "N")
    let value = Option<Int>.value("b", .integer(in: 0...1), default: 1, "one", "s").description
    #expect(!value.isRequired && value.absent == "one" && value.typed == "--b")
    let repeated = Option<[Int]>.repeated("c", .integer(in: 0...1), "s").description
    #expect(!repeated.isRequired && repeated.isRepeated)
    let optional = Option<Int?>.optional("d", .integer(in: 0...1), "s").description
    #expect(!optional.isRequired && !optional.isRepeated && optional.valueName == "N")
    #expect(Option<Bool>.flag("e", "s").description.valueName == nil)
  }

  @Test func `the check without a type refuses what reading refuses`() throws {
    let option = Option<[Int]>.repeated("a", .integer(in: 0...5), "s")
    #expect(try option.read(["1", "5"]) == [1, 5])
    #expect(throws: Never.self) { try option.description.check(["1", "5"]) }
    #expect(throws: UsageError("--a: '6' is not an integer in 0…5")) {
      try option.description.check(["1", "6"])
    }
  }
}
