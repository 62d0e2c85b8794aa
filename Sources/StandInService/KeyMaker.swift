internal import Rules
internal import ScanModel

/// Makes fake keys from a seed, and from nothing else.
package struct KeyMaker: Sendable {
  private let seed: String

  /// Starts from a seed: 1 to 20 letters, digits and hyphens.
  package init(seed: String) throws(StandInError) {
    guard (1...20).contains(seed.utf8.count) else { throw .seed(seed) }
    self.seed = seed
    _ = try expanded("{id:\(seed)}")
  }

  /// Makes an account of `count` keys.
  ///
  /// The first key is the owner's own, which manages the others. Then come, in turn, query keys,
  /// index keys and personal keys of other users, who may only read; every fifth key is disabled.
  package func keys(count: Int) throws(StandInError) -> [StandInKey] {
    var keys: [StandInKey] = []
    for number in 0..<max(count, 0) {
      let kind: StandInKey.Kind =
        switch number % 3 {
        case 1: .serving
        case 2: .servingAndIndexing
        default: .personal
        }
      var key = try self.key(number: number, kind: kind, name: name(number, kind))
      key.isEnabled = number % 5 != 4
      switch kind {
      case .personal where number == 0: key.apiRoles = ["owner"]
      case .personal:
        key.apiRoles = ["corpus_viewer"]
        key.user = "user-\(number)"
      case .serving: key.corpusRoles = [.init(corpusKey: "corpus-\(number % 4)", role: "viewer")]
      case .servingAndIndexing:
        key.corpusRoles = [.init(corpusKey: "corpus-\(number % 4)", role: "editor")]
      }
      keys.append(key)
    }
    return keys
  }

  /// Makes the key of that number.
  package func key(
    number: Int,
    kind: StandInKey.Kind?,
    name: String
  ) throws(StandInError) -> StandInKey {
    let prefix = (kind ?? .personal).prefix
    return StandInKey(
      id: String(decoding: try expanded("{id:\(seed)-\(number)}"), as: UTF8.self),
      name: name,
      secret: Secret(try expanded("{key:\(prefix):\(seed)-\(number)}")),
      kind: kind
    )
  }

  /// Makes a client that may do everything.
  package func client() throws(StandInError) -> StandInClient {
    StandInClient(
      id: "client-\(seed)",
      secret: Secret(try expanded("{body:\(seed)-client:40}"))
    )
  }

  private func name(_ number: Int, _ kind: StandInKey.Kind) -> String {
    switch kind {
    case .personal: number == 0 ? "owner" : "person \(number)"
    case .serving: "search page \(number)"
    case .servingAndIndexing: "indexer \(number)"
    }
  }

  private func expanded(_ template: String) throws(StandInError) -> [UInt8] {
    do throws(FakeKeyError) { return try FakeKeys.expand(template) } catch { throw .seed(seed) }
  }
}
