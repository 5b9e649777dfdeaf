import DropBlockContract
import DropBlockGenerators

extension Challenge {
  /// A challenge and the answers to it, read and found to belong together.
  package struct Answered {
    /// What was asked.
    package let challenge: Challenge

    /// Who answered.
    package let subject: any Subject

    /// How large the challenge is.
    package let size: Size
  }

  /// Reads a challenge and the answers to it.
  ///
  /// The challenge is made again from its first line, and held against the file: what is judged is what
  /// this version asks.
  ///
  /// - Parameters:
  ///   - file: The file of the challenge.
  ///   - answers: The file of the answers.
  ///   - progress: Called with the share of the work that is done.
  /// - Throws: ``ChallengeError``: what is wrong with the one or the other.
  package static func read(
    _ file: [UInt8], answers bytes: [UInt8], progress: (Double) -> Void = { _ in }
  ) throws -> Answered {
    let line = Array(file.prefix(SubjectProtocol.headerLimit).prefix { $0 != 0x0A })
    let challenge = try Challenge(parsing: line)
    var answers = try AnswerFile(bytes, to: challenge)
    var known: [Exchange.Key: [[AnswerFile.Answer]]] = [:]
    var size = Size()
    func hold(_ bytes: [UInt8], _ request: Int) throws(ChallengeError) {
      let end = size.bytes + bytes.count
      guard end <= file.count, file[size.bytes..<end] == bytes[...] else {
        throw .changed(request: request)
      }
      size.bytes = end
    }
    try hold(challenge.hello, 0)
    try challenge.ask(progress: progress) { exchange, first in
      var parts: [AnswerFile.Answer] = []
      for request in exchange.requests {
        if request.caseCount > 0 { size.requests += 1 }
        try hold(request.bytes, size.requests)
        size.cases += request.caseCount
        let place = RequestPlace(
          number: size.requests, section: exchange.key.section.name,
          words: request.words(hasOwnStream: challenge.declaration.samplers.isEmpty))
        parts.append(try answers.answer(to: request, of: challenge, at: place))
      }
      known[exchange.key, default: []].append(parts)
    }
    try hold(ProtocolEncoder.stop, size.requests + 1)
    guard size.bytes == file.count else {
      throw ChallengeError.changed(request: size.requests + 1)
    }
    try answers.end()
    return Answered(
      challenge: challenge,
      subject: AnsweredSubject(answers.declaration, bytes: bytes, answers: known), size: size)
  }
}
