import DropBlockContract

extension PowerExperiment {
  /// How many cells of `rate.options` are tried.
  private static let cells = 12

  /// What `rate.options` is said to find: a gamma of 0, of half, of twice the right one, and of 1, in
  /// cells that are spread over all of the profile, one after the other.
  ///
  /// - Throws: A `DropBlockError` if a case that is drawn has no law.
  static func options(_ run: VerificationRun, _ budget: Double) throws -> [PowerExperiment] {
    let planned = try run.examination().plannedOptions()
    let options = OptionCases(run.subject.declaration)
    let unreached = Set(planned.unreached)
    let cells = planned.targets.filter { target in
      // A pattern of keys can't be read off a case.
      !unreached.contains(target)
        && !target.contains { if case .keys = $0 { true } else { false } }
    }
    let step = Double(cells.count) / Double(Self.cells)
    return (0..<min(Self.cells, cells.count)).map { number in
      let cell = cells[Int(step * (Double(number) + 0.5))]
      var departure = [Evidence.Departure.half, .double, .nothing, .everything][number % 4]
      // Where gamma is 1 it can't be larger.
      if cell.contains(.dropProbability(.one)) { departure = .half }
      let fault = PlantedFault.gamma(departure, where: cell, of: options)
      return PowerExperiment(
        requirement: .rateOptions, target: .options(cell, departure),
        size: departure == .nothing ? 0 : departure == .half ? 0.5 : departure == .double ? 2 : 1,
        sample: planned.cases, profile: run.profile, budget: budget
      ) { subject, profile, budget, key in
        let examination = Examination(
          DistortedSubject(subject, fault, key: key), declaration: subject.declaration,
          profile: profile, key: key, ledger: Ledger(budget: budget, accounts: 1))
        let report = try examination.judgeOptions()
        return report.failures.isEmpty ? nil : examination.casesRun
      }
    }
  }
}
