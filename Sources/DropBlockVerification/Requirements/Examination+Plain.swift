import DropBlockContract
import DropBlockGenerators

/// What the number format and the layout of a case have to do with its fault.
extension Examination {
  /// A fault of a case, and whether the same case has it in single precision, channels first.
  ///
  /// One more question is asked. The key is the same, and masks depend on neither format nor layout;
  /// a subject that draws other masks all the same, for want of a key, may be lucky.
  func comparedWithPlain(_ fault: Fault) -> Fault {
    guard let question = fault.question, let plain = plainTwin(of: question) else { return fault }
    var compared = fault
    do {
      let result = try ask(plain).result(to: plain)
      var found = Self.wrongFormat(result, plain)
      if found == nil, case .fails(let failure) = try judgeWhole(plain, result) {
        found = failure.fault
      }
      compared.isAlsoPlain = found?.isLike(fault) ?? false
    } catch CaseEnd.fails(let found) {
      compared.isAlsoPlain = found.isLike(fault)
    } catch {
      // Not answered: nothing is known.
    }
    return compared
  }

  /// The same case in single precision, channels first; nil if it is that already, or not offered.
  private func plainTwin(of question: SubjectCase) -> SubjectCase? {
    guard declaration.elementTypes.contains(.float32),
      declaration.layouts.contains(.channelsFirst)
    else { return nil }
    var plain = question
    plain.request.shape.layout = .channelsFirst
    plain.input = question.input.converted(to: .float32)
    plain.outputGradient = question.outputGradient?.converted(to: .float32)
    return plain == question ? nil : plain
  }
}

extension TensorBits {
  /// The same numbers in another format, rounded once.
  fileprivate func converted(to type: ElementType) -> TensorBits {
    type == elementType ? self : TensorBits((0..<count).map { self[$0] }, as: type)
  }
}

extension Fault {
  /// Whether another fault shows at the same site and is of the same kind, whatever its numbers.
  fileprivate func isLike(_ other: Fault) -> Bool {
    guard site == other.site else { return false }
    return switch (evidence, other.evidence) {
    case (.values(.multiple), .values(.noCommonFactor)),
      (.values(.noCommonFactor), .values(.multiple)), (.values(.multiple), .values(.noFactor)),
      (.values(.noFactor), .values(.multiple)):
      false
    default: true
    }
  }
}
