import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct TwinCasesTests {
  private static func goingOn(_ capabilities: Set<SubjectCapability>) throws -> [SubjectCase] {
    var declaration = SubjectDeclaration(name: "twins", version: "0")
    declaration.capabilities = capabilities
    let groups = TwinCases.all(declaration, key: 1) { block, p, _ in
      DropBlockConfiguration(blockSize: .uniform(block), dropProbability: p)
    }
    var group = try #require(groups.last { $0.continues })
    return group.questions(mapsPerCall: 324)
  }

  @Test func `a state that goes on is followed for hundreds of calls`() throws {
    let questions = try Self.goingOn([.continues])
    #expect(questions.count >= 300)
    #expect(questions.first?.continues == false)
    #expect(questions.dropFirst().allSatisfy { $0.continues })
  }

  @Test func `before it come calls with the keys that follow its own`() throws {
    let questions = try Self.goingOn([.continues, .keyed])
    let first = try #require(questions.firstIndex { $0.continues }) - 1
    let key = questions[first].request.key
    #expect(questions[..<first].map(\.request.key) == [key + 1, key + 2, key + 3])
    #expect(questions[..<first].allSatisfy { !$0.continues })
    #expect(questions[(first + 1)...].allSatisfy { $0.continues })
  }

  @Test(arguments: [
    ([2], [[10, 10], [26, 26], [5, 20]]), ([1], [[100], [256]]),
    ([2, 1, 3], [[10, 10], [26, 26], [100], [4, 5, 5], [5, 20]]),
  ])
  func `maps of every rank are compared, and some whose sides are not equal`(
    ranks: [Int], maps: [[Int]]
  ) {
    var declaration = SubjectDeclaration(name: "twins", version: "0")
    declaration.ranks = ranks
    let groups = TwinCases.all(declaration, key: 1) { block, p, _ in
      DropBlockConfiguration(blockSize: .uniform(block), dropProbability: p)
    }
    #expect(groups.map(\.map) == maps)
    // A group by itself is no sequence of training steps.
    for var group in groups.dropFirst(2) {
      #expect(group.questions(mapsPerCall: 324).allSatisfy { $0.request.shape.mapCount > 4 })
    }
  }
}
