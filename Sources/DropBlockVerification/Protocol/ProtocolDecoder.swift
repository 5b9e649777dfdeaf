/// A program's headers, read and held to what was asked.
///
/// All of these are pure functions of bytes that may come from anywhere; none traps. A header is
/// given without, or with, its line feed.
package enum ProtocolDecoder {
  /// Reads the answer to hello.
  ///
  /// - Throws: ``ProtocolError/malformed(_:)``, or ``ProtocolError/wrongBlob(_:)`` if it announces any.
  package static func decodeHello(_ line: [UInt8]) throws(ProtocolError) -> SubjectDeclaration {
    let json = try header(line, kind: "hello")
    guard let version = json["protocol"]?.intValue, version == SubjectProtocol.version else {
      throw .malformed("speaks the protocol \(json["protocol"]?.excerpt ?? "null"), not 1")
    }
    guard let name = json["name"]?.stringValue, !name.isEmpty,
      let release = json["version"]?.stringValue
    else { throw .malformed("a hello without name and version: \(json.excerpt)") }
    guard try blobs(json).isEmpty else { throw .wrongBlob("a hello has no blobs") }
    return try SubjectDeclaration(
      name: name, version: release, declares: json["declares"] ?? .object([]))
  }

  /// Reads the header of an answer to a run request, and holds its blobs to what was asked for.
  ///
  /// Once this has passed, ``RunAnswerHeader/blobByteCount`` is bounded by the request, whatever the
  /// program wrote.
  ///
  /// - Throws: ``ProtocolError`` of any kind.
  package static func decodeRunAnswer(
    _ line: [UInt8], expecting expectation: RunExpectation
  ) throws(ProtocolError) -> RunAnswerHeader {
    let json = try header(line, kind: "run", id: expectation.id)
    guard let list = json["answers"]?.arrayValue, list.count == expectation.cases.count else {
      throw .malformed(
        "answers to \(expectation.cases.count) cases: \((json["answers"] ?? .null).excerpt)")
    }
    let table = try blobs(json)
    var isUsed = Array(repeating: false, count: table.count)
    var answers: [RunAnswerHeader.Answer] = []
    for (item, expected) in zip(list, expectation.cases) {
      switch item["status"]?.stringValue {
      case "refused": answers.append(.refused(item["message"]?.stringValue ?? ""))
      case "unsupported": answers.append(.unsupported(item["message"]?.stringValue ?? ""))
      case "result":
        answers.append(.result(try result(item, expected, table, &isUsed)))
      default: throw .malformed("an answer of no known status: \(item.excerpt)")
      }
    }
    if let index = isUsed.firstIndex(of: false) {
      throw .wrongBlob("no answer refers to blob \(index), \(table[index].name)")
    }
    return RunAnswerHeader(id: expectation.id, answers: answers, blobs: table)
  }

  /// Reads the header of an answer to a schedule request for `count` values.
  ///
  /// - Returns: nil if the values follow, as `count` binary64 numbers; otherwise the answer itself.
  /// - Throws: ``ProtocolError`` of any kind.
  package static func decodeScheduleAnswer(
    _ line: [UInt8], expecting id: String, count: Int
  ) throws(ProtocolError) -> ScheduleAnswer? {
    let json = try header(line, kind: "schedule", id: id)
    let table = try blobs(json)
    let message = json["message"]?.stringValue ?? ""
    switch json["status"]?.stringValue {
    case "refused" where table.isEmpty: return .refused(message)
    case "unsupported" where table.isEmpty: return .unsupported(message)
    case "result":
      guard table.count == 1, json["values"]?.intValue == 0, table[0].type == .float64,
        table[0].shape == [count]
      else { throw .wrongBlob("\(count) float64 values were asked for: \(json.excerpt)") }
      return nil
    default: throw .malformed("an answer of no known status: \(json.excerpt)")
    }
  }

  private static func result(
    _ json: JSON, _ expected: CaseExpectation, _ table: [BlobDescription], _ isUsed: inout [Bool]
  ) throws(ProtocolError) -> RunAnswerHeader.Result {
    var indices: [AnswerField: Int] = [:]
    for field in AnswerField.allCases {
      guard let member = json[field.rawValue], !member.isNull else { continue }
      guard let index = member.intValue, table.indices.contains(index) else {
        throw .wrongBlob("\(field.rawValue) refers to the blob \(member.excerpt) of \(table.count)")
      }
      if let objection = expected.objection(to: table[index], as: field) {
        throw .wrongBlob(objection)
      }
      isUsed[index] = true
      indices[field] = index
    }
    guard let output = indices[.output] else { throw .wrongBlob("a result without output") }
    guard (indices[.inputGradient] != nil) == expected.wantsGradient else {
      throw .wrongBlob(
        expected.wantsGradient
          ? "a result without the inputGradient asked for" : "an inputGradient not asked for")
    }
    var result = RunAnswerHeader.Result(output: output)
    result.inputGradient = indices[.inputGradient]
    result.mask = indices[.mask]
    result.seeds = indices[.seeds]
    result.keptCounts = indices[.keptCounts]
    result.scales = indices[.scales]
    if let gamma = json["gamma"], !gamma.isNull {
      guard let value = gamma.doubleValue else { throw .malformed("the gamma \(gamma.excerpt)") }
      result.gamma = value
    }
    if let words = json["randomWords"], !words.isNull {
      guard let value = words.intValue else { throw .malformed("the randomWords \(words.excerpt)") }
      result.randomWords = value
    }
    return result
  }

  /// The parsed header, once its kind and identifier are those asked for.
  private static func header(
    _ line: [UInt8], kind: String, id: String? = nil
  ) throws(ProtocolError) -> JSON {
    let json: JSON
    do { json = try JSON(parsing: line) } catch {
      throw .malformed("\(error): \(JSON.excerpt(of: line))")
    }
    guard json["kind"]?.stringValue == kind else {
      throw .malformed("an answer of another kind than \(kind): \(json.excerpt)")
    }
    if let id {
      guard let got = json["id"] else { throw .malformed("an answer without id: \(json.excerpt)") }
      guard got.stringValue == id else {
        throw .wrongIdentifier(expected: id, got: got.stringValue ?? got.excerpt)
      }
    }
    return json
  }

  private static func blobs(_ json: JSON) throws(ProtocolError) -> [BlobDescription] {
    guard let rows = json["blobs"]?.arrayValue else {
      throw .malformed("a header without blobs: \(json.excerpt)")
    }
    var table: [BlobDescription] = []
    for row in rows { table.append(try BlobDescription(row)) }
    return table
  }
}
