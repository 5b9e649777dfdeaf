import DropBlockVerification

/// Writes the golden vectors.
enum VectorsCommand: Command {
  static let interface = Interface(
    name: "vectors",
    summary: "write the golden vectors, for implementations in other languages",
    positionals: [
      Positional(name: "DIR", summary: "the folder to write to; it is made if it is not there")
    ],
    notes: [
      "The files are the same bytes every time; those that are there are replaced, others stay. A "
        + "file appears whole or not at all, the manifest last. Vectors/README.md says what they hold."
    ],
    examples: ["vectors Vectors"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let path = arguments.positionals[0]
    // Computed first: an error leaves no folder behind.
    let files = try GoldenVectors.files()
    let folder = try OutputFolder(path)
    do {
      // All are opened and written before the first takes its place: a full disk changes nothing.
      let outputs = try files.map { file in
        let output = try OutputFile(folder.path(of: file.name))
        try output.write(file.bytes)
        return output
      }
      for output in outputs { try output.commit() }
    } catch {
      folder.discard()
      throw error
    }
    for file in files {
      let count = Text.grouped(file.bytes.count)
      console.line("\(folder.path(of: file.name))  \(count) bytes")
    }
    return .conforms
  }
}
