import DropBlockContract

/// A correct DropBlock with one fault: what the suite must find.
package struct Mutant: Sendable {
  /// The name on the command line, after `mutant:`.
  package let name: String

  /// What is wrong, in one sentence.
  package let fault: String

  /// The requirement that names the fault; it must turn red, unless the mutant is equivalent, and
  /// others may.
  package let requirement: RequirementID

  /// Why nothing that an implementation computes is changed by it; nil of a fault that shows.
  package let equivalence: String?

  /// Puts the fault in.
  let plant: @Sendable (inout Pipeline) -> Void

  /// Changes the key from call to call, or with the number of threads, or in large tensors.
  let disturb: Disturbance?

  /// What is changed in the key, by the number of the call, the threads and the units of the tensor.
  typealias Disturbance = @Sendable (_ call: Int, _ threads: Int?, _ units: Int) -> UInt64

  /// Whether the key changes for the backward pass alone.
  let disturbsBackwardOnly: Bool

  init(
    _ name: String, _ fault: String, _ requirement: RequirementID, equivalence: String? = nil,
    _ plant: @escaping @Sendable (inout Pipeline) -> Void
  ) {
    self.name = name
    self.fault = fault
    self.requirement = requirement
    self.equivalence = equivalence
    self.plant = plant
    disturb = nil
    disturbsBackwardOnly = false
  }

  init(
    _ name: String, _ fault: String, _ requirement: RequirementID, inBackwardOnly: Bool = false,
    disturb: @escaping Disturbance
  ) {
    self.name = name
    self.fault = fault
    self.requirement = requirement
    self.disturb = disturb
    disturbsBackwardOnly = inBackwardOnly
    equivalence = nil
    plant = { _ in }
  }

  /// Every mutant.
  package static let all: [Mutant] =
    rateMutants + optionMutants + blockMutants + borderMutants + shapeMutants + memoryMutants
    + scaleMutants + countMutants + valueMutants + gradientMutants + randomMutants
    + independenceMutants + counterMutants + scheduleMutants

  /// The mutant with a name, or one with several faults at once: their names joined by `+`.
  ///
  /// Faults that change from call to call are planted alone only.
  package static func named(_ name: String) -> Mutant? {
    if let single = all.first(where: { $0.name == name }) { return single }
    let names = name.split(separator: "+", omittingEmptySubsequences: false)
    let mutants = names.compactMap { name in all.first { $0.name == name && $0.disturb == nil } }
    return names.count > 1 && mutants.count == names.count ? Mutant(planting: mutants) : nil
  }

  /// A mutant with several faults at once.
  init(planting mutants: [Mutant]) {
    let plants = mutants.map(\.plant)
    self.init(
      mutants.map(\.name).joined(separator: "+"), mutants.map(\.fault).joined(separator: " "),
      mutants[0].requirement
    ) { pipeline in
      for plant in plants { plant(&pipeline) }
    }
  }

  /// The mutant as a subject: it declares everything, as the correct engines do.
  package func subject(version: String) -> EngineSubject {
    var pipeline = Pipeline()
    plant(&pipeline)
    let planted = pipeline
    let (disturb, disturbsBackwardOnly) = (disturb, disturbsBackwardOnly)
    var calls = 0
    let declaration = SubjectDeclaration.everything(named: "mutant:\(name)", version: version)
    return EngineSubject(
      declaration,
      engine: { threads in
        calls += 1
        guard let disturb else { return PipelineEngine(pipeline: planted) }
        var disturbed = planted
        let call = calls
        let changed: @Sendable (DropBlockRequest) -> DropBlockRequest = {
          var request = $0
          // What is to be refused may have more units than a number can hold.
          let isAdmissible = (try? request.validate()) != nil
          request.key ^= disturb(call, threads, isAdmissible ? request.shape.unitCount : 0)
          return request
        }
        if disturbsBackwardOnly {
          disturbed.backward = changed
        } else {
          disturbed.request = changed
        }
        return PipelineEngine(pipeline: disturbed)
      }, values: planted.values)
  }
}
