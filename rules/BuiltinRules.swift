/// The rule files that are part of the program.
package enum BuiltinRules {
  /// The name and the bytes of each file in this folder.
  package static let files: [(name: String, bytes: [UInt8])] = [
    ("vectara.json5", PackageResources.vectara_json5)
  ]
}
