import KeyResponse
import Posix
import ScanModel
import TextForms
import VectaraAPI

/// Plans, asks, switches off, proves, and writes down, for keys that have been found and checked.
struct DisableRun {
  /// How keys are switched off.
  let change: ChangeArguments

  /// Which journal is written to.
  let journalFile: JournalFile

  /// The program's streams.
  let console: Console

  /// Whether nothing but what must be known is said.
  let isQuiet: Bool

  /// Makes a text safe to keep: no keys in it.
  let hide: @Sendable (String) -> String

  /// Makes a run of what the command line asks for.
  init(
    _ change: ChangeArguments,
    _ console: Console,
    verbosity: Verbosity,
    hiding hide: @escaping @Sendable (String) -> String
  ) {
    self.change = change
    self.console = console
    self.hide = hide
    isQuiet = verbosity == .quiet
    journalFile = JournalFile(change, hiding: hide)
  }

  /// What is to be done: what was found, and what the account says of it.
  struct Request {
    /// The findings.
    let findings: [Finding]

    /// The IDs that somebody has named, whose keys are meant.
    let namedIDs: Set<String>

    /// What the account says.
    let answer: LiveCheck.Answer
  }

  /// How it has ended.
  struct Ending: Equatable {
    /// `clean` if every key that was to be switched off is off, `incomplete` if not.
    var exitCode: ExitCode

    /// The IDs of the keys that were switched off.
    var switchedOff: Set<String> = []
  }

  /// Does it all.
  func run(_ request: Request) throws(CommandFailure) -> Ending {
    let plan = try plan(request)
    let state = try journalFile.state()
    let proves = change.proofSeconds != nil
    console.say(PlanText(shown: shown, journal: state, proves: proves).text(plan))
    if request.answer.outcome.isInterrupted || Interrupt.caught != nil {
      return Ending(exitCode: .incomplete)
    }
    if change.consent == .withheld {
      console.say("\ndry run: nothing was changed\n")
      return Ending(exitCode: plan.unsettled.isEmpty ? .clean : .incomplete)
    }
    let toProve = proves ? subjects(of: plan) : [:]
    let isIdle =
      plan.toDisable.isEmpty && toProve.isEmpty && !state.keys.contains { $0.open != nil }
    if isIdle { return Ending(exitCode: conclude(plan, nil, areProved: true)) }
    return try act(plan, toProve, request.answer.client)
  }

  private func plan(_ request: Request) throws(CommandFailure) -> DisablePlan {
    var selection = change.selection
    selection.namedIDs = request.namedIDs
    let subjects = DisablePlan.Subject.subjects(of: request.findings, shown: hide)
    let plan = DisablePlan(
      subjects,
      request.answer.outcome,
      credential: request.answer.client.credential,
      selection: selection
    )
    for selector in selection.only {
      let isUsed = plan.items.contains { selection.names(selector, $0.subject, $0.key) }
      if !isUsed {
        throw CommandFailure("'--only \(shown(selector))' names none of the keys found", .usage)
      }
    }
    for role in selection.roles where !KeySelection.keyRoles.contains(role) {
      // Keys may act in the account too, in roles that the service adds to from time to time.
      if plan.items.contains(where: { $0.key?.accountRoles.contains(role) == true }) { continue }
      throw CommandFailure(
        "'--role \(shown(role))' is the role of none of the keys found; give "
          + "\(KeySelection.keyRoles.joined(separator: ", ")), or an account's role that one of them has",
        .usage
      )
    }
    return plan
  }

  private func shown(_ text: String) -> String { TerminalText.escaped(hide(text)) }

  // MARK: - Acting

  private func act(
    _ plan: DisablePlan,
    _ toProve: [String: RefusalProof.Subject],
    _ client: VectaraClient
  ) throws(CommandFailure) -> Ending {
    let orders = plan.toDisable.compactMap(SwitchOrder.init)
    var prompt: KeyPrompt?
    if change.consent == .asked, !orders.isEmpty {
      prompt = KeyPrompt()
      if prompt == nil {
        console.report(
          "nothing was changed: there is no terminal to ask on; give --yes to agree to the plan"
        )
        return Ending(exitCode: .incomplete)
      }
    }
    let journal = try journalFile.open(.disable, creates: true)
    let changes = KeyChanges(
      action: .disable,
      client: client,
      journal: journal,
      console: console,
      shown: shown
    )
    do throws(JournalError) {
      try journal.start()
      try journalFile.settle(client.withTimeLimit(.seconds(60)), journal, console)
      let tally = changes.run(orders, prompt: prompt)
      let areProved = try prove(plan, toProve, tally, client, journal)
      changes.end(isInterrupted: Interrupt.caught != nil)
      let code = conclude(plan, tally, areProved: areProved)
      sayWhere(journal)
      return Ending(exitCode: code, switchedOff: Set(tally.reached.map(\.id)))
    } catch {
      throw journalFile.failure(error)
    }
  }

