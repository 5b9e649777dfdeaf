import DropBlockContract
import DropBlockPlatform
import DropBlockReference

extension Examination {
  /// Compares every map of a set of calls with every other, and the units of every call with those of
  /// every other at any offset, set by set.
  func judgeTwins() throws -> FrequencyReport {
    let groups = TwinCases.all(declaration, key: key) {
      configuration(block: $0, p: $1, on: $2)
    }
    var report = FrequencyReport(maps: 0, failures: [])
    var asked = 0
    var (calls, sets) = (0, 0)
    var kinds = Set<Evidence.Twins.Kind>()
    var hasOverlap = false
    var last: (question: SubjectCase, answer: SubjectAnswer)?
    // One part of the budget is for equal maps, one for equal stretches, of each kind of calls.
    let share = 1 / Double(2 * groups.count)
    for (index, group) in groups.enumerated() {
      var group = group
      let law = try group.law()
      var twins = MapTwins(law, logLevel: ledger.logPart(share: share))
      var windows: StreamWindows?
      if group.configuration.blockSize == .uniform(1) {
        windows = StreamWindows(
          probability: law.expectedShare, logLevel: ledger.logPart(share: share))
      }
      let questions = group.questions(mapsPerCall: profile.mapsPerCall)
      for (number, question) in questions.enumerated() {
        guard twins.affords(2) else { break }
        progress((Double(index) + Double(number) / Double(questions.count)) / Double(groups.count))
        let answer = try ask(question)
        guard case .result = answer else {
          last = (question, answer)
          continue
        }
        asked += 1
        let output = try answer.result(to: question).output
        let masks = MaskWords(zerosOf: output, units: question.request.shape.unitsPerMap)
        // Where there are no numbers there is no mask to be read.
        guard !masks.holdsNaN else { continue }
        calls += 1
        let key = offers(.keyed) && !question.continues ? question.request.key : nil
        twins.begin(calls, Self.values(of: question))
        add(masks, of: question, group, call: calls, key: key, to: &twins)
        if group.own(question.request.shape) == sizes(question) {
          windows?.add(masks, call: calls, key: key)
        }
      }
      report.maps += twins.maps
      if twins.maps > 1 { sets += 1 }
      let plan = SurveyPlan(
        configuration: group.configuration, map: group.map, maps: twins.maps,
        continues: group.continues, hasOwnStream: !isExact)
      if let found = twins.found {
        // What is seen in several sets of calls is told once.
        if kinds.insert(found.kind).inserted {
          report.failures.append(Fault(.twins, on: .survey(plan), .twins(found)))
        }
      } else if let found = windows?.found, !hasOverlap {
        hasOverlap = true
        report.failures.append(Fault(.overlap, on: .survey(plan), .overlap(found)))
      }
      ledger.accepts(logEvidence: twins.found.map { -$0.logProbability } ?? 0, share: share)
      ledger.accepts(logEvidence: windows?.found.map { -$0.logProbability } ?? 0, share: share)
    }
    if asked == 0 {
      if let last { _ = try last.answer.result(to: last.question) }
      throw CaseEnd.discarded
    }
    if report.maps == 0 { throw Undecided(.nothingToCompare) }
    report.held = .distinct(maps: report.maps, sets: sets)
    return report
  }

  /// The values of the options that calls of one set do not have in common.
  private static func values(of question: SubjectCase) -> [OptionValue] {
    let shape = question.request.shape
    return [
      .elementType(question.input.elementType), .layout(shape.layout.protocolName),
      OptionCases.band(of: shape.samples, in: OptionCases.counts).map(OptionValue.samples),
      OptionCases.band(of: shape.channels, in: OptionCases.counts).map(OptionValue.channels),
    ].compactMap { $0 }
  }

  private func sizes(_ question: SubjectCase) -> (samples: Int, channels: Int) {
    (question.request.shape.samples, question.request.shape.channels)
  }

  /// Takes in the maps of a call that have masks of their own, but for those that are kept or dropped
  /// whole.
  private func add(
    _ masks: MaskWords, of question: SubjectCase, _ group: TwinCases, call: Int, key: UInt64?,
    to twins: inout MapTwins
  ) {
    let shape = question.request.shape
    let own = group.own(shape)
    for sample in 0..<own.samples {
      for channel in 0..<own.channels {
        let map = sample * shape.channels + channel
        let dropped = masks.droppedCount(map)
        guard dropped > 0, dropped < masks.units else { continue }
        let words = masks.words[map * masks.wordsPerMap..<(map + 1) * masks.wordsPerMap]
        twins.add(
          Array(words),
          at: Evidence.MapPlace(call: call, key: key, map: map, sample: sample, channel: channel))
      }
    }
  }
}
