/// The rule files that are part of the program.
package enum BuiltinRules {
  /// One rule file.
  package struct File: Sendable {
    /// The file's name in this folder.
    package let name: String

    /// The whole file.
    package let bytes: [UInt8]
  }

  /// The files of this folder.
  package static let files = [
    File(name: "vectara.json5", bytes: PackageResources.vectara_json5)
  ]
}
