import Testing

@testable import DropBlockGenerators

@Suite struct ChoiceMemoryTests {
  func number(_ index: UInt64, _ high: Int64 = 9) -> Choice {
    Choice(kind: .integer(low: 0, high: high, target: 0), index: index)
  }

  @Test func `only candidates that come to tried choices are known`() {
    var memory = ChoiceMemory()
    #expect(!memory.knows([], limit: 9))
    let isConsistent1 = memory.remember([number(3), number(4)])
    #expect(isConsistent1)
    let isConsistent2 = memory.remember([number(3), number(0)])
    #expect(isConsistent2)
    let isConsistent3 = memory.remember([number(9)])
    #expect(isConsistent3)
    #expect(memory.knows([number(3), number(4)], limit: 9))
    #expect(memory.knows([number(3), number(4), number(5)], limit: 9), "a choice left over")
    #expect(memory.knows([number(3)], limit: 9), "past the end: the simplest")
    #expect(
      memory.knows([Choice(kind: .integer(low: 0, high: 99, target: 0), index: 50)], limit: 9))
    #expect(!memory.knows([number(3), number(1)], limit: 9))
    #expect(!memory.knows([number(2)], limit: 9))
    #expect(
      !memory.knows([Choice(kind: .boolean, index: 1)], limit: 9), "another kind: the simplest")
    #expect(memory.knows([number(3), number(1)], limit: 1), "more than one choice")
  }

  @Test func `a run that asks for something else after equal choices is noticed`() {
    var memory = ChoiceMemory()
    let isConsistent4 = memory.remember([number(3), number(4)])
    #expect(isConsistent4)
    let isConsistent5 = memory.remember([number(3), number(4)])
    #expect(isConsistent5)
    let isConsistent6 = memory.remember([number(3), number(4, 8)])
    #expect(!isConsistent6)
    let isConsistent7 = memory.remember([number(3)])
    #expect(!isConsistent7)
    let isConsistent8 = memory.remember([number(3), number(4), number(5)])
    #expect(!isConsistent8)
    let isConsistent9 = memory.remember([])
    #expect(!isConsistent9)
    let isConsistent10 = memory.remember([number(4)])
    #expect(isConsistent10)
  }
}
