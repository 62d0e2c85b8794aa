import Foundation
import Glibc
import TestSupport
import Testing

/// `vectara-standin`, running beside a test; it ends with the last reference.
final class RunningStandIn: Sendable {
  /// The address that it has printed.
  let address: String

  /// Its account's keys, as it has written them.
  let keys: [Key]

  /// The app clients that may sign in.
  let clients: [Client]

  /// Where its files are.
  let scratch: Scratch

  /// The file that holds the owner's key.
  var credentialFile: String { scratch.path("owner.key") }

  private let process: pid_t

  /// A key of the account.
  struct Key: Decodable, Sendable {
    let id: String
    let name: String
    let secret: String
    let isEnabled: Bool

    enum CodingKeys: String, CodingKey {
      case id, name
      case secret = "secret_key"
      case isEnabled = "enabled"
    }
  }

  /// An app client.
  struct Client: Decodable, Sendable {
    let id: String
    let secret: String

    enum CodingKeys: String, CodingKey {
      case id = "client_id"
      case secret = "client_secret"
    }
  }

  /// A line of its log.
  struct Request: Decodable, Sendable {
    let method: String
    let path: String
    let query: String?
    let fingerprint: String?
    let userAgent: String?
  }

  private struct KeyFile: Decodable {
    let keys: [Key]
    let clients: [Client]
  }

  /// A stand-in that did not start.
  struct StartFailure: Error {}

  /// Starts it with `count` keys: the owner's first, then query, index and others' personal keys in
  /// turn, every fifth disabled.
  init(count: Int = 5, _ options: String...) throws {
    let scratch = try Scratch()
    let program = URL(fileURLWithPath: Zleaks.binary).deletingLastPathComponent()
      .appendingPathComponent("vectara-standin").path
    // Everything else is there when the address is.
    let script = """
      "$@" >address 2>/dev/null </dev/null & echo $!
      i=0
      while [ ! -s address ] && [ $i -lt 400 ]; do sleep 0.05; i=$((i + 1)); done
      """
    let arguments =
      [
        program, "--make", "\(count)", "--write-keys", "keys.json", "--write-credential",
        "owner.key", "--log", "log",
      ] + options
    let started = try Command.run(["/bin/sh", "-c", script, "sh"] + arguments, in: scratch.path)
    guard let process = pid_t(started.text.dropLast()) else { throw StartFailure() }
    self.process = process
    self.scratch = scratch
    let line = String(decoding: try scratch.read("address"), as: UTF8.self)
    guard line.hasPrefix("http://127.0.0.1:") else {
      kill(process, SIGTERM)
      throw StartFailure()
    }
    address = String(line.prefix { $0 != "\n" })
    let bytes = try scratch.read("keys.json")
    let file = try JSONDecoder().decode(KeyFile.self, from: Data(bytes))
    keys = file.keys
    clients = file.clients
  }

  deinit { kill(process, SIGTERM) }

  var owner: Key { keys[0] }
  var active: Key { keys[1] }
  var disabled: Key { keys[4] }

  /// Every secret that nobody may see.
  var secrets: [String] { keys.map(\.secret) + clients.map(\.secret) }

  /// The requests so far.
  func requests() throws -> [Request] {
    try scratch.read("log").split(separator: UInt8(ascii: "\n")).map { line in
      try JSONDecoder().decode(Request.self, from: Data(line))
    }
  }

  /// What `zleaks` finds in its environment to ask this service as the owner.
  var environment: [String: String] {
    ["VECTARA_API_URL": address, "VECTARA_API_KEY": owner.secret]
  }

  /// The same without a credential.
  var anonymousEnvironment: [String: String] {
    ["VECTARA_API_URL": address, "VECTARA_TOKEN_URL": address + "/oauth2/token"]
  }
}

/// Expects that no text holds eight characters of a secret that redaction never shows.
func expectNoSecrets(
  _ secrets: [String],
  in texts: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let leaks = secrets.filter { secret in
    let body = secret.dropFirst(10).dropLast(4)
    return body.indices.dropLast(7).contains { index in
      texts.contains { $0.contains(body[index...].prefix(8)) }
    }
  }
  #expect(leaks.map(Fake.redacted) == [], sourceLocation: sourceLocation)
}
