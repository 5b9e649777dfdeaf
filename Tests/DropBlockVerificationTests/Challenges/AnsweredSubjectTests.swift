import DropBlockContract
import Testing

@testable import DropBlockVerification

struct AnsweredSubjectTests {
  private let question = SubjectCase.sample(.nchw(1, 1, 1, 4))

  /// A subject with the answers of the given texts, one after another.
  private func subject(_ texts: [String]) -> AnsweredSubject {
    let key = Exchange.Key(RunSection(name: "a"), [question])
    let answers = texts.map { text in
      [
        AnswerFile.Answer.run(
          RunAnswerHeader(id: "1", answers: [.refused(text)], blobs: []), 0..<0)
      ]
    }
    return AnsweredSubject(
      SubjectDeclaration(name: "x", version: "1"), bytes: [], answers: [key: answers])
  }

  @Test func `what is asked again has its next answer, and a case begins with the first`() throws {
    let subject = subject(["one", "two"])
    subject.begin(RunSection(name: "a"))
    #expect(try subject.run([question]) == [.refused("one")])
    #expect(try subject.run([question]) == [.refused("two")])
    subject.beginCase()
    #expect(try subject.run([question]) == [.refused("one")])
    #expect(subject.unanswered == 0)
  }

  @Test func `what was not asked, or not so often, or elsewhere is unsupported and counted`() throws
  {
    let subject = subject(["one"])
    subject.begin(RunSection(name: "b"))
    #expect(try subject.run([question]) == [.unsupported("not in the challenge")])
    subject.begin(RunSection(name: "a"))
    #expect(try subject.run([question]) == [.refused("one")])
    #expect(try subject.run([question]) == [.unsupported("not in the challenge")])
    var other = question
    other.request.key += 1
    #expect(
      try subject.run([question, other])
        == Array(repeating: .unsupported("not in the challenge"), count: 2))
    #expect(
      try subject.values(ScheduleCase(.groups, steps: [1])) == .unsupported("not in the challenge"))
    #expect(subject.unanswered == 5)
  }

  @Test func `where an explanation is looked for silence is no answer`() {
    let subject = subject([])
    subject.begin(.explanation)
    #expect(throws: SubjectFailure.self) { try subject.run([question]) }
  }

  @Test func `a request with NaN is found again`() {
    var other = question
    other.request.configuration.dropProbability = .nan
    let section = RunSection(name: "a")
    #expect(Exchange.Key(section, [other]) == Exchange.Key(section, [other]))
    #expect(Exchange.Key(section, [other]) != Exchange.Key(section, [question]))
  }
}
