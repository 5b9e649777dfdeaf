extension Evidence.Schedule {
  /// What is wrong with the values of a schedule, in words.
  func words(at site: FaultSite) -> String {
    switch self {
    case .refused(let message): "refused: \(message)"
    case .count(let expected, let got): "\(expected) values asked for, \(got) came"
    case .value(let value):
      """
      step \(value.step):
        expected \(value.expected)
        got      \(value.got)
      steps \(value.around.map(\.step)): got \(value.around.map(\.value))
      """
    case .computed(let values): "\(site): gave \(values) instead of an error"
    }
  }
}
