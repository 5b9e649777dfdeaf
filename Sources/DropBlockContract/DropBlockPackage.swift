/// The package as a whole: its version, which is written here and nowhere else.
package enum DropBlockPackage {
  /// The version as a literal, for C, which is given a pointer that stays valid.
  package static let staticVersion: StaticString = "0.1.0"

  /// The version of the package.
  package static var version: String { staticVersion.description }
}
