extension Evidence {
  /// What is wrong with the values of a schedule.
  public enum Schedule: Sendable, Hashable {
    /// An admissible schedule was refused, with the subject's message.
    case refused(String)

    /// Another number of values came than were asked for.
    case count(expected: Int, got: Int)

    /// The value of a step.
    case value(Value)

    /// An inadmissible schedule has values.
    case computed([Double])

    /// A value that is not the specification's, and those around it.
    public struct Value: Sendable, Hashable {
      /// The step.
      public var step: Int

      /// Its value by the specification.
      public var expected: Double

      /// Its value.
      public var got: Double

      /// The steps around it, in their order.
      public var around: [Step]
    }

    /// The value of a step, as it came.
    public struct Step: Sendable, Hashable {
      /// The step.
      public var step: Int

      /// Its value.
      public var value: Double
    }
  }
}
