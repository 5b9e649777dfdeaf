import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct FaultSentencesTests {
  @Test func `a fault shows what was asked before what was seen`() {
    let seen = Evidence.custom("seen")
    let schedule = ScheduleCase(.paper(target: 0.1, steps: 4), steps: [0, 2, 3], resumesBefore: 1)
    let faults: [(Fault, String)] = [
      (Fault(.scale, on: SampleFaults.question, seen), SampleFaults.heading + "seen"),
      (
        Fault(.scheduleValue, on: schedule, seen),
        "schedule paper(target: 0.1, steps: 4), resumed before step 2\nseen"
      ),
      (Fault(.undefinedOutput, seen), "seen"),
      (
        Fault(.pair, on: .survey(SampleFaults.plan), seen), "map 2×3, block 2, p 0.25, sparse\nseen"
      ),
    ]
    for (fault, message) in faults {
      #expect(fault.message == message)
      #expect("\(fault)" == message)
    }
  }

  @Test func `a place is a sample, a channel and a position`() {
    #expect(SampleFaults.place.words == "sample 0, channel 1, position (1, 1)")
    #expect(UnitPlace(7, in: [2, 2, 2]).words == "sample 1, channel 1, position (1)")
  }

  @Test(arguments: [
    (TensorElement(1.5, as: .float16), "1.5 (bits 0x3e00)"),
    (TensorElement(0.1, as: .bfloat16), "0.10009765625 (bits 0x3dcd)"),
    (TensorElement(-0.0, as: .float32), "-0.0 (bits 0x80000000)"),
    (TensorElement(0, as: .float64), "0.0 (bits 0x0000000000000000)"),
    (TensorElement(TensorBits([Float(2)]), 0), "2.0 (bits 0x40000000)"),
  ])
  func `an element shows all digits of its bits`(element: TensorElement, words: String) {
    #expect(element.words == words)
  }
}
