/// A challenge that can't be made or is none, or answers that can't be judged.
package enum ChallengeError: Error, Sendable, Hashable {
  /// The file of the challenge states none; how it begins.
  case noChallenge(beginning: String)

  /// It was made by another version, which may ask otherwise.
  case otherVersion(made: String, this: String)

  /// It is not what follows from its first line: from this request on, or from its end; 0 for the first line.
  case changed(request: Int)

  /// It would have more bytes than the limit.
  case tooLarge(limit: Int)

  /// A token's case is not one of a property, or can't be drawn again.
  case noCase(String)

  /// The file of answers has none.
  case noAnswers

  /// It is a challenge.
  case answersAreChallenge

  /// The answers don't begin with an answer to hello; what is wrong.
  case noHello(String)

  /// The subject that answered declares itself otherwise than the challenge was made for.
  case otherDeclaration(challenge: String, answers: String)

  /// What is an answer to another challenge.
  case otherChallenge(expected: String, got: String, place: RequestPlace)

  /// Another request of this challenge is answered in this one's place.
  case otherOrder(got: String, place: RequestPlace)

  /// The answers end before the answer to a request, or within it.
  case ends(within: Bool, place: RequestPlace)

  /// What stands in the place of an answer is none; what is wrong.
  case noAnswer(String, place: RequestPlace)

  /// So many bytes follow the last answer.
  case trailing(bytes: Int)
}

extension ChallengeError: CustomStringConvertible {
  /// One sentence that says what is wrong, and what is admissible.
  package var description: String {
    switch self {
    case .noChallenge(let beginning):
      "this is no challenge, which begins with a hello that states one; 'dropblock challenge' makes one: "
        + "\(beginning)"
    case .otherVersion(let made, let this):
      "this challenge was made by version \(made.isEmpty ? "?" : made), and another may ask otherwise; this is "
        + "version \(this)"
    case .changed(0):
      "the first line of this challenge has been changed, or was made by another build; make the challenge anew"
    case .changed(let request):
      "from request \(request) on this challenge is not what follows from its first line: it was cut short or "
        + "changed, or made by another build"
    case .tooLarge(let limit):
      "the challenge would have more than \(limit >> 20) MiB; '--profile quick', a larger '--margin' or '--only' "
        + "make it smaller"
    case .noCase(let reason): "the token's case can't be asked: \(reason)"
    case .noAnswers: "there are no answers: the file is empty"
    case .answersAreChallenge: "this is a challenge, and not the answers to one"
    case .noHello(let reason):
      "answers begin with an answer to hello, and these don't: the subject \(reason)"
    case .otherDeclaration(let challenge, let answers):
      "the answers are those of a subject that declares \(answers), and the challenge was made for one that "
        + "declares \(challenge); make one with '--declaration ANSWERS'"
    case .otherChallenge(let expected, let got, let place):
      "these are the answers to another challenge: '\(got)' is answered, where request \(place.number) of this one "
        + "is '\(expected)'"
    case .otherOrder(let got, let place):
      "'\(got)' is answered in the place of request \(place): each request has one answer, in their order"
    case .ends(let within, let place):
      "the answers end \(within ? "within" : "before") the answer to request \(place)"
    case .noAnswer(let reason, let place):
      "what stands in the place of the answer to request \(place) is none: the subject \(reason)"
    case .trailing(let bytes): "\(bytes) bytes follow the last answer"
    }
  }

  /// The same as the description.
  package var localizedDescription: String { description }
}

extension ChallengeError {
  /// Whether it is the challenge that is wrong, and not the answers.
  package var isAboutChallenge: Bool {
    switch self {
    case .noChallenge, .otherVersion, .changed, .tooLarge, .noCase: true
    default: false
    }
  }
}

extension RequestPlace: CustomStringConvertible {
  /// The number, for what it is asked, and what it asks.
  package var description: String { "\(number), for \(section): \(words)" }
}
