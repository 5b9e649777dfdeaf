extension VerificationRun {
  /// What `rate.options` finds where, worked out without asking the subject; nil where it is not judged.
  ///
  /// - Throws: A `DropBlockError`, which would be a fault of the suite.
  package func optionSensitivity() throws -> OptionSensitivity? {
    guard requirements.contains(where: { $0.id == .rateOptions }) else { return nil }
    return try examination().plannedOptions()
  }
}
