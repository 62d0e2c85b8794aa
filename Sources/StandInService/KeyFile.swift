internal import Posix
internal import ScanModel
internal import TextForms

/// Keys and clients in a file.
///
/// JSON, with the service's names: `{"keys": [{"id", "name", "secret_key", "enabled",
/// "api_key_role", "api_roles", "corpus_roles": [{"corpus_key", "role"}], "user"}], "clients":
/// [{"client_id", "client_secret", "api_roles"}]}`. Of a key, `id` and `secret_key` are required.
package struct KeyFile: Sendable {
  /// The keys.
  package var keys: [StandInKey]

  /// The clients.
  package var clients: [StandInClient]

  /// The most bytes that are read of a file.
  private static let maximumByteCount = 64 << 20

  /// Holds keys and clients.
  package init(keys: [StandInKey], clients: [StandInClient]) {
    self.keys = keys
    self.clients = clients
  }

  /// Reads the file at `path`.
  package init(path: String) throws(StandInError) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor.open(Array(path.utf8))
        .readToEnd(maximumByteCount: Self.maximumByteCount)
    } catch { throw .reading(path: path, error) }
    try self.init(parsing: bytes, subject: "'\(path)'")
  }

  /// Reads the text of a file, which errors call `subject`.
  package init(parsing bytes: [UInt8], subject: String) throws(StandInError) {
    let root = try FieldReader(parsing: bytes, subject: subject)
    keys = []
    for reader in try root.objects("keys") ?? [] { keys.append(try Self.key(reader)) }
    clients = []
    for reader in try root.objects("clients") ?? [] {
      clients.append(
        StandInClient(
          id: try reader.text("client_id"),
          secret: Secret(Array(try reader.text("client_secret").utf8)),
          apiRoles: try reader.texts("api_roles", among: Roles.api) ?? ["owner"]
        )
      )
    }
  }

  private static func key(_ reader: FieldReader) throws(StandInError) -> StandInKey {
    let id = try reader.text("id")
    var kind: StandInKey.Kind?
    if let role = try reader.textIfPresent("api_key_role") {
      kind = StandInKey.Kind(rawValue: role)
      if kind == nil { throw reader.fault("api_key_role", "one of the documented roles") }
    }
    var key = StandInKey(
      id: id,
      name: try reader.textIfPresent("name") ?? id,
      secret: Secret(Array(try reader.text("secret_key").utf8)),
      kind: kind,
      user: try reader.textIfPresent("user") ?? "owner"
    )
    key.isEnabled = try reader.flag("enabled") ?? true
    key.apiRoles =
      try reader.texts("api_roles", among: Roles.api) ?? (kind == .personal ? ["owner"] : [])
    key.corpusRoles = try reader.corpusRoles() ?? []
    return key
  }

  /// The text of the file.
  package var text: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.array("keys") { writer in
        for key in keys {
          writer.object { writer in
            key.write(to: &writer, AnswerShape())
            writer.member("user", key.user)
          }
        }
      }
      writer.array("clients") { writer in
        for client in clients {
          writer.object { writer in
            writer.member("client_id", client.id)
            writer.member("client_secret", client.secretText)
            writer.array("api_roles") { writer in
              for role in client.apiRoles { writer.string(role) }
            }
          }
        }
      }
    }
    return writer.bytes + [0x0A]
  }

  /// Writes the file to `path`, which its owner alone may read; what is there is replaced.
  package func write(to path: String) throws(StandInError) {
    try PrivateFile.write(text, to: path)
  }

  /// Writes the first key that is enabled and may manage the others to `path`, alone on a line.
  package func writeCredential(to path: String) throws(StandInError) {
    let key = keys.first {
      $0.isEnabled && $0.kind == .personal && Roles.showAllKeys($0.apiRoles)
    }
    try PrivateFile.write(Array((key?.secretText ?? "").utf8) + [0x0A], to: path)
  }
}

extension StandInClient {
  /// The secret as text, which the file of keys holds.
  var secretText: String {
    secret.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }
}

/// Files that only their owner may read.
enum PrivateFile {
  /// Writes a file in the place of what is there.
  static func write(_ bytes: [UInt8], to path: String) throws(StandInError) {
    do throws(SystemError) {
      let temporary = Array((path + ".\(Process.identifier).part").utf8)
      try writeNew(bytes, temporary)
      try FileDescriptor.rename(temporary, to: Array(path.utf8))
    } catch { throw .writing(path: path, error) }
  }

  private static func writeNew(_ bytes: [UInt8], _ path: [UInt8]) throws(SystemError) {
    let file = try FileDescriptor.createNew(path, permissions: 0o600, exactly: 0o600)
    try file.write(bytes.span)
  }
}
