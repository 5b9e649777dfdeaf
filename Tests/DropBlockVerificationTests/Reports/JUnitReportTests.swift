import Foundation
import Testing

@testable import DropBlockVerification

/// The names of the elements of a document in the order they begin; nil if tags don't balance or a
/// character stands where XML has no place for it.
private func elements(_ document: String) -> [String]? {
  var names: [String] = []
  var open: [String] = []
  var rest = document[...]
  while let start = rest.firstIndex(of: "<") {
    guard !rest[..<start].contains(">") else { return nil }
    guard let end = rest[start...].firstIndex(of: ">") else { return nil }
    let tag = rest[rest.index(after: start)..<end]
    rest = rest[rest.index(after: end)...]
    guard !tag.contains("<"), tag.count(where: { $0 == "\"" }) % 2 == 0 else { return nil }
    if tag.hasPrefix("?") { continue }
    if tag.hasPrefix("/") {
      guard open.popLast() == String(tag.dropFirst()) else { return nil }
      continue
    }
    let name = String(tag.prefix { $0.isLetter })
    names.append(name)
    if !tag.hasSuffix("/") { open.append(name) }
  }
  // Every ampersand begins one of the references that XML defines.
  let references = ["&amp;", "&lt;", "&gt;", "&quot;", "&#10;"]
  for index in document.indices where document[index] == "&" {
    guard references.contains(where: { document[index...].hasPrefix($0) }) else { return nil }
  }
  return open.isEmpty && rest.allSatisfy { $0.isWhitespace } ? names : nil
}

@Suite struct JUnitReportTests {
  @Test func `the document is well-formed, whatever its texts hold`() throws {
    let names = try #require(elements(JUnitReport.document(summary(everyOutcome))))
    #expect(names.prefix(4) == ["testsuites", "testsuite", "properties", "property"])
    #expect(names.count { $0 == "testcase" } == 5)
    #expect(names.count { $0 == "failure" } == 1 && names.count { $0 == "skipped" } == 1)
    #expect(names.count { $0 == "error" } == 2)
    #expect(elements("<a><b></a>") == nil && elements("<a>&x;</a>") == nil)
  }

  @Test func `the suite counts what its cases say`() {
    let document = JUnitReport.document(summary(everyOutcome))
    #expect(
      document.contains("tests=\"5\" failures=\"1\" errors=\"2\" skipped=\"1\" time=\"1.500\""),
      "\(document)")
    #expect(
      document.contains(
        "classname=\"dropblock.a__b_____c_.identity\" name=\"identity.inference\""), "\(document)")
    #expect(document.contains("value=\"0xab\""))
  }

  @Test func `suites of several subjects have classes of their own`() {
    var (one, other) = (summary([.red]), summary([.red]))
    one.subject.name = "fast:avx2"
    other.subject.name = "fast:plain"
    let document = JUnitReport.document([one, other])
    #expect(document.contains("classname=\"dropblock.fast_avx2.identity\""), "\(document)")
    #expect(document.contains("classname=\"dropblock.fast_plain.identity\""), "\(document)")
  }

  @Test func `content alone says what is wrong, what is demanded, and how to see it again`() {
    let document = JUnitReport.document(summary([.red]))
    let content = document.components(separatedBy: "<failure ").dropFirst().first ?? ""
    let parts = content.components(separatedBy: "\">")
    #expect(parts[0] == "message=\"dropped &lt;values&gt;: unit 3 &amp; more", "\(document)")
    let text = parts.dropFirst().joined().components(separatedBy: "</failure>")[0]
    #expect(text.hasPrefix("dropped &lt;values&gt;&#10;unit 3 &amp; more&#10;  got"), "\(text)")
    #expect(text.contains("&#10;demands: In inference the output is the input"), "\(text)")
    #expect(text.contains("&#10;replay: dropblock replay dbp1.abc"), "\(text)")
  }

  @Test func `a subject that failed is told in the content, too`() {
    let document = JUnitReport.document(summary([.dead]))
    #expect(document.contains("<error message=\"the subject died: signal 11\">the subject died:"))
  }

  @Test func `a failure has the line that shows it again`() {
    let document = JUnitReport.document(summary([.red, .dead]))
    #expect(document.contains("replay: dropblock replay dbp1.abc"))
    #expect(
      document.contains("Traceback:&#10;") && document.contains("&lt;boom&gt; &amp; \\u{0}"))
  }

  @Test func `characters with a meaning are escaped, and those without a place shown`() {
    #expect(
      JUnitReport.escaped("a<b>&\"c\"\n\t\u{1B}\u{0}\u{FFFE}é😀")
        == "a&lt;b&gt;&amp;&quot;c&quot;&#10;\t\\u{1B}\\u{0}\u{FFFD}é😀")
    #expect(JUnitReport.escaped("\r\n") == "&#10;")
  }
}
