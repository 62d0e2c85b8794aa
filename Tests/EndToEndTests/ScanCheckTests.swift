import TestSupport
import Testing

/// `--check` beside a scan, against the stand-in as a process of its own.
@Suite(.timeLimit(.minutes(10))) struct ScanCheckTests {
  private let scratch: Scratch
  private let standIn: RunningStandIn

  init() throws {
    scratch = try Scratch()
    standIn = try RunningStandIn()
  }

  /// Plants an active key, a disabled one and one that no account knows.
  private func plant() throws {
    try scratch.write("a.env", "A=\(standIn.active.secret)\n")
    try scratch.write("b.env", "B=\(standIn.disabled.secret)\n")
    try scratch.write("c.env", "C=\(Fake.query)\n")
  }

  @Test func textSaysTheStates() throws {
    try plant()
    let outcome = try scratch.zleaks("scan", "--check", environment: standIn.environment)
    let lines = outcome.expect(.findings).text.split(separator: "\n").prefix(3)
    let active = standIn.active
    #expect(
      lines.map(String.init) == [
        "a.env:1:3: medium vectara-query-key \(Fake.redacted(active.secret)) "
          + "(exact, customer 1, active, key \(active.id) 'search page 1')",
        "b.env:1:3: medium vectara-query-key \(Fake.redacted(standIn.disabled.secret)) "
          + "(exact, customer 1, disabled, key \(standIn.disabled.id) 'search page 4')",
        "c.env:1:3: medium vectara-query-key \(Fake.redacted(Fake.query)) "
          + "(exact, customer 1, unknown: not-in-account)",
      ]
    )
    outcome.expectError("zleaks: asking '\(standIn.address)' with the API key in VECTARA_API_KEY\n")
    outcome.expectError("checked 3 keys: 1 active, 1 disabled, 1 unknown (1 not-in-account)\n")
  }

  @Test func everyFormHoldsTheStates() throws {
    try plant()
    let outcome = try scratch.zleaks(
      "scan",
      "--check",
      "--format",
      "jsonl",
      "--format",
      "json=r.json",
      "--format",
      "sarif=r.sarif",
      "--format",
      "csv=r.csv",
      "--format",
      "junit=r.xml",
      "--format",
      "gitlab=r.gl",
      "--exclude",
      "r.*",
      environment: standIn.environment
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.findings.map(\.status.state) == ["active", "disabled", "unknown"])
    #expect(report.findings.map(\.status.reason) == [nil, nil, "not-in-account"])
    #expect(report.findings.map(\.status.keyID) == [standIn.active.id, standIn.disabled.id, nil])
    #expect(report.findings.map(\.status.method) == ["account", "account", "account"])
    for file in ["r.json", "r.sarif", "r.csv", "r.xml", "r.gl"] {
      let text = String(decoding: try scratch.read(file), as: UTF8.self)
      #expect(text.contains("disabled"), "\(file)")
    }
  }

  @Test func nobodyIsAskedWhereNothingIsFound() throws {
    try scratch.write("a.env", "A=1\n")
    let environment = ["VECTARA_API_URL": standIn.address]
    let outcome = try scratch.zleaks("scan", "--check", environment: environment)
    #expect(outcome.expect(.clean).errorText.hasPrefix("no keys found"))
    #expect(try standIn.requests().isEmpty)
  }

  @Test func suppressedKeyThatWorksIsReportedAllTheSame() throws {
    try scratch.write("a.env", "A=\(standIn.active.secret) # zleaks:allow it is public\n")
    try scratch.write("b.env", "B=\(standIn.disabled.secret) # zleaks:allow it is off\n")
    let arguments = ["scan", "--check", "--format", "jsonl"]
    let outcome = try Command.run(
      [Zleaks.binary] + arguments,
      in: scratch.path,
      environment: standIn.environment
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.places == ["a.env:1:3"])
    #expect(outcome.text.contains(#""suppressed":{"kind":"inline"}"#))
    #expect(report.summary.suppressed == 1)
    try scratch.zleaks("scan").expect(.clean)
  }

  @Test func onlyActiveKeysFailWhereAsked() throws {
    func scan(_ file: String, _ options: String...) throws -> Command.Outcome {
      try Command.run(
        [Zleaks.binary, "scan", "--fail-on", "active", file] + options,
        in: scratch.path,
        environment: standIn.environment
      )
    }
    try plant()
    try scan("a.env", "--check").expect(.findings)
    try scan("a.env", "--check", "--allow-unknown").expect(.findings)
    try scan("b.env", "--check").expect(.clean)
    try scan("c.env", "--check").expect(.findings)
    try scan("c.env", "--check", "--allow-unknown").expect(.clean)
    // Without a check, nothing is known.
    try scan("b.env").expect(.findings)
    try scan("b.env", "--allow-unknown").expect(.usage)
    try scratch.write("d.env", "\(standIn.active.id)\n")
    try scan("d.env", "--check").expect(.clean)
  }

  @Test func failedCheckKeepsTheFindings() throws {
    try plant()
    let outcome = try scratch.zleaks(
      "scan",
      "--check",
      "--format",
      "jsonl",
      environment: ["VECTARA_API_URL": "http://127.0.0.1:1", "VECTARA_API_KEY": "some-key"]
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.findings.map(\.status.reason) == ["network", "network", "network"])
    #expect(report.summary.complete)
    outcome.expectError("zleaks: error: cannot list the account's keys: ")
    try scratch.zleaks(
      "scan",
      "--check",
      "--fail-on",
      "none",
      environment: ["VECTARA_API_URL": "http://127.0.0.1:1", "VECTARA_API_KEY": "some-key"]
    ).expect(.clean)
  }

  @Test func missingCredentialIsSaid() throws {
    try plant()
    let outcome = try scratch.zleaks(
      "scan",
      "--check",
      "--format",
      "jsonl",
      environment: standIn.anonymousEnvironment
    )
    let reasons = try outcome.expect(.findings).report().findings.map(\.status.reason)
    #expect(reasons == ["no-credential", "no-credential", "no-credential"])
    outcome.expectError("zleaks: warning: no credential to list the account's keys with; ")
    #expect(try standIn.requests().isEmpty)
  }

  @Test func keysAreTriedThemselves() throws {
    try plant()
    let outcome = try scratch.zleaks(
      "scan",
      "--check",
      "--probe",
      "--format",
      "jsonl",
      environment: standIn.anonymousEnvironment
    )
    let report = try outcome.expect(.findings).report()
    #expect(report.findings.map(\.status.state) == ["active", "unknown", "unknown"])
    #expect(report.findings.map(\.status.reason) == [nil, "rejected", "rejected"])
    #expect(report.findings.map(\.status.method) == ["probe", "probe", "probe"])
    #expect(Set(try standIn.requests().map { "\($0.method) \($0.path)" }) == ["GET /v2/corpora"])
    #expect(Set(try standIn.requests().map(\.userAgent)) == ["zleaks/0.1.0"])
  }

  @Test func mistakesShowBeforeTheScan() throws {
    try plant()
    for (arguments, message) in [
      (["--api-url", "http://api.example"], "cannot use the API URL: plain http to 'api.example'"),
      (["--token-url", "x"], "cannot use the token URL: not a URL"),
      (["--ca-file", "none.pem"], "cannot read the authorities in 'none.pem': no such file"),
      (["--credential-file", "none"], "cannot read the credential in 'none': no such file"),
    ] {
      let outcome = try Command.run(
        [Zleaks.binary, "scan", "--check"] + arguments,
        in: scratch.path,
        environment: standIn.environment
      )
      #expect(outcome.expect(.usage).text == "")
      outcome.expectError("zleaks: error: \(message)")
    }
  }

  @Test func historyAndDiffCheckAsWell() throws {
    try scratch.write("a.env", "A=\(standIn.active.secret)\n")
    let outcome = try scratch.shell(
      """
      export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b \
      GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
      export VECTARA_API_URL='\(standIn.address)'
      git init -q . && git add a.env
      $zleaks diff --staged --check --credential-file '\(standIn.credentialFile)' --format csv
      git commit -qm one && git rm -q a.env && git commit -qm two
      $zleaks history --check --credential-file '\(standIn.credentialFile)' --format jsonl
      """
    )
    #expect(outcome.expect(.findings).text.split(separator: "\n").count == 2)
    #expect(outcome.text.contains(#""status":{"state":"active","#))
    #expect(outcome.errorText.ranges(of: "checked 1 key: 1 active").count == 2)
  }
}
