import DropBlockContract
import Testing

@testable import DropBlockVerification

struct CaseDiagnosisTests {
  @Test(
    arguments: [
      ("keep-for-drop", "gamma is computed from 1 − p"),
      ("gamma-two-percent-high", "gamma is 1.02000 times the one asked for"),
      ("oversized-unclipped", "none of the known gammas explains"),
      ("count-over-sample", "kept units are multiplied by units / kept of the first sample"),
      ("scale-by-probability", "kept units are multiplied by 1 / (1 − p)"),
      ("scale-by-drop-probability", "kept units are multiplied by 1 / p"),
      ("overlaps-counted-twice", "kept units are multiplied by units / kept with units under"),
      (
        "count-in-tensor-precision", "kept units are multiplied by units / kept with the kept count"
      ),
      ("float16-factor", "kept units are multiplied by units / kept, rounded to half precision"),
      ("backward-unscaled", "kept units are multiplied by 1: kept units are not scaled"),
      ("even-centred", "blocks are centred on seeds of the valid grid and cut at the border"),
      ("kept-for-dropped", "the mask is inverted"),
      ("channels-shared", "all channels of a sample have one mask"),
    ])
  func `the first stage that differs is explained by the rule that it follows`(
    name: String, words: String
  ) throws {
    let mutant = try #require(Mutant.named(name)).subject(version: "0")
    var run = VerificationRun(mutant, profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "stages.equal" }
    guard case .violated(let violation)? = run.judged().verdicts.first?.outcome else {
      Issue.record("\(name) is not found")
      return
    }
    #expect(
      violation.diagnosis?.lines.first?.hasPrefix(words) == true,
      "\(String(describing: violation.diagnosis))")
  }

  @Test func `faults that are in no catalogue are explained too`() throws {
    let reversed = Mutant("reversed", "The block's sides change places.", "mask.blocks") {
      pipeline in
      pipeline.request = {
        var request = $0
        if case .perAxis(let sides) = request.configuration.blockSize {
          request.configuration.blockSize = .perAxis(sides.reversed())
        }
        return request
      }
    }
    let halved = Mutant("halved", "The kept share is rounded to half.", "scale.factor") {
      pipeline in
      pipeline.factors = { mask, request, _ in
        Pipeline.factors(mask, request).map { 1 / Double(Float16(1 / $0)) }
      }
    }
    for (mutant, requirement, words) in [
      (
        reversed, RequirementID.maskBlocks, "height and width of the block are taken for each other"
      ),
      (halved, .scaleFactor, "1 / (kept / units) with the kept share in half precision"),
    ] {
      var run = VerificationRun(
        mutant.subject(version: "0"), profile: .quick, key: 1)
      run.requirements = Requirement.all.filter { $0.id == requirement }
      guard case .violated(let violation)? = run.judged().verdicts.first?.outcome else {
        Issue.record("\(mutant.name) is not found")
        continue
      }
      #expect(
        (violation.diagnosis?.lines ?? []).contains { $0.contains(words) },
        "\(String(describing: violation.diagnosis))")
    }
  }

  @Test func `a rule that gives infinity does not explain a number`() throws {
    // One map of two has nothing kept, so that the mean over the maps is infinite.
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    configuration.scale = .map
    let shape = Shape(samples: 1, channels: 2, spatial: [2, 2])
    let question = SubjectCase(
      DropBlockRequest(configuration, shape: shape, key: 1),
      input: TensorBits(repeating: 1, count: 8, as: .float32))
    let mask = [true, true, true, true, true, true, true, false]
    for factor in [2.9, 62.5, 4.03] {
      let output = TensorBits(mask.map { $0 ? 0 : factor }, as: .float32)
      var diagnosis = CaseDiagnosis()
      diagnosis.add(
        Fault(.scale, on: question, .answer(.noGradient)), question,
        .result(SubjectResult(output: output)))
      #expect(diagnosis.cases == 1)
      #expect(diagnosis.diagnosis?.explanation == nil, "\(String(describing: diagnosis.diagnosis))")
    }
  }

  @Test func `a factor that is off by the same everywhere is told by how much`() throws {
    let odd = Mutant("odd", "The factor is 3 % too large.", "scale.factor") { pipeline in
      pipeline.factors = { mask, request, _ in
        Pipeline.factors(mask, request).map { $0 * 1.03 }
      }
    }
    var run = VerificationRun(
      odd.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "scale.factor" }
    let causes = run.judged().explanation.causes
    #expect(
      causes.map(\.sentence) == ["kept units are multiplied by 1.03 times the factor asked for"])
  }

  @Test func `a fault that no rule explains is said to be none of the known ones`() throws {
    let odd = Mutant("odd", "The factor is 0.03 too large.", "scale.factor") { pipeline in
      pipeline.factors = { mask, request, _ in
        Pipeline.factors(mask, request).map { $0 + 0.03 }
      }
    }
    var run = VerificationRun(
      odd.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == "scale.factor" }
    guard case .violated(let violation)? = run.judged().verdicts.first?.outcome else {
      Issue.record("the factor is not found")
      return
    }
    #expect(
      violation.diagnosis?.lines.first?.hasPrefix("none of the known factors explains") == true)
  }
}
