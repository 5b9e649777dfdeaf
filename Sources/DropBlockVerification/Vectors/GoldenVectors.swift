import DropBlockContract
import DropBlockReference

/// The golden vectors: what the reference computes, in files that need no Swift to be read.
///
/// The bytes are a function of the specification alone: no date, no machine, no order of a hash table.
package enum GoldenVectors {
  /// The version of the vectors; it rises whenever a file changes.
  package static let version = "1"

  /// One file.
  package struct File: Sendable, Hashable {
    /// The name, without a folder.
    package let name: String

    /// The contents.
    package let bytes: [UInt8]
  }

  /// All files, the manifest last.
  ///
  /// - Throws: A `DropBlockError` or a ``SafetensorsError``; neither happens while the list of cases
  ///   is admissible.
  package static func files() throws -> [File] {
    let answers = try GoldenCase.all.map { try GoldenAnswer($0) }
    var files = [
      File(name: "masks.txt", bytes: Array(try masks().utf8)),
      File(name: "cases.json", bytes: Array(cases(answers).utf8)),
      File(name: "stages.safetensors", bytes: try stages(answers).encoded()),
      File(name: "schedules.txt", bytes: Array(try schedules().utf8)),
    ]
    files.append(File(name: "MANIFEST.json", bytes: Array(manifest(files).utf8)))
    return files
  }

  /// Names, sizes and hashes of the other files.
  static func manifest(_ files: [File]) -> String {
    let lines = files.map { file -> String in
      let entry: JSON = [
        "name": .string(file.name), "bytes": .integer(Int64(file.bytes.count)),
        "sha256": .string(SHA256.hexadecimal(file.bytes)),
      ]
      return entry.description
    }
    return """
      {"suite":"dropblock","vectors":\(JSON.string(version)),"files":[
      \(lines.joined(separator: ",\n"))
      ]}

      """
  }
}

/// What the reference says to one case, in every number format.
struct GoldenAnswer {
  let golden: GoldenCase
  let stages: DropBlockStages

  /// The questions and results, one of each per number format.
  let results: [(question: SubjectCase, result: SubjectResult)]

  init(_ golden: GoldenCase) throws {
    self.golden = golden
    let stages = try ReferenceEngine().stages(golden.request)
    let subject = EngineSubject.reference(version: GoldenVectors.version)
    results = try GoldenCase.elementTypes.map { type in
      let question = SubjectCase(
        golden.request, input: golden.input(as: type, mask: stages.mask),
        outputGradient: golden.outputGradient(as: type))
      guard case .result(let result) = subject.run([question])[0] else {
        throw GoldenVectorsError.refused(golden.name)
      }
      return (question, result)
    }
    self.stages = stages
  }
}

/// Vectors that could not be made.
package enum GoldenVectorsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The reference refused a case of the list, by its name.
  case refused(String)

  /// One sentence that names the case.
  package var description: String {
    switch self {
    case .refused(let name): "the reference refused the golden case '\(name)'"
    }
  }

  /// The same as the description.
  package var localizedDescription: String { description }
}
