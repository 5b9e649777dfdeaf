import DropBlockVerification

extension BenchCommand {
  /// The files of a run, opened before anything is measured.
  struct Files {
    /// Where the picture goes; nil for none.
    let picture: OutputFile?

    /// Whether the JSON goes to standard output.
    let isStandardOutput: Bool

    private let document: OutputFile?

    /// Opens them.
    init(_ arguments: Arguments) throws {
      let (svg, json) = (
        try arguments.value(BenchCommand.svg), try arguments.value(BenchCommand.json)
      )
      if json?.isEmpty == true { throw UsageError("--json: '' is not a path") }
      if svg == "-" {
        throw UsageError("--svg: '-' is not a path; the table is on standard output")
      }
      isStandardOutput = json == "-"
      if let svg, let json, !isStandardOutput, OutputFile.isSame(svg, json) {
        throw UsageError("--svg and --json name the same file, '\(svg)'")
      }
      picture = try svg.map { try OutputFile($0) }
      document = isStandardOutput ? nil : try json.map { try OutputFile($0) }
    }

    /// Writes the picture, where one was asked for.
    func draw(_ drawing: SweepPicture, _ console: any Console) throws {
      guard let picture else { return }
      try picture.write(Array(drawing.svg.utf8))
      try picture.commit()
      console.line("picture written to \(picture.path)")
    }

    /// Writes the numbers, where they were asked for.
    func write(_ json: JSON, _ console: QuietConsole) throws {
      if isStandardOutput { console.console.line(json.description) }
      guard let document else { return }
      try document.write(Array((json.description + "\n").utf8))
      try document.commit()
      console.line("numbers written to \(document.path)")
    }
  }
}
