import DropBlockGenerators
import DropBlockPropertyTesting
import Synchronization
import Testing

/// The issues that are recorded meanwhile, which are none of the test's own.
private func issues(_ body: @Sendable () async throws -> Void) async throws -> [String] {
  let texts = Mutex<[String]>([])
  let test = try #require(Test.current)
  try await IssueHandlingTrait.compactMapIssues { issue in
    texts.withLock { $0.append("\(issue)") }
    return nil
  }.provideScope(for: test, testCase: Test.Case.current) { try await body() }
  return texts.withLock { $0 }
}

@Suite struct PropertyTests {
  @Test func `a property that holds is silent`() async throws {
    try await property(cases: 50) { draw in
      let list = try draw(Generator.arrays(of: .integers(in: -9...9), count: 0...20))
      #expect(Array(list.reversed().reversed()) == list)
    }
  }

  @Test func `the smallest case is the one whose expectation is recorded`() async throws {
    let recorded = try await issues {
      try await property("lists are short", cases: 200) { draw in
        let list = try draw(Generator.arrays(of: .integers(in: 0...1000), count: 0...20))
        #expect(list.count < 3, "\(list)")
      }
    }
    #expect(recorded.count == 2)
    #expect(recorded.first?.contains("[0, 0, 0]") == true, "\(recorded)")
    #expect(recorded.last?.contains("smallest case: dbp1.") == true, "\(recorded)")
  }

  @Test func `an error that is thrown is a failure, and a rejection is none`() async throws {
    struct Odd: Error {}
    let recorded = try await issues {
      try await property("no number is odd", cases: 200) { draw in
        let number = try draw.integer(in: 0...1000)
        try draw.assume(number != 1, "the number is not 1")
        if number % 2 == 1 { throw Odd() }
      }
    }
    #expect(recorded.count == 2)
    #expect(recorded.first?.contains("Odd") == true, "\(recorded)")
    #expect(recorded.last?.contains("error: Odd") == true, "\(recorded)")
  }

  @Test func `an expectation that failed is not taken back by a rejection after it`() async throws {
    let recorded = try await issues {
      try await property("small, then discarded", cases: 200) { draw in
        let number = try draw.integer(in: 0...1000)
        #expect(number < 900)
        try draw.assume(number < 900, "the number is small")
      }
    }
    #expect(recorded.count == 2, "\(recorded)")
    #expect(recorded.last?.contains("smallest case: dbp1.") == true, "\(recorded)")
  }

  @Test func `a property of which nothing is left is an issue, and one of few cases is none`()
    async throws
  {
    let held = Mutex(0)
    let recorded = try await issues {
      try await property("nothing", cases: 20) { draw in
        try draw.assume(try draw.integer(in: 0...9) > 9, "more than there is")
      }
      try await property("half", cases: 20) { draw in
        try draw.assume(try draw.boolean(), "the half")
        held.withLock { $0 += 1 }
      }
    }
    #expect(recorded.count == 1, "\(recorded)")
    #expect(recorded.first?.contains("exhausted: 0 cases, 1000 discarded") == true, "\(recorded)")
    #expect(recorded.first?.contains("more than there is") == true, "\(recorded)")
    // What is discarded does not count as a case that holds.
    #expect(held.withLock { $0 } == 20)
  }

  @Test func `a property is called as its test, without the place in the file`() async throws {
    let recorded = try await issues {
      try await property(cases: 20) { draw in
        let number = try draw.integer(in: 0...9)
        #expect(number < 0)
      }
    }
    let report = try #require(recorded.last)
    let line = try #require(report.split(separator: "\n").first { $0.contains("property: ") })
    #expect(line.contains("PropertyTests/"), "\(line)")
    #expect(line.contains("a property is called as its test"), "\(line)")
    #expect(!line.contains(".swift:"), "\(line)")
  }

  @Test func `a token runs its case alone, and is an issue when that passes`() async throws {
    var draw = Draw(key: 1, caseIndex: 1, property: "small")
    _ = try draw.integer(in: 0...9)
    let token = Token(exact: draw.recorded, property: "small")
    let recorded = try await issues {
      for (bound, range) in [(10, 0...9), (0, 0...9), (10, 0...8)] as [(Int, ClosedRange<Int64>)] {
        try await property("small", replaying: token.description) { draw in
          let number = try draw.integer(in: range)
          #expect(number < bound)
        }
      }
    }
    #expect(recorded.count == 3)
    #expect(recorded.first?.contains("passes now") == true, "\(recorded)")
    #expect(recorded.last?.contains("stale") == true, "\(recorded)")
  }
}
