import DropBlockVerification
import Testing

@testable import DropBlockCommand

struct ExecutionTests {
  private func selections(_ words: String) throws -> [SubjectSelection] {
    let words = words.split(separator: " ").map(String.init)
    return try JudgingOptions.selections(Arguments(words, for: CheckCommand.interface))
  }

  @Test func `each way of execution is a subject, in the order in which they are given`() throws {
    let several = try selections("--execution vmap,eager,compiled a:b")
    #expect(several.map(\.execution) == [.vmap, .eager, .compiled])
    #expect(try selections("a:b") == [.target(PythonTarget(name: "a:b"))])
  }

  @Test func `what is compiled has longer to answer, unless it is said how long`() throws {
    let target = PythonTarget(name: "a:b", execution: .compiled)
    #expect(
      try selections("--execution compiled a:b")
        == [.target(target, deadline: 300, helloDeadline: 600)])
    #expect(
      try selections("--execution compiled --deadline 7 --hello-deadline 8 a:b")
        == [.target(target, deadline: 7, helloDeadline: 8)])
  }

  @Test func `fewer cases are drawn where code is compiled for each kind of them`() {
    for execution in Execution.allCases {
      let fitting = execution.fitting(.quick)
      #expect(fitting.cases == (execution.isCompiled ? 12 : 120))
      #expect(fitting.maps == VerificationProfile.quick.maps)
    }
  }
}
