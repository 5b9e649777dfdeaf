import DropBlockContract

extension GoldenVectors {
  /// The golden masks as plain text: one block of `name value` lines for each.
  static func masks() throws -> String {
    var text = """
      # Golden masks of DropBlock: what is dropped for one key, every option spelled out.
      # Blocks of lines are separated by an empty line; the words are those of Documentation/Protocol.md.
      # mask: hexadecimal, four units a digit in logical order (sample, channel, spatial axes, row-major),
      # the first unit in the highest bit of its digit, 1 where dropped; the last digit is filled with 0.

      """
    for vector in KnownAnswers.goldenMasks {
      let question = SubjectCase(vector.request, input: TensorBits([], as: .float32))
      text += "\nname \(vector.name)\n"
      for (name, value) in members(of: question) { text += "\(name) \(plain(value))\n" }
      text += "mask \(vector.mask)\n"
    }
    return text
  }

  /// The options of a case in the words of the protocol, without what concerns one transport.
  static func members(of question: SubjectCase) -> [(String, JSON)] {
    let json = question.json(input: 0, outputGradient: nil, ownSampler: false)
    guard case .object(let members) = json else { return [] }
    let transport = ["input", "outputGradient", "continues", "threads", "inPlace", "wantsStages"]
    return members.filter { !transport.contains($0.0) && !$0.1.isNull }
  }

  /// A value without brackets and quotes; an empty list is a hyphen.
  private static func plain(_ value: JSON) -> String {
    if let text = value.stringValue { return text }
    guard let values = value.arrayValue else { return value.description }
    return values.isEmpty ? "-" : values.map(plain).joined(separator: " ")
  }

  /// Schedule values as plain text.
  static func schedules() throws(DropBlockError) -> String {
    var text = """
      # Values of the schedules of Documentation/Specification.md, section 8.
      # bits: the value as a binary64, hexadecimal.
      #
      # linear FROM TO STEPS STEP value bits
      # paper  TARGET STEPS STEP value bits
      # groups GROUP factor bits

      """
    let linear: [(Double, Double, Int)] = [
      (0, 0.25, 5), (0, 0.1, 7), (0.3, 0.05, 4), (0.1, 0.1, 2), (0, 1, 3), (0.2, 0, 11),
    ]
    for (start, stop, steps) in linear {
      let at = [-1] + Array(0...steps + 1)
      let values = try ReferenceSchedules.values(
        ScheduleCase(.linear(from: start, to: stop, steps: steps), steps: at))
      for (step, value) in zip(at, values) {
        text += "linear \(start) \(stop) \(steps) \(step) \(value) \(hexadecimal(value))\n"
      }
    }
    for (target, steps) in [(0.1, 1), (0.1, 10), (0.25, 4), (1, 3), (0, 2)] {
      let at = [-1] + Array(0...steps + 1)
      let values = try ReferenceSchedules.values(
        ScheduleCase(.paper(target: target, steps: steps), steps: at))
      for (step, value) in zip(at, values) {
        text += "paper \(target) \(steps) \(step) \(value) \(hexadecimal(value))\n"
      }
    }
    let groups = [1, 2, 3, 4]
    for (group, value) in zip(
      groups, try ReferenceSchedules.values(ScheduleCase(.groups, steps: groups)))
    {
      text += "groups \(group) \(value) \(hexadecimal(value))\n"
    }
    return text
  }

  /// The bits of a number, all digits of them.
  static func hexadecimal(_ value: Double) -> String { hexadecimal(value.bitPattern) }

  /// An integer in hexadecimal, all digits of it.
  static func hexadecimal<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: Word.bitWidth / 4 - digits.count) + digits
  }
}
