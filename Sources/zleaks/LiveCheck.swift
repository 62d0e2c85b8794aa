import KeyResponse
import Posix
import ScanModel
import TextForms
import VectaraAPI

/// Asks the live service about the keys of findings, for every command that does, and says on
/// standard error how that went.
struct LiveCheck {
  private let service: ServiceArguments
  private let configuration: Configuration
  private let credentials: Credentials
  private let console: Console
  private let running: ScanArguments.Running
  private var isQuiet: Bool { running.verbosity == .quiet }

  /// Prepares a check; nothing is sent, and no library loaded.
  ///
  /// - Throws: An address, a file or a credential that cannot be used, with exit code 2.
  init(
    _ service: ServiceArguments,
    _ running: ScanArguments.Running,
    _ console: Console,
    hiding: (ContentPath) -> ContentPath
  ) throws(CommandFailure) {
    self.service = service
    self.console = console
    self.running = running
    do throws(ConfigurationError) {
      configuration = try Configuration(
        apiURL: service.apiURL,
        tokenURL: service.tokenURL,
        authorityFile: service.authorityFile,
        version: Program.version
      )
    } catch {
      throw CommandFailure(TerminalText.escaped("\(error)"), .usage)
    }
    if let file = service.authorityFile {
      do throws(SystemError) { _ = try FileDescriptor.open(file) } catch {
        let name = TerminalText.escaped(hiding(ContentPath(file)).text)
        throw CommandFailure("cannot read the authorities in '\(name)': \(error)", .usage)
      }
    }
    credentials = try Credentials(service, console, hiding: hiding)
  }

  /// Asks for the state of each distinct key, and says it in each finding.
  ///
  /// Without findings nobody is asked for anything.
  ///
  /// - Returns: What came of it; `nil` if there was nothing to ask, or a signal came first.
  @discardableResult
  func run(_ findings: inout [Finding]) -> KeyCheck.Outcome? { ask(&findings)?.outcome }

  /// What a check has found out, and who can be asked for more.
  struct Answer: Sendable {
    /// What has been found out.
    let outcome: KeyCheck.Outcome

    /// The service, with the credential that was used.
    let client: VectaraClient
  }

  /// As `run`, for a caller who has more to ask.
  func ask(_ findings: inout [Finding]) -> Answer? {
    let questions = KeyQuestion.questions(about: findings)
    guard !questions.isEmpty, Interrupt.caught == nil else { return nil }
    let found = credentials.find()
    if Interrupt.caught != nil { return nil }
    announce(found, questions)
    let client = VectaraClient(configuration, credential: found?.credential)
    let check = KeyCheck(client, probes: service.probes) { Self.now }
    let line = CheckProgressLine(ProgressLine(running, console), keyCount: questions.count)
    let outcome = line.show { check.run(questions, progress: $0) }
    outcome.apply(to: &findings)
    report(outcome)
    return Answer(outcome: outcome, client: client)
  }

  /// The service, with the owner's credential.
  ///
  /// - Returns: `nil` if there is no credential, which has been said, or a signal came.
  func client() -> VectaraClient? {
    let found = credentials.find()
    if Interrupt.caught != nil { return nil }
    guard let found else {
      console.report(
        "no credential to change the account's keys with; give --credential-file FILE, or set "
          + "VECTARA_API_KEY"
      )
      return nil
    }
    announce(found, [])
    return VectaraClient(configuration, credential: found.credential)
  }

  /// The time of day, in UTC.
  static var now: Timestamp {
    // A clock set beyond the year 9998 is as good as none.
    Timestamp(seconds: Int(WallClock.secondsSince1970), zoneMinutes: 0) ?? epoch
  }

  private static let epoch: Timestamp = {
    guard let epoch = Timestamp(seconds: 0, zoneMinutes: 0) else {
      preconditionFailure("1970 is no year")
    }
    return epoch
  }()

  // MARK: - What is said

  private func announce(_ found: Credentials.Found?, _ questions: [KeyQuestion]) {
    if let found {
      if !isQuiet {
        console.say(
          "zleaks: asking '\(TerminalText.escaped(service.apiURL))' with \(found.source)\n"
        )
      }
    } else {
      console.warn(
        "no credential to list the account's keys with; give --credential-file FILE, or set "
          + "VECTARA_API_KEY"
      )
    }
    guard service.probes else { return }
    let keys = questions.filter { $0.keyID == nil }
    if !keys.isEmpty, keys.allSatisfy({ $0.secret == nil }) {
      console.warn(
        "--probe needs the keys themselves, in their exact form, and none is at hand; scan with "
          + "--check --probe, or pass keys to 'zleaks check -'"
      )
    }
  }

  private func report(_ outcome: KeyCheck.Outcome) {
    if let error = outcome.listingError, !error.isInterruption { console.report("\(error)") }
    if let count = outcome.account?.hiddenSecretCount, count > 0,
      outcome.states.values.contains(where: { $0.unknownReason == .notInAccount })
    {
      let keys = NumberText.counted(count, "key")
      console.warn(
        "the account lists \(keys) without the secret; keys that are not-in-account may be among "
          + "them"
      )
    }
    if !isQuiet { console.say(Self.summary(outcome.states) + "\n") }
  }

  /// How many keys are in which state: `checked 3 keys: 1 active, 2 unknown (2 rejected)`.
  ///
  /// A key and its own ID are one.
  static func summary(_ answers: [Fingerprint: KeyStatus]) -> String {
    var names: Set<String> = []
    let states = answers.filter { answer in
      names.insert(answer.value.evidence?.keyID ?? "\(answer.key)").inserted
    }.values
    func count(_ name: String) -> Int { states.count { $0.name == name } }
    var parts: [String] = []
    for name in ["active", "disabled", "unknown"] where count(name) > 0 {
      parts.append("\(NumberText.grouped(count(name))) \(name)")
    }
    let reasons = UnknownReason.allCases.compactMap { reason -> String? in
      let count = states.count { $0.unknownReason == reason }
      return count > 0 ? "\(NumberText.grouped(count)) \(reason.rawValue)" : nil
    }
    if !reasons.isEmpty { parts[parts.count - 1] += " (\(reasons.joined(separator: ", ")))" }
    return "checked \(NumberText.counted(states.count, "key")): \(parts.joined(separator: ", "))"
  }
}

extension Finding {
  /// Whether it does not count: somebody has said so, and the key is not known to work.
  var isLeftOut: Bool {
    guard suppression != nil else { return false }
    if case .active = status { return false }
    return true
  }

  /// Whether nothing proves that its key does not work.
  ///
  /// - Parameter allowsUnknown: Whether a key counts as one that does not work until it is known to.
  /// - Returns: Whether it counts as one that works.
  func mayBeActive(allowsUnknown: Bool) -> Bool {
    switch status {
    case .active: true
    case .disabled: false
    case .unknown: !allowsUnknown
    }
  }
}
