import Foundation
import TestSupport
import Testing

/// That neither the keys found nor the credential reach anything that others see.
@Suite(.timeLimit(.minutes(10))) struct CheckSecrecyTests {
  private let scratch: Scratch
  private let standIn: RunningStandIn

  init() throws {
    scratch = try Scratch()
    standIn = try RunningStandIn()
    try scratch.write("tree/a.env", standIn.keys.dropFirst().map { $0.secret + "\n" }.joined())
    try scratch.write("tree/\(standIn.active.secret).env", "A=\(Fake.query)\n")
  }

  /// Everything that a run leaves in the working directory besides the tree.
  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0 != "tree" }
      .map { String(decoding: try scratch.read($0), as: UTF8.self) }
  }

  @Test(arguments: [
    [], ["--probe"], ["--verbose"], ["--color=always"], ["--fail-on", "active"],
    ["--api-url", "http://127.0.0.1:1"], ["--credential-fd", "99"],
  ])
  func noOutputHoldsASecret(_ options: [String]) throws {
    var texts: [String] = []
    for format in ["text", "jsonl", "json", "sarif", "gitlab", "junit", "csv"] {
      let outcome = try Command.run(
        [Zleaks.binary, "scan", "--check", "tree", "--format", "\(format)=r.\(format)"] + options,
        in: scratch.path,
        environment: standIn.environment
      )
      texts += [outcome.text, outcome.errorText]
    }
    let checked = try Command.run(
      [Zleaks.binary, "check", "-"] + options.filter { $0 != "--fail-on" && $0 != "active" },
      in: scratch.path,
      environment: standIn.environment,
      input: Array(standIn.keys.map { $0.secret + "\n" }.joined().utf8)
    )
    texts += [checked.text, checked.errorText] + (try files())
    #expect(texts.contains { !$0.isEmpty })
    expectNoSecrets(standIn.secrets + [Fake.query], in: texts)
  }

  @Test(
    arguments: [
      #"{"do": "status 401"}"#, #"{"do": "status 500"}"#, #"{"do": "html"}"#, #"{"do": "reset"}"#,
      #"{"do": "not-json"}"#, #"{"do": "wrong-types"}"#, #"{"do": "truncate-body"}"#,
      #"{"do": "redirect", "to": "http://127.0.0.1:1/"}"#, #"{"do": "masked-secret"}"#,
    ]
  )
  func noFailureTellsASecret(_ rule: String) throws {
    let standIn = try RunningStandIn(count: 5, "--fail", rule)
    let outcome = try scratch.zleaks(
      "scan",
      "tree",
      "--check",
      "--probe",
      "--format",
      "jsonl",
      environment: standIn.environment
    )
    outcome.expect(.findings)
    let log = String(decoding: try standIn.scratch.read("log"), as: UTF8.self)
    expectNoSecrets(
      standIn.secrets + [Fake.query],
      in: [outcome.text, outcome.errorText, log] + (try files())
    )
  }

  @Test(.enabled(if: canTrace)) func noProcessArgumentOrFileHoldsASecret() throws {
    let outcome = try scratch.shell(
      """
      export VECTARA_API_URL='\(standIn.address)'
      strace -f -qq -s 4096 -e signal=none -e trace=execve,write,openat,rename -o trace \
      $zleaks scan tree --check --probe --credential-file '\(standIn.credentialFile)' \
      --format jsonl=r.jsonl
      """
    )
    outcome.expect(.findings)
    let trace = String(decoding: try scratch.read("trace"), as: UTF8.self)
    // Names of what was scanned are opened by their names; all else is the program's own doing.
    let lines = trace.split(separator: "\n").filter { !$0.contains("openat(") }
    #expect(lines.contains { $0.contains("execve(") })
    #expect(lines.contains { $0.contains(#"\"type\":\"finding\""#) })
    expectNoSecrets(standIn.secrets + [Fake.query], in: lines.map(String.init))
  }

  @Test(.enabled(if: canTrace)) func libraryIsLoadedForChecksOnly() throws {
    func trace(_ command: String) throws -> (network: Int, library: Int) {
      let outcome = try scratch.shell(
        """
        export VECTARA_API_URL='\(standIn.address)'
        strace -f -qq -e signal=none -e trace=%network,openat -o trace \(command)
        """
      )
      #expect(outcome.status != 127, "\(outcome.errorText)")
      let lines = String(decoding: try scratch.read("trace"), as: UTF8.self)
        .split(separator: "\n")
      return (
        lines.count { !$0.contains("openat(") }, lines.count { $0.contains("libcurl") }
      )
    }
    try scratch.write("clean/a.env", "nothing\n")
    let credential = "--credential-file '\(standIn.credentialFile)'"
    for command in [
      "$zleaks scan tree", "$zleaks scan clean --check \(credential)", "$zleaks check --help",
    ] {
      let counts = try trace(command)
      #expect(counts.network == 0 && counts.library == 0, "\(command)")
    }
    let asking = try trace("$zleaks scan tree --check \(credential)")
    #expect(asking.network > 0 && asking.library > 0)
    // Without a credential there is nobody to ask.
    let anonymous = try trace("$zleaks scan tree --check")
    #expect(anonymous.network == 0 && anonymous.library == 0)
  }
}

/// Whether system calls can be watched here; some containers forbid it.
private let canTrace: Bool = {
  guard Zleaks.program("strace") != nil else { return false }
  let outcome = try? Command.run(["strace", "-f", "-qq", "-e", "trace=%network", "true"])
  return outcome?.status == 0
}()
