package import ScanModel
package import VectaraAPI

/// The keys of an account, to be found by what a report holds: a key's fingerprint, or its ID's.
package struct AccountKeys: Sendable {
  /// The keys in the order of the listing.
  package let keys: [APIKey]

  /// Where in `keys` a secret or an ID of that fingerprint is.
  private var positions: [Fingerprint: Int] = [:]

  /// Makes the table of a listing.
  package init(_ keys: [APIKey]) {
    self.keys = keys
    for (position, key) in keys.enumerated() {
      positions[Fingerprint(of: Array(key.id.utf8).span)] = position
      guard let fingerprint = key.fingerprint else { continue }
      // Of two keys with one secret, the one that works is the one to worry about.
      if let known = positions[fingerprint], keys[known].isEnabled == true { continue }
      positions[fingerprint] = position
    }
  }

  /// The account's key whose secret, or whose ID, has this fingerprint; `nil` for none.
  package subscript(fingerprint: Fingerprint) -> APIKey? {
    positions[fingerprint].map { keys[$0] }
  }

  /// How many keys the account lists without their secret: a found key may be one of them.
  package var hiddenSecretCount: Int { keys.count { $0.fingerprint == nil } }
}
