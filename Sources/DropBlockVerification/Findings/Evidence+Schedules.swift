extension Evidence {
  /// What is wrong with the values of a schedule.
  package enum Schedule: Sendable, Hashable {
    /// An admissible schedule was refused, with the subject's message.
    case refused(String)

    /// Another number of values came than were asked for.
    case count(expected: Int, got: Int)

    /// The value of a step.
    case value(Value)

    /// An inadmissible schedule has values.
    case computed([Double])

    /// A value that is not the specification's, and those around it.
    package struct Value: Sendable, Hashable {
      /// The step.
      package var step: Int

      /// Its value by the specification.
      package var expected: Double

      /// Its value.
      package var got: Double

      /// The steps around it, in their order.
      package var around: [Step]
    }

    /// The value of a step, as it came.
    package struct Step: Sendable, Hashable {
      /// The step.
      package var step: Int

      /// Its value.
      package var value: Double
    }
  }
}
