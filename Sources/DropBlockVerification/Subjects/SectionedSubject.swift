/// A part of a run, in which questions are asked for one purpose.
///
/// The same question may be asked in several of them, and a subject that is at fault may answer it
/// differently each time.
struct RunSection: Sendable, Hashable {
  /// What the part is about: a requirement's identifier, or one of those below.
  let name: String

  /// The first questions of a run, before any requirement is judged.
  static let opening = RunSection(name: "opening")

  /// The surveys, which requirements share: who asks first depends on what was decided before.
  static let surveys = RunSection(name: "surveys")

  /// What is asked once everything has been judged, to explain what is red.
  static let explanation = RunSection(name: "explanation")
}

/// A subject that is told where in a run it is asked: one that takes questions down, or that looks their
/// answers up.
protocol SectionedSubject: Subject {
  /// How many questions it had no answer to, so far; it says `unsupported` to them.
  var unanswered: Int { get }

  /// Whether it has an answer to cases that are asked now.
  func hasAnswer(to cases: [SubjectCase]) -> Bool

  /// What follows belongs to another part of the run.
  func begin(_ section: RunSection)

  /// What follows is one case, judged by itself: nothing of the part was asked before it.
  func beginCase()
}
