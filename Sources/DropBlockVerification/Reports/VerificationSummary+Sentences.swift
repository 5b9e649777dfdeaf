import DropBlockContract

extension VerificationSummary: CustomStringConvertible {
  /// The report of the run: a line per family, what is wrong and how to see it again, one line in sum.
  public var description: String {
    var report = TerminalReport(width: 100)
    var text = TerminalReport.header(self, version: DropBlockPackage.version) + "\n"
    for verdict in verdicts {
      guard let requirement = requirements.first(where: { $0.id == verdict.requirement }) else {
        continue
      }
      text += report.add(requirement, verdict)
    }
    return text + report.finish(self)
  }
}
