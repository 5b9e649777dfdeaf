import Foundation

extension Dropper {
  /// What is wrong with a dropper, for tests that want to see the suite turn red.
  public enum Fault: String, Sendable {
    /// Dropped units are multiplied by 0, which lets NaN through.
    case multiplied

    /// The rate is taken for the share to keep.
    case swapped

    /// The fault that the environment variable `DROPPER_FAULT` names; nil for none.
    public static var planted: Fault? {
      ProcessInfo.processInfo.environment["DROPPER_FAULT"].flatMap(Fault.init)
    }
  }
}
