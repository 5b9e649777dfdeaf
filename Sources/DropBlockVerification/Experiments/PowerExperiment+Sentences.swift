extension PowerExperiment {
  /// What is off, and what the size of the fault is, in words.
  public var words: String {
    switch target {
    case .means(let site, let law):
      "\(site)\(law.map { " of law \(Decimals.significant($0))" } ?? ""), \(measure.words)"
    case .cases: measure.words
    }
  }
}
