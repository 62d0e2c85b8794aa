import Posix
import ScanModel
import TestSupport
import Testing

@testable import StandInService

@Suite struct KeyFileTests {
  private func parse(_ text: String) throws -> KeyFile {
    try KeyFile(parsing: Array(text.utf8), subject: "'keys.json'")
  }

  @Test func whatIsWrittenIsRead() throws {
    let scratch = try Scratch()
    let maker = try KeyMaker(seed: "file")
    let file = KeyFile(keys: try maker.keys(count: 12), clients: [try maker.client()])
    try file.write(to: scratch.path("keys.json"))
    try file.write(to: scratch.path("keys.json"))
    let read = try KeyFile(path: scratch.path("keys.json"))
    #expect(read.text == file.text)
    #expect(read.keys.map(\.fingerprint) == file.keys.map(\.fingerprint))
    #expect(read.keys.map(\.user) == file.keys.map(\.user))
    #expect(read.clients.map(\.secretText) == file.clients.map(\.secretText))
    let status = try FileStatus.of(Array(scratch.path("keys.json").utf8))
    #expect(status.permissions == 0o600)
  }

  @Test func credentialIsTheOwnersKey() throws {
    let scratch = try Scratch()
    let keys = try KeyMaker(seed: "file").keys(count: 3)
    try KeyFile(keys: keys, clients: []).writeCredential(to: scratch.path("key"))
    #expect(try scratch.read("key") == Array(keys[0].secretText.utf8) + [0x0A])
    let status = try FileStatus.of(Array(scratch.path("key").utf8))
    #expect(status.permissions == 0o600)
  }

  @Test func littleIsEnough() throws {
    let file = try parse(
      #"{"keys":[{"id":"a","secret_key":"s"},{"id":"b","secret_key":"t","api_key_role":"personal","enabled":false}]}"#
    )
    #expect(file.keys.map(\.name) == ["a", "b"])
    #expect(file.keys.map(\.isEnabled) == [true, false])
    #expect(file.keys.map(\.kind) == [nil, .personal])
    #expect(file.keys.map(\.apiRoles) == [[], ["owner"]])
    #expect(file.keys.map(\.user) == ["owner", "owner"])
    #expect(file.clients.isEmpty)
  }

  @Test(arguments: [
    ("{", "'keys.json' is not JSON: expected a name or '}', found the end of the file (byte 1)"),
    ("[]", "'keys.json' is not a JSON object"),
    (#"{"keys":7}"#, "'keys.json': 'keys' is not an array of objects"),
    (#"{"keys":[{}]}"#, "'keys.json': 'id' is not a string"),
    (#"{"keys":[{"id":"a"}]}"#, "'keys.json': 'secret_key' is not a string"),
    (
      #"{"keys":[{"id":"a","secret_key":"s","api_key_role":"x"}]}"#,
      "'keys.json': 'api_key_role' is not one of the documented roles"
    ),
    (
      #"{"keys":[{"id":"a","secret_key":"s","enabled":"x"}]}"#,
      "'keys.json': 'enabled' is not true or false"
    ),
  ])
  func badFileIsNamed(text: String, message: String) {
    #expect {
      _ = try parse(text)
    } throws: { error in
      "\(error)" == message
    }
  }

  @Test func missingFileIsNamed() {
    #expect {
      _ = try KeyFile(path: "/nonexistent/keys.json")
    } throws: { error in
      "\(error)" == "cannot read '/nonexistent/keys.json': no such file or directory"
    }
  }
}
