import DropBlockContract
import Foundation
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct VerificationCorpusTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "dropblock-corpus-\(UUID().uuidString)").path(percentEncoded: false)

  private func run(_ name: String, isReadOnly: Bool = false) throws -> VerificationSummary {
    let subject: any Subject =
      name == "reference"
      ? EngineSubject.reference(version: "0")
      : try #require(Mutant.named(name)).subject(version: "0")
    var run = VerificationRun(
      subject, profile: .brief, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "values" }
    run.corpus = Corpus(folder: folder, version: "0", isReadOnly: isReadOnly)
    return run.judged()
  }

  @Test func `a failure is written down, and the next run begins with it`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try run("nan-leak")
    #expect(first.conclusion == .violates)
    #expect(first.corpus.first?.saving == .written)
    let mended = try run("reference")
    #expect(mended.conclusion == .conforms)
    #expect(mended.corpus.first?.cases.map(\.status) == [.passes])
    let again = try run("nan-leak", isReadOnly: true)
    #expect(again.conclusion == .violates)
    #expect((again.verdicts.first?.cases ?? 0) < (first.verdicts.first?.cases ?? 0))
  }

  @Test func `a read-only corpus stays as it is, and the report holds the line`() throws {
    let summary = try run("nan-leak", isReadOnly: true)
    #expect(summary.corpus.first?.saving == .readOnly)
    #expect(!FileManager.default.fileExists(atPath: folder))
    var report = TerminalReport(width: 80, hasColour: false)
    #expect(report.finish(summary).contains("to be added: dbp1."))
  }

  @Test func `a damaged line is told and hides nothing`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    try "dbp1.00 | 2026-01-01 | 0 | x\n".write(
      toFile: folder + "/values.txt", atomically: true, encoding: .utf8)
    let summary = try run("reference")
    #expect(summary.conclusion == .inconclusive)
    #expect(summary.corpus.first?.problems.count == 1)
    #expect(try run("nan-leak").conclusion == .violates)
  }

  @Test func `a case goes on becoming smaller from its token`() throws {
    let mutant = try #require(Mutant.named("nan-leak")).subject(version: "0")
    var profile = VerificationProfile.brief
    profile.shrinkEvaluations = 3
    var run = VerificationRun(
      mutant, profile: profile, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "values" }
    func token(_ verdict: Verdict) throws -> Token {
      guard case .violated(let violation) = verdict.outcome else {
        throw CaseEnd.discarded
      }
      return try Token(in: violation.replay)
    }
    let early = try token(try #require(run.judged().verdicts.first))
    let later = try token(try run.replay(early, shrinkEvaluations: 2_000).1)
    #expect(later != early)
    #expect(try token(try run.replay(later, shrinkEvaluations: 2_000).1) == later)
  }
}
