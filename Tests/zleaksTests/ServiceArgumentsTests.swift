import Testing

@testable import zleaks

@Suite struct ServiceArgumentsTests {
  private func service(
    _ line: String,
    environment: [String: String] = [:]
  ) throws -> ServiceArguments {
    let arguments = try #require(try CommandLineFixtures.arguments(line))
    return try ServiceArguments(arguments) { environment[$0] }
  }

  @Test func publicServiceIsTheDefault() throws {
    let service = try service("check a")
    #expect(service.apiURL == "https://api.vectara.io")
    #expect(service.tokenURL == "https://auth.vectara.io/oauth2/token")
    #expect(service.credentialFile == nil && service.credentialDescriptor == nil)
    #expect(service.authorityFile == nil && !service.probes && !service.allowsUnknown)
  }

  @Test func environmentNamesTheServiceAndOptionsGoFirst() throws {
    let environment = [
      "VECTARA_API_URL": "https://a.example", "VECTARA_TOKEN_URL": "https://t.example",
    ]
    let named = try service("check a", environment: environment)
    #expect([named.apiURL, named.tokenURL] == ["https://a.example", "https://t.example"])
    let line = "check a --api-url https://b.example --token-url https://u.example"
    let chosen = try service(line, environment: environment)
    #expect([chosen.apiURL, chosen.tokenURL] == ["https://b.example", "https://u.example"])
    let empty = try service("check a", environment: ["VECTARA_API_URL": ""])
    #expect(empty.apiURL == "https://api.vectara.io")
  }

  @Test func optionsAreRead() throws {
    let service = try service("check a --credential-file c --ca-file d --probe --allow-unknown")
    #expect(service.credentialFile == Array("c".utf8))
    #expect(service.authorityFile == Array("d".utf8))
    #expect(service.probes && service.allowsUnknown)
    #expect(try self.service("check a --credential-fd 3").credentialDescriptor == 3)
  }

  @Test(arguments: [
    (
      "check a --credential-file c --credential-fd 3",
      "'--credential-file' and '--credential-fd' exclude each other; give one of them"
    ),
    (
      "check - --credential-fd 0",
      "standard input cannot be both the credential and what is read; give one of them another way"
    ),
    (
      "scan --check - --credential-fd=0",
      "standard input cannot be both the credential and what is read; give one of them another way"
    ),
    (
      "check a --credential-fd x",
      "invalid value 'x' for '--credential-fd': expected a number from 0 to 1048576"
    ),
    ("scan --probe", "'--probe' says something only with '--check'"),
    ("scan --allow-unknown a", "'--allow-unknown' says something only with '--check'"),
    ("diff --staged --credential-file c", "'--credential-file' says something only with '--check'"),
    ("history --api-url https://x.example", "'--api-url' says something only with '--check'"),
  ])
  func contradictionsAreRefused(_ line: String, _ message: String) throws {
    let error = #expect(throws: UsageError.self) {
      let arguments = try #require(try CommandLineFixtures.arguments(line))
      switch arguments.command {
      case .check: _ = try CheckArguments(arguments)
      case .diff: _ = try DiffArguments(arguments) { _ in nil }
      case .history: _ = try HistoryArguments(arguments)
      default: _ = try ScanArguments(arguments)
      }
    }
    #expect(error?.description == message)
  }

  @Test func scanChecksOnlyWhenAsked() throws {
    let plain = try #require(try CommandLineFixtures.arguments("scan"))
    #expect(try ScanArguments(plain).service == nil)
    let checking = try #require(try CommandLineFixtures.arguments("scan --check --probe"))
    #expect(try ScanArguments(checking).service?.probes == true)
  }
}
