import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in the use of random numbers.
  static let randomMutants = [
    Mutant("key-words-swapped", "The two halves of the key change places.", .randomKnownAnswers) {
      pipeline in
      pipeline.request = {
        var request = $0
        request.key = request.key << 32 | request.key >> 32
        return request
      }
    },
    Mutant(
      "key-reused-across-samples", "Every sample draws the first sample's words.",
      .independenceSamples
    ) { $0.repeatsMaps { _, _, channel in (0, channel) } },
    Mutant("channel-pairs", "Every second channel repeats the one before.", .independenceChannels) {
      $0.repeatsMaps { _, sample, channel in (sample, channel - channel % 2) }
    },
    Mutant(
      "key-plus-sample", "Sample n draws with the key plus n, as sample 0 of a later key does.",
      .independenceCalls
    ) { $0.addsToKey(perSample: 1) },
    Mutant("low-key-bit-lost", "The lowest bit of the key has no effect.", .independenceCalls) {
      pipeline in
      pipeline.request = {
        var request = $0
        request.key &= ~1
        return request
      }
    },
    Mutant(
      "first-sample-ignored", "A part of a batch draws as if it began at sample 0.", .randomSplit
    ) {
      pipeline in
      pipeline.request = {
        var request = $0
        if request.firstSample > 0 { request.firstSample = 0 }
        return request
      }
    },
    Mutant(
      "call-counter", "A hidden counter changes the key from call to call.", .randomDeterminism,
      disturb: { call, _, _ in UInt64(call) << 40 }),
    Mutant(
      "large-unstable", "In tensors of more than 2,000 units the key changes from call to call.",
      .randomLarge, disturb: { call, _, units in units > 2_000 ? UInt64(call) << 40 : 0 }),
    Mutant(
      "later-key", "After a thousand calls every key is another one.", .stateLater,
      disturb: { call, _, _ in call > 1_000 ? 1 << 40 : 0 }),
    Mutant(
      "threads-in-key", "The number of threads enters the key.", .randomThreads,
      disturb: { _, threads, _ in UInt64(threads ?? 0) << 20 }),
    Mutant(
      "seed-tail-lanes", "Seeds in the last positions that fill no vector of four are lost.",
      .stagesEqual
    ) {
      pipeline in
      pipeline.seeds = { gamma, request, geometry in
        var seeds = Pipeline.sample(gamma, request, geometry)
        for position in seeds.count / 4 * 4..<seeds.count { seeds[position] = false }
        return seeds
      }
    },
    Mutant(
      "at-most-two-seeds", "A third seed of a map, and any after it, is lost.", .rateMasks
    ) {
      pipeline in
      pipeline.seeds = { gamma, request, geometry in
        var seeds = Pipeline.sample(gamma, request, geometry)
        var count = 0
        for position in seeds.indices {
          if position % max(geometry.positionsPerMap, 1) == 0 { count = 0 }
          if seeds[position] { count += 1 }
          if count > 2 { seeds[position] = false }
        }
        return seeds
      }
    },
    Mutant(
      "samplers-confused", "The sparse sampler is used where Bernoulli was asked for.",
      .stagesEqual
    ) {
      pipeline in
      pipeline.request = {
        var request = $0
        request.configuration.sampler = .sparse
        return request
      }
    },
  ]

  /// Faults in schedules.
  static let scheduleMutants = [
    Mutant(
      "schedule-off-by-one", "The linear schedule reaches its stop one step late.",
      .scheduleLinear
    ) {
      $0.values = { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        guard case .linear(let start, let stop, let steps) = question.schedule else {
          return try ReferenceSchedules.values(question)
        }
        _ = try ReferenceLinearSchedule(from: start, to: stop, steps: steps)
        let late = try ReferenceLinearSchedule(from: start, to: stop, steps: steps + 1)
        return question.steps.map { late.value(at: $0) }
      }
    },
    Mutant(
      "paper-schedule-early", "The paper's schedule begins at its second value.", .schedulePaper
    ) {
      $0.values = { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        var early = question
        if case .paper = question.schedule { early.steps = question.steps.map { $0 + 1 } }
        return try ReferenceSchedules.values(early)
      }
    },
    Mutant(
      "groups-swapped", "Gamma is divided by 4 in group 4 instead of group 3.", .scheduleGroups
    ) {
      $0.values = { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        var swapped = question
        if case .groups = question.schedule {
          swapped.steps = question.steps.map { $0 == 3 ? 4 : $0 == 4 ? 3 : $0 }
        }
        return try ReferenceSchedules.values(swapped)
      }
    },
    Mutant(
      "schedule-forgotten", "A resumed schedule starts again at its first value.", .scheduleResume
    ) {
      $0.values = { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        var forgetful = question
        if let resumed = question.resumesBefore, resumed < question.steps.count {
          let first = question.steps[resumed]
          for index in resumed..<question.steps.count { forgetful.steps[index] -= first }
        }
        return try ReferenceSchedules.values(forgetful)
      }
    },
  ]
}
