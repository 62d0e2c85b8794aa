import Foundation
import TestSupport
import Testing

/// Where `zleaks` takes its own credential from, and that nothing tells what it is.
@Suite(.timeLimit(.minutes(10))) struct CheckCredentialTests {
  private let scratch: Scratch
  private let standIn: RunningStandIn

  init() throws {
    scratch = try Scratch()
    standIn = try RunningStandIn()
  }

  /// What a check of a disabled key must say of the credential that it used.
  private func expect(_ outcome: Command.Outcome, used source: String) throws {
    outcome.expect(.clean).expectError("with \(source)\n")
    expectNoSecrets(standIn.secrets, in: [outcome.text, outcome.errorText])
  }

  private func check(
    _ options: String...,
    environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    try Command.run(
      [Zleaks.binary, "check", standIn.disabled.id] + options,
      in: scratch.path,
      environment: standIn.anonymousEnvironment.merging(environment) { $1 }
    )
  }

  @Test func fileGoesFirst() throws {
    let environment = ["VECTARA_API_KEY": Fake.personal]
    let outcome = try check("--credential-file", standIn.credentialFile, environment: environment)
    try expect(outcome, used: "the API key in '\(standIn.credentialFile)'")
  }

  @Test func variablesAreRead() throws {
    try expect(
      try check(environment: ["VECTARA_API_KEY": standIn.owner.secret]),
      used: "the API key in VECTARA_API_KEY"
    )
    let client = try #require(standIn.clients.first)
    try expect(
      try check(
        environment: ["VECTARA_CLIENT_ID": client.id, "VECTARA_CLIENT_SECRET": client.secret]
      ),
      used: "the app client in VECTARA_CLIENT_ID and VECTARA_CLIENT_SECRET"
    )
    try check(environment: ["VECTARA_CLIENT_ID": client.id]).expect(.usage)
      .expectError("VECTARA_CLIENT_ID is set without VECTARA_CLIENT_SECRET; set both, or neither")
  }

  @Test func descriptorAndPipeAreRead() throws {
    let outcome = try scratch.shell(
      """
      export VECTARA_API_URL='\(standIn.address)'
      exec $zleaks check \(standIn.disabled.id) --credential-fd 7 7< '\(standIn.credentialFile)'
      """
    )
    try expect(outcome, used: "the API key from descriptor 7")
    let piped = try scratch.shell(
      """
      export VECTARA_API_URL='\(standIn.address)'
      cat '\(standIn.credentialFile)' | $zleaks check \(standIn.disabled.id) --credential-fd 0
      """
    )
    try expect(piped, used: "the API key from descriptor 0")
  }

  @Test func fileThatOthersCanReadIsRefused() throws {
    try scratch.write("owner.key", standIn.owner.secret)
    let path = scratch.path("owner.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let outcome = try check("--credential-file", "owner.key").expect(.usage)
    outcome.expectError("refused the credential in 'owner.key': others can read or change the file")
    expectNoSecrets(standIn.secrets, in: [outcome.text, outcome.errorText])
    #expect(try standIn.requests().isEmpty)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try expect(try check("--credential-file", "owner.key"), used: "the API key in 'owner.key'")
  }

  // MARK: - On a terminal

  @Test(.enabled(if: hasPython)) func promptShowsNothing() throws {
    let outcome = try scratch.onTerminal(
      [Zleaks.binary, "check", standIn.disabled.id],
      answers: [("Enter for none): ", standIn.owner.secret + "\n")],
      environment: standIn.anonymousEnvironment
    )
    #expect(outcome.expect(.clean).errorText == "echo False then True\n")
    #expect(outcome.text.contains("with the API key typed\r\n"))
    #expect(outcome.text.contains("disabled  \(standIn.disabled.id)"))
    expectNoSecrets(standIn.secrets, in: [outcome.text])
  }

  @Test(.enabled(if: hasPython)) func keyIsTypedUnseen() throws {
    let outcome = try scratch.onTerminal(
      [Zleaks.binary, "check", "--probe"],
      answers: [
        ("Key or key ID to check (not shown): ", standIn.active.secret + "\n"),
        ("Enter for none): ", "\n"),
      ],
      environment: standIn.anonymousEnvironment
    )
    outcome.expect(.findings)
    #expect(outcome.text.contains("active  \u{1B}[0m  \(Fake.redacted(standIn.active.secret))\r\n"))
    expectNoSecrets(standIn.secrets, in: [outcome.text])
  }

  @Test(.enabled(if: hasPython)) func emptyAnswerIsNoCredential() throws {
    let outcome = try scratch.onTerminal(
      [Zleaks.binary, "check", standIn.disabled.id],
      answers: [("Enter for none): ", "\n")],
      environment: standIn.anonymousEnvironment
    )
    #expect(outcome.expect(.incomplete).text.contains("no-credential"))
    #expect(try standIn.requests().isEmpty)
  }

  @Test(.enabled(if: hasPython), arguments: ["\u{3}", "TERM", "HUP"])
  func terminalEchoesAgainAfterASignal(_ signal: String) throws {
    let outcome = try scratch.onTerminal(
      [Zleaks.binary, "check", standIn.disabled.id],
      answers: [("Enter for none): ", signal)],
      environment: standIn.anonymousEnvironment
    )
    let status: Int32 = signal == "TERM" ? 143 : signal == "HUP" ? 129 : 130
    #expect(outcome.status == status)
    #expect(outcome.errorText == "echo False then True\n")
    #expect(try standIn.requests().isEmpty)
  }

  @Test(.enabled(if: hasPython)) func whatIsTypedAheadIsNoAnswer() throws {
    try scratch.write("a.env", standIn.disabled.secret + "\n")
    let outcome = try scratch.onTerminal(
      [Zleaks.binary, "scan", "a.env", "--check"],
      answers: [("Enter for none): ", standIn.owner.secret + "\nrest that is pasted\n")],
      environment: standIn.anonymousEnvironment
    )
    #expect(outcome.expect(.findings).text.contains(", disabled, key \(standIn.disabled.id)"))
    expectNoSecrets(standIn.secrets, in: [outcome.text])
  }
}

/// Whether there is a Python to make pseudo-terminals with.
private let hasPython = Zleaks.program("python3") != nil

extension Scratch {
  /// Runs a program on a terminal of its own.
  ///
  /// Standard output is everything that the terminal showed; standard error says whether the terminal
  /// echoed at the last question, and whether it did at the end.
  ///
  /// - Parameters:
  ///   - arguments: The program and its arguments.
  ///   - answers: What is typed once a text has been shown; `TERM` and `HUP` are signals.
  ///   - environment: The environment.
  /// - Returns: The outcome.
  /// - Throws: Why Python could not be started.
  fileprivate func onTerminal(
    _ arguments: [String],
    answers: [(question: String, answer: String)],
    environment: [String: String]
  ) throws -> Command.Outcome {
    let script = """
      import os, pty, select, signal, sys, termios
      count = int(sys.argv[1])
      answers = list(zip(sys.argv[2:2 + 2 * count:2], sys.argv[3:2 + 2 * count:2]))
      program = sys.argv[2 + 2 * count:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.execv(program[0], program)
      echoes = lambda: bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
      shown, status, before = b"", None, True
      while status is None:
          ready, _, _ = select.select([terminal], [], [], 0.05)
          if ready:
              try:
                  shown += os.read(terminal, 65536)
              except OSError:
                  # Nobody has the terminal open any more.
                  status = os.waitpid(pid, 0)[1]
              if answers and shown.endswith(answers[0][0].encode()):
                  before = echoes()
                  answer = answers.pop(0)[1]
                  if answer in ("TERM", "HUP"):
                      os.kill(pid, signal.SIGTERM if answer == "TERM" else signal.SIGHUP)
                  else:
                      os.write(terminal, answer.encode())
          else:
              done, code = os.waitpid(pid, os.WNOHANG)
              if done:
                  status = code
      sys.stdout.buffer.write(shown)
      sys.stderr.write(f"echo {before} then {echoes()}\\n")
      sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
      """
    let words = answers.flatMap { [$0.question, $0.answer] }
    return try Command.run(
      ["python3", "-c", script, "\(answers.count)"] + words + arguments,
      in: path,
      environment: environment.merging(["TERM": "xterm"]) { $1 }
    )
  }
}
