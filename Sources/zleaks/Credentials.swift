import Posix
import ScanModel
import TextForms
import VectaraAPI

/// Finds what shows the service that the caller may manage the account's keys.
///
/// In this order: `--credential-file`, `--credential-fd`, `VECTARA_API_KEY`, `VECTARA_CLIENT_ID` with
/// `VECTARA_CLIENT_SECRET`, a question on the terminal. What was named is read at once, so that a
/// mistake shows before any work; nobody is asked before it is needed.
struct Credentials {
  /// What was named; `nil` for nothing.
  let named: Found?

  private let console: Console

  /// A credential and where it comes from.
  struct Found {
    /// The credential.
    let credential: Credential

    /// What it is and where it was, in words; never what it is made of.
    let source: String
  }

  /// Reads the credential that a command line or the environment names.
  ///
  /// - Parameters:
  ///   - service: The options.
  ///   - console: The program's streams.
  ///   - environment: A variable of the environment, byte for byte.
  ///   - hiding: Takes keys out of a path: somebody may type a key where a file belongs.
  /// - Throws: Why what was named is no credential, with exit code 2.
  init(
    _ service: ServiceArguments,
    _ console: Console,
    environment: (String) -> [UInt8]? = Process.environmentBytes,
    hiding: (ContentPath) -> ContentPath
  ) throws(CommandFailure) {
    self.console = console
    if let file = service.credentialFile {
      let name = "'\(TerminalText.escaped(hiding(ContentPath(file)).text))'"
      named = Found(
        credential: .apiKey(try Self.key(in: file, shownAs: name)),
        source: "the API key in \(name)"
      )
    } else if let number = service.credentialDescriptor {
      named = Found(
        credential: .apiKey(try Self.key(fromDescriptor: number)),
        source: "the API key from descriptor \(number)"
      )
    } else {
      named = try Self.credential(of: environment)
    }
  }

  /// What was named, or else what somebody types on the terminal; `nil` for nothing.
  func find() -> Found? {
    if let named { return named }
    // Where nobody sees what is said, nobody waits for questions.
    guard console.errorsAreTerminal, Interrupt.caught == nil else { return nil }
    do throws(SystemError) {
      let question = "API key of the account's owner (not shown; Enter for none): "
      guard let answer = try TerminalPrompt.ask(question) else { return nil }
      let typed = Self.trimmed(answer)
      if typed.isEmpty { return nil }
      guard Self.isPlain(typed) else {
        console.warn("what was typed is no API key; going on without")
        return nil
      }
      return Found(credential: .apiKey(Secret(typed)), source: "the API key typed")
    } catch {
      if !error.isInterruption { console.warn("cannot ask for an API key: \(error)") }
      return nil
    }
  }

  // MARK: - What was named

  /// The key in a file that nobody but its owner, who runs the program, may read.
  private static func key(in path: [UInt8], shownAs name: String) throws(CommandFailure) -> Secret {
    let bytes: [UInt8]
    let status: FileStatus
    do throws(SystemError) {
      let file = try FileDescriptor.open(path)
      status = try file.status()
      let isFit = status.kind != .directory && fault(of: status) == nil
      bytes = isFit ? try file.readToEnd(maximumByteCount: maximumByteCount + 1) : []
    } catch {
      throw CommandFailure("cannot read the credential in \(name): \(error)", .usage)
    }
    if status.kind == .directory {
      throw CommandFailure("cannot read the credential in \(name): it is a directory", .usage)
    }
    if let fault = fault(of: status) {
      throw CommandFailure("refused the credential in \(name): \(fault)", .usage)
    }
    return try secret(in: bytes, from: "in \(name)")
  }

  /// Why a file cannot keep a secret; `nil` if it can.
  private static func fault(of status: FileStatus) -> String? {
    if status.owner != Process.effectiveUser {
      return "the file belongs to another user; make a copy of your own"
    }
    if status.permissions & 0o077 != 0 {
      return "others can read or change the file; run 'chmod 600' on it, and think about a new key"
    }
    return nil
  }

  private static func key(fromDescriptor number: Int32) throws(CommandFailure) -> Secret {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try FileDescriptor(borrowing: number)
        .readToEnd(maximumByteCount: maximumByteCount + 1)
    } catch {
      throw CommandFailure("cannot read the credential from descriptor \(number): \(error)", .usage)
    }
    return try secret(in: bytes, from: "from descriptor \(number)")
  }

  /// What the environment holds; a variable that is set but empty is not set.
  private static func credential(
    of environment: (String) -> [UInt8]?
  ) throws(CommandFailure) -> Found? {
    func value(_ name: String) -> [UInt8]? {
      environment(name).map(trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let key = value("VECTARA_API_KEY") {
      let secret = try secret(in: key, from: "in VECTARA_API_KEY")
      return Found(credential: .apiKey(secret), source: "the API key in VECTARA_API_KEY")
    }
    switch (value("VECTARA_CLIENT_ID"), value("VECTARA_CLIENT_SECRET")) {
    case (nil, nil): return nil
    case (_?, nil): throw half("VECTARA_CLIENT_ID", without: "VECTARA_CLIENT_SECRET")
    case (nil, _?): throw half("VECTARA_CLIENT_SECRET", without: "VECTARA_CLIENT_ID")
    case (let clientID?, let clientSecret?):
      let credential = Credential.oauth(
        clientID: String(decoding: clientID, as: UTF8.self),
        clientSecret: try secret(in: clientSecret, from: "in VECTARA_CLIENT_SECRET")
      )
      let source = "the app client in VECTARA_CLIENT_ID and VECTARA_CLIENT_SECRET"
      return Found(credential: credential, source: source)
    }
  }

  private static func half(_ name: String, without other: String) -> CommandFailure {
    CommandFailure("\(name) is set without \(other); set both, or neither", .usage)
  }

  // MARK: - Its form

  /// The most bytes that a credential has.
  private static let maximumByteCount = 4_096

  private static func secret(in bytes: [UInt8], from place: String) throws(CommandFailure) -> Secret
  {
    let text = trimmed(bytes)
    guard isPlain(text) else {
      let cause = text.isEmpty ? "it is empty" : "it is not one word of printable ASCII characters"
      throw CommandFailure("cannot use the credential \(place): \(cause)", .usage)
    }
    return Secret(text)
  }

  /// Whether the bytes can be sent as they are: anything else is no key, and could be a header.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    (1...maximumByteCount).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// The bytes without white space around them.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = bytes.drop(while: isSpace)
    let end = start.lastIndex { !isSpace($0) }
    return end.map { Array(start[...$0]) } ?? []
  }
}
