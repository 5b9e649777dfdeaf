import Testing

@testable import DropBlockVerification

@Suite struct ScheduleSentencesTests {
  @Test(
    arguments: [
      (.refused("no"), "refused: no"),
      (.count(expected: 4, got: 3), "4 values asked for, 3 came"),
      (
        .value(
          .init(
            step: 1, expected: 0.25, got: 0.5,
            around: [.init(step: 0, value: 0), .init(step: 1, value: 0.5)])),
        """
        step 1:
          expected 0.25
          got      0.5
        steps [0, 1]: got [0.0, 0.5]
        """
      ),
      (.computed([0.5, 1]), "group 5: gave [0.5, 1.0] instead of an error"),
    ] as [(Evidence.Schedule, String)])
  func `what is wrong with a schedule is told`(schedule: Evidence.Schedule, words: String) {
    let question = ScheduleCase(.groups, steps: [5])
    let fault = Fault(.inadmissible("group 5"), on: question, .schedule(schedule))
    #expect(fault.message == "schedule groups\n" + words)
  }
}
