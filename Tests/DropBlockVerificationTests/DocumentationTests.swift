import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

/// The pages say nothing that the code does not know, and leave out nothing that it does.
struct DocumentationTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
  }

  private func page(of family: String) throws -> String {
    try text("Documentation/Requirements/\(family).md")
  }

  /// The pages of the package, subjects' and vectors' too.
  private func pages() throws -> [String] {
    var pages = ["README.md", "HACKING.md", "CHANGELOG.md", "Vectors/README.md"]
    let folder = packageFolder.appending(path: "Documentation")
    let names = try #require(
      FileManager.default.enumerator(atPath: folder.path())?.allObjects as? [String])
    pages += names.filter { $0.hasSuffix(".md") }.sorted().map { "Documentation/" + $0 }
    return pages
  }

  /// What stands between single backquotes.
  private func words(in page: String) -> [String] {
    page.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      let parts = line.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
      return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }
    }
  }

  @Test(arguments: Requirement.families)
  func `every requirement is a heading of its family's page`(family: String) throws {
    let headings = try page(of: family).split(separator: "\n").filter { $0.hasPrefix("## `") }
    let ids = Requirement.all.filter { $0.family == family }.map { "## `\($0.id)`" }
    #expect(headings.map(String.init) == ids)
  }

  @Test func `there is no page without a family`() throws {
    let folder = packageFolder.appending(path: "Documentation/Requirements")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(Set(names) == Set(Requirement.families.map { $0 + ".md" }))
  }

  @Test func `no page names an unknown requirement`() throws {
    let families = Set(Requirement.families)
    let ids = Set(Requirement.all.map(\.id))
    for name in try pages() {
      for word in words(in: try text(name)) {
        let parts = word.split(separator: ".")
        guard parts.count == 2, families.contains(String(parts[0])),
          !["md", "safetensors"].contains(parts[1]),
          word.allSatisfy({ $0.isLowercase || $0.isNumber || ".-".contains($0) })
        else { continue }
        #expect(ids.contains(RequirementID(rawValue: word)), "\(name) names \(word)")
      }
    }
  }

  @Test func `every mutant named exists, and stands on the page of its requirement`() throws {
    let known = Set(Mutant.all.map(\.name))
    for name in try pages() {
      for word in words(in: try text(name)) where word.hasPrefix("mutant:") && word != "mutant:NAME"
      {
        #expect(known.contains(String(word.dropFirst(7))), "\(name) names \(word)")
      }
    }
    for mutant in Mutant.all {
      let family = mutant.requirement.family
      let section = try page(of: family).components(separatedBy: "\n## ")
        .first { $0.hasPrefix("`\(mutant.requirement)`") }
      let found = try #require(section, "no section \(mutant.requirement)")
      #expect(words(in: found).contains("mutant:\(mutant.name)"), "\(mutant.name)")
    }
  }

  @Test func `every link between pages leads somewhere`() throws {
    for name in try pages() {
      let folder = packageFolder.appending(path: name).deletingLastPathComponent()
      for part in try text(name).components(separatedBy: "](").dropFirst() {
        let target = String(part.prefix { $0 != ")" && $0 != "#" })
        guard !target.isEmpty, !target.contains("://"), !target.contains(" ") else { continue }
        let path = folder.appending(path: target).standardizedFileURL.path()
        #expect(FileManager.default.fileExists(atPath: path), "\(name) links to \(target)")
      }
    }
  }

  @Test func `decisions are numbered without gaps, and the index names each`() throws {
    let folder = packageFolder.appending(path: "Documentation/Decisions")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    let index = try text("Documentation/README.md")
    for (number, name) in names.enumerated() {
      let digits = String(number + 1)
      #expect(name.hasPrefix(String(repeating: "0", count: 4 - digits.count) + digits + "-"))
      #expect(index.contains("(Decisions/\(name))"), "\(name)")
    }
    for family in Requirement.families {
      #expect(index.contains("(Requirements/\(family).md)"), "\(family)")
    }
  }

  @Test(arguments: ["Conformance", "OwnRequirement"])
  func `the page on embedding shows the example that CI builds`(file: String) throws {
    let example = try text("Examples/Embedding/Tests/DropperTests/\(file).swift")
    let page = try text("Documentation/Embedding.md")
    #expect(page.contains("```swift\n\(example)```\n"))
  }

  @Test func `the page on embedding names every error of a run, and no other`() throws {
    let section = try #require(
      text("Documentation/Embedding.md").components(separatedBy: "## What is refused").last)
    let named = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
      .flatMap { words(in: String($0.split(separator: "|").last ?? "")) }
    let source = try text("Sources/DropBlockVerification/Runs/VerificationRunError.swift")
    let cases = source.split(separator: "\n").filter { $0.hasPrefix("  case ") }
      .map { String($0.dropFirst(7).prefix { $0 != "(" }) }
    #expect(Set(named) == Set(cases) && named.count == cases.count)
  }

  @Test func `every field of a line of JSON is on the page of reports, and no other`() throws {
    let page = try text("Documentation/Reports.md")
    let section = try #require(
      page.components(separatedBy: "## Lines of JSON: `verify").dropFirst().first)
    var documented: [String: Set<String>] = [:]
    // A line of its own names the type, the first column of the table after it the fields.
    var type = ""
    for line in section.components(separatedBy: "## JUnit XML")[0].split(separator: "\n") {
      if line.hasPrefix("`") { type = words(in: String(line)).joined() }
      guard line.hasPrefix("| `"), let names = line.split(separator: "|").first else { continue }
      documented[type, default: ["type"]].formUnion(words(in: String(names)))
    }
    var judged = summary(everyOutcome)
    judged.explanation = RunExplanation(judged.verdicts, demands: { _ in "demand" })
    let run = VerificationRun(
      EngineSubject.reference(version: "0"), profile: .quick, key: 1)
    let lines =
      [JSONLinesReport.header(run, version: "0"), JSONLinesReport.footer(judged)]
      + zip(Requirement.all, judged.verdicts).map { JSONLinesReport.verdict($0, $1) }
      + [
        JSONLinesReport.footer(cutShortAfter: judged.verdicts), JSONLinesReport.causes(judged),
        JSONLinesReport.footer(notJudged: "could not be started", standardError: ""),
      ]
    var written: [String: Set<String>] = [:]
    for line in lines {
      let value = try JSON(parsing: Array(line.utf8.dropLast()))
      guard case .object(let fields) = value, let type = value["type"]?.stringValue else {
        continue
      }
      written[type, default: []].formUnion(fields.map(\.0))
    }
    #expect(documented == written)
  }

  @Test func `the report in the README has as many requirements as there are`() throws {
    let readme = try text("README.md")
    #expect(readme.contains("\n\(Requirement.all.count) requirements · "))
    for requirement in Requirement.all where requirement.id != "values" {
      let family = requirement.family
      #expect(readme.contains("\n  \(family) "), "the report lacks \(family)")
    }
  }
}
