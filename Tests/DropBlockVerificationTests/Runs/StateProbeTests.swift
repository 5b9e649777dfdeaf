import DropBlockContract
import Testing

@testable import DropBlockVerification

/// What the probe says of a subject that changes what it is asked, call by call.
private func fault(
  isKeyed: Bool = true, before questions: [SubjectCase] = [], forget: (() -> Void)? = nil,
  _ change: @escaping (_ call: Int, inout SubjectCase) -> Void
) throws -> StateFault? {
  var calls = 0
  let box = BlackBox(.none, isKeyed: true)
  let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
    cases.flatMap { question in
      var changed = question
      calls += 1
      change(calls, &changed)
      return box.run([changed])
    }
  }
  if isKeyed { subject.declaration.capabilities = [.keyed] }
  subject.forget = forget
  let examination = VerificationRun(subject, profile: .brief, key: 5).examination()
  _ = try examination.ask(questions)
  guard let known = StateProbe.fault(examination) else { return nil }
  guard case .state(let fault) = known else {
    Issue.record("\(known)")
    return nil
  }
  return fault
}

/// Six questions with one drop probability, on maps of other sizes.
private let questions = (3..<9).map { size in
  SubjectCase(
    DropBlockRequest(
      DropBlockConfiguration(blockSize: 1, dropProbability: 0.3),
      shape: Shape(samples: 2, channels: 3, spatial: [size, size]), key: UInt64(size)),
    input: TensorBits(repeating: 1, count: 6 * size * size, as: .float32))
}

struct StateProbeTests {
  @Test func `calls that look as they should are nothing`() throws {
    #expect(try fault { _, _ in } == nil)
    #expect(
      try fault(isKeyed: false) { call, question in question.request.key = UInt64(call) } == nil)
  }

  @Test func `masks that never change are all alike, whoever chooses the key`() throws {
    #expect(
      try fault { _, question in question.request.key = 3 } == .everyCallAlike(calls: 32, keys: 17))
    #expect(
      try fault(isKeyed: false) { _, question in question.request.key = 3 }
        == .everyCallAlike(calls: 16, keys: 0))
  }

  @Test(arguments: [2, 3, 8])
  func `masks that come round do so every so many calls`(period: Int) throws {
    for isKeyed in [true, false] {
      let found = try fault(isKeyed: isKeyed) { call, question in
        question.request.key = UInt64(call % period)
      }
      #expect(found == .masksRepeat(every: period, calls: isKeyed ? 32 : 16))
    }
  }

  @Test func `a key without effect is told from one that is ignored now and then`() throws {
    let without = try fault { call, question in question.request.key = UInt64(call) }
    #expect(without == .keyIsIgnored(calls: 16))
    let partly = try fault { call, question in
      if call == 6 { question.request.key ^= 1 << 40 }
    }
    #expect(partly == .keyIsIgnoredInPart(different: 2, calls: 16))
  }

  @Test func `keys with one mask collide, and masks that return are counted`() throws {
    let collide = try fault { _, question in question.request.key %= 2 }
    guard case .keysCollide(let different, 17)? = collide else {
      Issue.record("\(String(describing: collide))")
      return
    }
    #expect(different <= 2)
    let returned = try fault(isKeyed: false) { call, question in
      question.request.key = UInt64(call == 7 ? 3 : call)
    }
    #expect(returned == .masksReturn(different: 15, calls: 16))
  }

  @Test func `a mask that depends on the input is told by one request with others`() throws {
    let found = try fault { _, question in
      if question.input[0] < 0 { question.request.key ^= 1 }
    }
    #expect(found == .maskDependsOnInput)
  }

  @Test func `what dropped before and drops no more was asked again`() throws {
    let first = (0..<3).map { key in
      SubjectCase(
        DropBlockRequest(
          DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
          shape: Shape(samples: 2, channels: 3, spatial: [6, 6]), key: UInt64(key)),
        input: TensorBits(repeating: 1, count: 216, as: .float32))
    }
    func stops(after calls: Int) -> (Int, inout SubjectCase) -> Void {
      { call, question in
        if call > calls { question.request.configuration.dropProbability = 0 }
      }
    }
    #expect(try fault(before: first, stops(after: 3)) == .dropsNoMore(requests: 3))
    // What never dropped anything has not stopped to.
    #expect(try fault(before: first, stops(after: 0)) == nil)
    // Where the small tensor of the probe alone is left alone, nothing has stopped.
    let elsewhere = try fault(before: first) { _, question in
      if question.request.shape.spatial == [9, 8] {
        question.request.configuration.dropProbability = 0
      }
    }
    #expect(elsewhere == nil)
  }

  @Test func `what the first question leaves behind shows in a subject that has forgotten it`()
    throws
  {
    // The key of the first question with a drop probability is that of all with it.
    var kept: [Double: UInt64] = [:]
    let keeps = { (_: Int, question: inout SubjectCase) in
      let p = question.request.configuration.dropProbability
      if p == 0.3 { question.request.key = kept[p, default: question.request.key] }
      kept[p] = question.request.key
    }
    let found = try fault(before: questions, forget: { kept = [:] }, keeps)
    #expect(found == .answerDependsOnOthers(requests: 6, of: 6))
    // Of a subject that can't forget nothing is known.
    #expect(try fault(before: questions, keeps) == nil)
    #expect(try fault(before: questions, forget: {}) { _, _ in } == nil)
  }

  @Test func `a factor that is kept from an earlier call is no mask that is`() throws {
    var factor: Double?
    let found = try fault(before: questions, forget: { factor = nil }) { _, question in
      factor = factor ?? Double(question.request.shape.spatial[0])
      question.request.configuration.scale = .fixed(factor ?? 1)
    }
    #expect(found == .factorDependsOnOthers(requests: 6, of: 6))
  }

  @Test func `only requests that drop other units are said to`() throws {
    // Of six requests three have the key of the first, and all have its factor.
    var first: (factor: Double, key: UInt64)?
    let found = try fault(before: questions, forget: { first = nil }) { _, question in
      let size = question.request.shape.spatial[0]
      first = first ?? (Double(size), UInt64(size))
      question.request.configuration.scale = .fixed(first?.factor ?? 1)
      if [4, 5, 6].contains(size) { question.request.key = first?.key ?? 0 }
    }
    #expect(found == .answerDependsOnOthers(requests: 3, of: 6))
  }

  @Test func `a mask that changes from call to call is not taken for one of the input`() throws {
    // From the last input of the row but one on, in the second half of the probe.
    let found = try fault { call, question in
      if call > 36 { question.request.key ^= 1 }
    }
    #expect(found == nil)
  }

  @Test func `few masks of many keys may be what is left of many`() throws {
    var calls = 0
    let found = try fault(before: questions, forget: { calls = 0 }) { _, question in
      calls += 1
      question.request.key = calls > 6 ? question.request.key % 2 : UInt64(calls)
    }
    guard case .answerDependsOnOthers? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
  }
}
