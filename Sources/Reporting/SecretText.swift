import ScanModel

/// The one way from a secret to text, for `--show-secrets`.
enum SecretText {
  /// The text of the secret itself.
  ///
  /// Bytes that are not UTF-8, which no built-in rule matches, are written `\xNN`.
  static func revealed(_ secret: Secret) -> String {
    secret.withBytes { bytes in
      ContentPath(bytes.indices.map { bytes[$0] }).text
    }
  }
}
