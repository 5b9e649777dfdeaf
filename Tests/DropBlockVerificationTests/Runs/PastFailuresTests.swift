import DropBlockContract
import Foundation
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// The tokens of `Tests/Corpus`, by the requirement that they belong to.
private let pastFailures: [(requirement: RequirementID, token: String)] = {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Corpus").standardized
  let files =
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
    ?? []
  let lines: [(requirement: RequirementID, token: String)] = files.filter {
    $0.pathExtension == "txt"
  }.flatMap { file in
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let requirement = RequirementID(rawValue: file.deletingPathExtension().lastPathComponent)
    return text.split(separator: "\n").filter { $0.hasPrefix("dbp1.") }.map { line in
      (requirement, line.split(separator: " ").first.map(String.init) ?? "")
    }
  }
  return lines.sorted { $0.token < $1.token }
}()

@Suite struct PastFailuresTests {
  private func verdict(_ token: String, _ subject: any Subject) throws -> Verdict {
    let run = VerificationRun(subject, profile: .ci, key: 1)
    let replayed = try run.replay(try Token(parsing: token))
    // A file holds the cases of the requirement that it is named after.
    #expect(pastFailures.contains { $0.token == token && $0.requirement == replayed.0.id })
    return replayed.1
  }

  @Test func `there are as many as faults that single cases show`() {
    #expect(pastFailures.count == 51 && Set(pastFailures.map(\.token)).count == 51)
    #expect(pastFailures.allSatisfy { Requirement.named($0.requirement) != nil })
  }

  @Test(arguments: pastFailures.map(\.token))
  func `each holds on the reference, and shows the fault of a mutant`(token: String) throws {
    let requirement = try #require(pastFailures.first { $0.token == token }?.requirement)
    let reference = try verdict(token, EngineSubject.reference(version: "0"))
    guard case .holds = reference.outcome else {
      Issue.record("the reference: \(reference.outcome)")
      return
    }
    let faults = Mutant.all.filter { $0.requirement == requirement }
    let shown = try faults.filter { mutant in
      if case .violated = try verdict(token, mutant.subject(version: "0")).outcome {
        true
      } else {
        false
      }
    }
    #expect(!shown.isEmpty, "none of \(faults.map(\.name))")
  }

  @Test func `each mutant that single cases show is shown by one of them, but for two`() throws {
    let hidden = try Mutant.all.filter { mutant in
      let past = pastFailures.filter { $0.requirement == mutant.requirement }
      let subject = mutant.subject(version: "0")
      return try !past.isEmpty
        && !past.contains { past in
          if case .violated = try verdict(past.token, subject).outcome { true } else { false }
        }
    }
    // The first is shown by many maps alone. The other fails as another mutant does, whose smaller case
    // took the place of its own.
    #expect(hidden.map(\.name) == ["even-larger", "count-over-sample"])
  }
}