  /// Where the journal is, and what can be done with it.
  private func sayWhere(_ journal: Journal) {
    guard !isQuiet else { return }
    let name = NextSteps.quoted(journalFile.shownName)
    console.say("journal: \(journalFile.shownName)\n")
    if JournalState(journal.records).keys.contains(where: \.isSwitchedOff) {
      console.say("  zleaks enable \(name)    puts back what it has switched off\n")
    }
    console.say("  zleaks report \(name) --format markdown    is the record of the incident\n")
  }

  /// Counts, and says what is left.
  private func conclude(
    _ plan: DisablePlan,
    _ tally: KeyChanges.Tally?,
    areProved: Bool
  ) -> ExitCode {
    let tally = tally ?? KeyChanges.Tally()
    let before = plan.items.count { $0.decision == .leave(.alreadyDisabled) }
    var parts: [String] = []
    func add(_ count: Int, _ text: String) {
      if count > 0 { parts.append("\(NumberText.counted(count, "key")) \(text)") }
    }
    add(tally.reached.count, "switched off")
    add(before, "off before")
    add(tally.failedCount, "NOT off")
    add(tally.declinedCount, "left on, as you said")
    add(tally.undecidedCount, "left on, undecided")
    add(plan.unsettled.count, "left alone, and perhaps active: see the plan")
    console.say((parts.isEmpty ? "no keys to switch off" : parts.joined(separator: ", ")) + "\n")
    let isDone =
      tally.failedCount == 0 && tally.undecidedCount == 0 && plan.unsettled.isEmpty && areProved
    return isDone && Interrupt.caught == nil ? .clean : .incomplete
  }

  // MARK: - Proving

  /// The keys at hand that are, or will be, off: by ID.
  private func subjects(of plan: DisablePlan) -> [String: RefusalProof.Subject] {
    var subjects: [String: RefusalProof.Subject] = [:]
    for item in plan.items {
      guard let secret = item.subject.secret, let key = item.key,
        item.decision == .disable || item.decision == .leave(.alreadyDisabled)
      else { continue }
      var named = JournalKey(id: key.id)
      named.name = key.name
      named.role = key.roleText
      named.fingerprint = item.subject.fingerprint
      named.redacted = item.subject.shown
      subjects[key.id] = RefusalProof.Subject(key: named, secret: secret)
    }
    return subjects
  }

  /// Uses the keys that are off until they are refused; whether all are.
  private func prove(
    _ plan: DisablePlan,
    _ subjects: [String: RefusalProof.Subject],
    _ tally: KeyChanges.Tally,
    _ client: VectaraClient,
    _ journal: Journal
  ) throws(JournalError) -> Bool {
    guard let limit = change.proofSeconds, Interrupt.caught == nil else { return true }
    let off =
      tally.reached.map(\.id)
      + plan.items.filter { $0.decision == .leave(.alreadyDisabled) }.compactMap { $0.key?.id }
    let proved = off.compactMap { subjects[$0] }
    if proved.count < off.count {
      let keys = NumberText.counted(off.count - proved.count, "key")
      console.warn("\(keys) cannot be proved by use: the key itself is not at hand")
    }
    guard !proved.isEmpty else { return true }
    var line = ProofLine(console, isQuiet: isQuiet, limit: limit)
    let endings = RefusalProof(client, limit: .seconds(limit)).run(proved) { line.show($0) }
    line.erase()
    var areRefused = true
    for (subject, ending) in zip(proved, endings) {
      var record = journal.record(.proof, subject.key)
      switch ending {
      case .refused(let seconds): (record.result, record.seconds) = (.refused, seconds)
      case .draining(let seconds): (record.result, record.seconds) = (.draining, seconds)
      case .unknown(let error): (record.result, record.detail) = (.unknown, error.detail)
      case .interrupted: record.result = .interrupted
      }
      if record.result != .refused { areRefused = false }
      let name = shown(SwitchNames.name(subject.key))
      console.say("\(name): \(SwitchText.sentence(ending))\n")
      try journal.append(record)
    }
    return areRefused
  }
}

/// One line on standard error that says how far a proof is.
struct ProofLine {
  private let console: Console
  private let isShown: Bool
  private let limit: Int
  private var hasLine = false

  /// Shows nothing where no terminal is.
  init(_ console: Console, isQuiet: Bool, limit: Int) {
    self.console = console
    self.limit = limit
    isShown = !isQuiet && console.errorsAreTerminal && Process.environment("TERM") != "dumb"
  }

  /// Shows how far it is.
  mutating func show(_ progress: RefusalProof.Progress) {
    guard isShown else { return }
    hasLine = true
    let time = NumberText.duration(seconds: Double(progress.seconds)) ?? "?"
    let most = NumberText.duration(seconds: Double(limit)) ?? "?"
    // A carriage return and "erase to the end of the line" (ECMA-48, EL).
    console.say(
      "\r\u{1B}[Kproving: \(progress.refusedCount) of \(progress.totalCount) refused, \(time) of "
        + "\(most) at most; Ctrl-C stops the proof, what is off stays off"
    )
  }

  /// Takes the line away.
  func erase() {
    if hasLine { console.say("\r\u{1B}[K") }
  }
}
