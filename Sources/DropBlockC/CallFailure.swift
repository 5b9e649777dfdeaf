import CDropBlock
import DropBlockContract

/// Why a call across the border returns something else than `DROPBLOCK_OK`.
enum CallFailure: Error {
  /// A pointer or a constant that means nothing.
  case badArgument(String)
  /// What the engine refused.
  case refused(DropBlockError)

  /// The number that is returned.
  var status: Int32 {
    switch self {
    case .badArgument: Int32(DROPBLOCK_BAD_ARGUMENT)
    case .refused: Int32(DROPBLOCK_REFUSED)
    }
  }

  /// The text that `dropblock_last_error` gives.
  var text: String {
    switch self {
    case .badArgument(let text): text
    case .refused(let error): error.description
    }
  }
}

/// The status of a call, whose failure is remembered for this thread.
func status(of call: () throws(CallFailure) -> Void) -> Int32 {
  do {
    try call()
    return Int32(DROPBLOCK_OK)
  } catch {
    LastError.set(error.text)
    return error.status
  }
}

/// Calls the engine; what it throws was refused.
func refusing<Value>(
  _ call: () throws(DropBlockError) -> Value
) throws(CallFailure) -> Value {
  do { return try call() } catch { throw .refused(error) }
}
