import Foundation
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct TrialRecordsTests {
  private func result(key: UInt64) throws -> TrialResult {
    var profile = VerificationProfile.quick
    profile.cases = 1
    profile.maps = 64
    let mutant = try #require(Mutant.named("nan-leak"))
    return Trial(.mutant(mutant), profile: profile, key: key).run(version: "0")
  }

  private func keys(_ lines: String) throws -> [String] {
    try lines.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
      .compactMap { $0["key"]?.stringValue }
  }

  @Test func `lines come in the order of the trials, however the results come in`() throws {
    var records = TrialRecords()
    #expect(records.add(try result(key: 2), at: 2).isEmpty)
    #expect(try keys(records.add(try result(key: 0), at: 0)) == ["0x0"])
    #expect(try keys(records.add(try result(key: 1), at: 1)) == ["0x1", "0x2"])
    let footer = try JSON(parsing: Array(records.footer.dropLast().utf8))
    #expect(footer["complete"]?.boolValue == true && footer["runs"]?.intValue == 3)
  }

  @Test func `every field is on the page of reports`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: package.appending(path: "Documentation/Reports.md"), encoding: .utf8)
    let parts = page.components(separatedBy: "## Lines of JSON: `mutants --jsonl FILE`\n")
    try #require(parts.count == 2)
    let section = try #require(parts[1].components(separatedBy: "\n## ").first)
    var records = TrialRecords()
    let lines =
      TrialRecords.header(.quick, version: "0") + records.add(try result(key: 0), at: 0)
      + records.footer
    for line in lines.split(separator: "\n") {
      guard case .object(let fields) = try JSON(parsing: Array(line.utf8)) else { continue }
      for (name, _) in fields { #expect(section.contains("`\(name)`"), "\(name)") }
    }
  }

  @Test func `what has to end now ends with the results that wait, and is not complete`() throws {
    var records = TrialRecords()
    for key in [3, 0, 2] as [UInt64] { _ = records.add(try result(key: key), at: Int(key)) }
    #expect(try keys(records.cutShort) == ["0x2", "0x3"])
    let last = try #require(records.cutShort.split(separator: "\n").last)
    let footer = try JSON(parsing: Array(last.utf8))
    #expect(footer["complete"]?.boolValue == false && footer["runs"]?.intValue == 3)
  }
}
