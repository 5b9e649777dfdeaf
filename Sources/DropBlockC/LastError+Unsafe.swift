import DropBlockPlatform

/// The text of each thread's last failure, in memory that lives as long as the thread.
enum LastError {
  /// Longer texts are cut.
  private static let capacity = 512

  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    let status = unsafe pthread_key_create(&key) { memory in unsafe free(memory) }
    return status == 0 ? key : nil
  }()

  /// Replaces this thread's text; when memory is short, the older one stays.
  static func set(_ text: String) {
    guard let key else { return }
    if unsafe pthread_getspecific(key) == nil {
      guard let memory = unsafe calloc(capacity, 1) else { return }
      guard unsafe pthread_setspecific(key, memory) == 0 else {
        unsafe free(memory)
        return
      }
    }
    guard let memory = unsafe pthread_getspecific(key) else { return }
    unsafe text.copy(to: memory.assumingMemoryBound(to: CChar.self), capacity: capacity)
  }

  /// This thread's text, ended by a zero; empty when there is none.
  static var pointer: UnsafePointer<CChar> {
    if let key, let memory = unsafe pthread_getspecific(key) {
      return unsafe UnsafePointer(memory.assumingMemoryBound(to: CChar.self))
    }
    return unsafe text("")
  }

  /// A literal as C sees it.
  static func text(_ literal: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
