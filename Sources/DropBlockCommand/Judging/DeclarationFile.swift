import DropBlockVerification

/// What a subject says of itself, in a file: the answers to a challenge, its answer to hello alone, or only
/// the fields of what it declares.
enum DeclarationFile {
  /// Reads a declaration.
  ///
  /// - Throws: A ``FileError`` for a file that can't be read, or declares nothing that is known.
  static func read(_ path: String) throws(FileError) -> SubjectDeclaration {
    let bytes = try InputFile.read(path)
    let line = Array(bytes.prefix { $0 != 0x0A })
    if let json = try? JSON(parsing: line), json["kind"] != nil {
      do { return try ProtocolDecoder.decodeHello(line) } catch {
        throw FileError(path, cannotBe: "read as a declaration", "the subject \(error)")
      }
    }
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw FileError(
        path, cannotBe: "read as a declaration",
        "it is neither an answer to hello nor an object of JSON: \(error)")
    }
    do { return try declaration(json) } catch {
      throw FileError(path, cannotBe: "read as a declaration", "\(error)")
    }
  }

  /// The fields that may be left out, alone.
  private static func declaration(_ json: JSON) throws -> SubjectDeclaration {
    let fields = SubjectDeclaration(name: "", version: "").json
    guard case .object(let members) = json, case .object(let known) = fields else {
      throw UsageError("it is no object of JSON")
    }
    if let (name, _) = members.first(where: { fields[$0.0] == nil }) {
      let names = known.map(\.0)
      throw UsageError(
        "'\(name)' is no field of a declaration; one of \(names.joined(separator: ", ")) is"
          + Suggestion.question(name, among: names))
    }
    return try SubjectDeclaration(name: "subject", version: "of a file", declares: json)
  }
}
