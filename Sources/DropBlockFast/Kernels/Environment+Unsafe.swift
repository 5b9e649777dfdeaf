import DropBlockPlatform

/// The value of an environment variable, or nil where it is not set.
func environmentValue(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}
