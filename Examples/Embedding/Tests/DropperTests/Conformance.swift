import DropBlockVerification
import Dropper
import Testing

@Suite struct Conformance {
  @Test func `the dropper is DropBlock`() throws {
    let run = VerificationRun(
      dropper(.planted), by: Requirement.all + [.keepsSigns], profile: .quick,
      replayLine: .environment("swift test --filter Conformance"))
    let summary = try run.run(replaying: .environment())
    #expect(summary.conclusion == .conforms, "\(summary)")
  }
}

/// A dropper as the suite sees it: what it says of itself, and how it is called.
func dropper(_ fault: Dropper.Fault? = nil) -> FunctionSubject {
  var declaration = SubjectDeclaration(name: "dropper", version: "1.0")
  declaration.capabilities = [.keyed]
  return FunctionSubject(declaration, isRefusal: { $0 is Dropper.Refusal }) { question in
    let request = question.request
    let sizes = [request.shape.samples, request.shape.channels] + request.shape.spatial
    // Inadmissible cases are asked too, and must be refused: this one can't even be put to a dropper.
    guard sizes.count == 4 else { throw Dropper.Refusal("\(sizes) is no image") }
    let drop = Dropper(
      blockSize: try request.configuration.blockSize.sides(rank: 2)[0],
      rate: request.configuration.dropProbability, fault: fault)
    let output = try drop(
      question.input.elements(as: Float.self), size: (sizes[0], sizes[1], sizes[2], sizes[3]),
      seed: request.key, isTraining: request.mode == .training)
    return SubjectResult(output: TensorBits(output))
  }
}
