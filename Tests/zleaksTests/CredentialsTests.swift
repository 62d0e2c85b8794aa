import Glibc
import ScanModel
import TestSupport
import Testing
import VectaraAPI

@testable import zleaks

@Suite struct CredentialsTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// What a command line and an environment name: the words about it; a failure's words if it fails.
  private func words(
    _ line: String = "check a",
    environment: [String: String] = [:]
  ) throws -> String? {
    let arguments = try #require(try CommandLineFixtures.arguments(line))
    let service = try ServiceArguments(arguments) { _ in nil }
    do {
      return try found(service, environment)?.source
    } catch let failure as CommandFailure {
      #expect(failure.exitCode == .usage)
      return failure.message
    }
  }

  private func found(
    _ service: ServiceArguments,
    _ environment: [String: String]
  ) throws -> Credentials.Found? {
    let credentials = try Credentials(
      service,
      Console(),
      environment: { environment[$0].map { Array($0.utf8) } },
      hiding: { $0 }
    )
    return credentials.named
  }

  private func write(_ text: String, permissions: mode_t = 0o600) throws -> String {
    try scratch.write("owner.key", text)
    #expect(unsafe chmod(scratch.path("owner.key"), permissions) == 0)
    return scratch.path("owner.key")
  }

  @Test func fileGoesBeforeTheEnvironment() throws {
    let file = try write("abc\n")
    let environment = ["VECTARA_API_KEY": "def", "VECTARA_CLIENT_ID": "a"]
    #expect(
      try words("check a --credential-file \(file)", environment: environment)
        == "the API key in '\(file)'"
    )
  }

  @Test func keyIsWhatStandsInTheFileWithoutSpaceAround() throws {
    let file = try write(" \n some-key \r\n\n")
    let arguments = try #require(
      try CommandLineFixtures.arguments("check a --credential-file \(file)")
    )
    let service = try ServiceArguments(arguments) { _ in nil }
    let credential = try #require(try found(service, [:])?.credential)
    guard case .apiKey(let secret) = credential else {
      Issue.record("not an API key")
      return
    }
    #expect(secret.withBytes { bytes in bytes.indices.map { bytes[$0] } } == Array("some-key".utf8))
  }

  @Test(arguments: [0o604, 0o640, 0o601, 0o620, 0o666] as [mode_t])
  func fileOfOthersIsRefused(_ permissions: mode_t) throws {
    let file = try write("abc", permissions: permissions)
    #expect(
      try words("check a --credential-file \(file)")
        == "refused the credential in '\(file)': others can read or change the file; "
        + "run 'chmod 600' on it, and think about a new key"
    )
  }

  @Test func fileThatIsNoCredentialIsRefused() throws {
    let place = scratch.path
    #expect(
      try words("check a --credential-file \(place)")
        == "cannot read the credential in '\(place)': it is a directory"
    )
    #expect(
      try words("check a --credential-file \(place)/none")
        == "cannot read the credential in '\(place)/none': no such file or directory"
    )
    let form = "it is not one word of printable ASCII characters"
    for (text, cause) in [
      ("", "it is empty"), (" \n", "it is empty"), ("a b", form), ("a\r\nx-evil: 1", form),
      ("schlüssel", form), (String(repeating: "a", count: 4_097), form), ("a\u{0}b", form),
    ] {
      let file = try write(text)
      #expect(
        try words("check a --credential-file \(file)")
          == "cannot use the credential in '\(file)': \(cause)"
      )
    }
  }

  @Test func closedDescriptorIsRefused() throws {
    #expect(
      try words("check a --credential-fd 1048576")
        == "cannot read the credential from descriptor 1048576: bad file descriptor"
    )
  }

  @Test func environmentIsReadInItsOrder() throws {
    let client = ["VECTARA_CLIENT_ID": "a", "VECTARA_CLIENT_SECRET": "b"]
    let all = client.merging(["VECTARA_API_KEY": "c"]) { $1 }
    #expect(try words(environment: all) == "the API key in VECTARA_API_KEY")
    let app = "the app client in VECTARA_CLIENT_ID and VECTARA_CLIENT_SECRET"
    #expect(try words(environment: client) == app)
    #expect(try words(environment: client.merging(["VECTARA_API_KEY": " "]) { $1 }) == app)
    #expect(try words(environment: [:]) == nil)
    #expect(try words(environment: ["VECTARA_CLIENT_ID": "", "VECTARA_API_KEY": ""]) == nil)
  }

  @Test func halfAnAppClientIsRefused() throws {
    #expect(
      try words(environment: ["VECTARA_CLIENT_ID": "a"])
        == "VECTARA_CLIENT_ID is set without VECTARA_CLIENT_SECRET; set both, or neither"
    )
    #expect(
      try words(environment: ["VECTARA_CLIENT_SECRET": "a"])
        == "VECTARA_CLIENT_SECRET is set without VECTARA_CLIENT_ID; set both, or neither"
    )
  }

  @Test func badVariableIsRefused() throws {
    #expect(
      try words(environment: ["VECTARA_API_KEY": "a b"])
        == "cannot use the credential in VECTARA_API_KEY: it is not one word of printable ASCII "
        + "characters"
    )
  }
}
