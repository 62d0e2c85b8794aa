import KeyResponse
import ScanModel
import TextForms
import VectaraAPI

/// The plan in words: a block for each key.
struct PlanText {
  /// Makes a text safe to show: no keys in it, and nothing that steers a terminal.
  let shown: (String) -> String

  /// What the journal says, as far as there is one.
  let journal: JournalState

  /// Whether keys that are switched off are to be used until they are refused.
  let proves: Bool

  /// The whole plan: what will be switched off first, then, in short, what will not.
  func text(_ plan: DisablePlan) -> String {
    let disabled = plan.toDisable
    let left = plan.items.filter { $0.decision != .disable }
    let head =
      "plan: \(NumberText.counted(plan.items.count, "key")), "
      + (disabled.isEmpty
        ? "none to switch off" : "\(NumberText.grouped(disabled.count)) to switch off") + "\n"
    let blocks = disabled.enumerated().map { index, item in "\n" + block(item, number: index + 1) }
    let lines = left.map { "  \(title($0))\n     \(leftState($0))\n" }
    return head + blocks.joined() + (left.isEmpty ? "" : "\nleft as they are:\n")
      + lines.joined()
  }

  private func block(_ item: DisablePlan.Item, number: Int) -> String {
    var lines = ["\(number)  \(title(item))"]
    func add(_ label: String, _ text: String) {
      lines.append(
        "   \(label)\(String(repeating: " ", count: max(9 - label.utf8.count, 1)))\(text)"
      )
    }
    if let key = item.key {
      add("a thief", "can \(shown(RolePhrase.phrase(of: key)))")
      add("state", "active: it works")
    }
    if let customer = item.subject.customerID { add("customer", "\(customer)") }
    for (index, line) in leak(item.subject.exposure).enumerated() {
      add(index == 0 ? "leaked" : "", line)
    }
    add("key", "\(item.subject.fingerprint)")
    add("will", will(item))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Why a key is left as it is, and where it leaked if that still matters.
  private func leftState(_ item: DisablePlan.Item) -> String {
    guard case .leave(let reason) = item.decision else { return "" }
    var text = sentence(reason)
    if reason == .alreadyDisabled, let record = item.key.flatMap({ journal[$0.id]?.switchedOff }) {
      text += ", switched off by this journal at \(record.time)"
    }
    guard reason.leavesDoubt, let place = leak(item.subject.exposure).first else { return text }
    return text + "\n     leaked in \(place)"
  }

  private func title(_ item: DisablePlan.Item) -> String {
    var words = [shown(item.subject.shown)]
    if let key = item.key, key.id != item.subject.shown { words.append(shown(key.id)) }
    if let name = item.key?.name { words.append("'\(shown(name))'") }
    words.append("(\(item.subject.isID ? "a key's ID" : item.subject.severity.rawValue))")
    return words.joined(separator: "  ")
  }

  /// The lines about where a key has leaked.
  private func leak(_ exposure: KeyExposure) -> [String] {
    guard exposure.placeCount > 0 else { return [] }
    var head = NumberText.counted(exposure.placeCount, "place")
    if exposure.repositoryCount > 0 {
      head += " in \(NumberText.counted(exposure.repositoryCount, "repository", "repositories"))"
    }
    switch exposure.isInHead {
    case true?: head += ", still in HEAD"
    case false?: head += ", not in HEAD any more"
    case nil: break
    }
    if let since = exposure.since {
      head += "; since \(since)"
      if let commit = exposure.commit { head += ", commit \(shown(String(commit.prefix(12))))" }
      if let author = exposure.author { head += " by \(shown(author))" }
    }
    let more = exposure.placeCount - exposure.places.count
    return [head] + exposure.places.map(shown)
      + (more > 0 ? ["… and \(NumberText.grouped(more)) more"] : [])
  }

  // MARK: - What will be done

  private func will(_ item: DisablePlan.Item) -> String {
    guard proves else { return "be switched off" }
    return item.subject.secret != nil
      ? "be switched off, and used until it is refused"
      : "be switched off; it cannot be proved by use: the key itself is not at hand (scan with "
        + "--check --disable --prove, or pass the key on standard input)"
  }

  /// Why nothing is done, and what can be.
  func sentence(_ reason: LeaveReason) -> String {
    switch reason {
    case .alreadyDisabled: "it is off already"
    case .notInAccount(let hidden):
      "your account does not list it: it is another account's, deleted, or hidden from you"
        + (hidden > 0
          ? "; it may be one of \(NumberText.counted(hidden, "key")) listed without the secret: if "
            + "you know its ID, name that"
          : "; ask whoever owns it")
    case .unknown(let reason, let detail):
      "nothing is known of it (\(reason.rawValue)\(detail.map { ": \(shown($0))" } ?? "")); run "
        + "this again, or use the Vectara console"
    case .stateNotTold: "the account does not say whether it is on; look in the Vectara console"
    case .credentialInUse:
      "it is the credential in use, and would lock you out: make another one, and run this again "
        + "with that"
    case .mayBeCredential:
      "the account hides its secret, so it may be the credential in use: run this again with an "
        + "OAuth app client"
    case .unusableID: "its ID has not the form of one; use the Vectara console"
    case .onlyAnID: "an ID opens nothing; to switch its key off, name the ID on the command line"
    case .listedAbove: "the same key stands above"
    case .allowed(let why):
      "it is allowed on purpose\(why.isEmpty ? "" : ": \(shown(why))") (a scan with --no-ignore counts it)"
    case .notSelected(.fingerprint): "--only does not name it"
    case .notSelected(.role): "--role leaves it out"
    case .notSelected(.severity): "--min-severity leaves it out"
    }
  }
}

/// The endings of changes in words.
enum SwitchText {
  /// One line about a key, without its name: `off, read back`.
  static func sentence(_ ending: SwitchEnding, _ action: KeyAction) -> String {
    let state = action.isEnabled ? "on" : "off"
    switch ending {
    case .done(let requestID):
      return "\(state), read back" + (requestID.map { " (request '\($0)')" } ?? "")
    case .already: return "\(state) already: somebody else was there first"
    case .otherSecret:
      return "left as it is: its secret is another one now, so the leaked one is gone"
    case .notTried(let error): return "NOT \(state): \(error)"
    case .refused(let error): return "NOT \(state): \(error)"
    case .contradicted:
      return "NOT \(state): the service accepted the request, and the account says otherwise; run "
        + "this again"
    case .unknown(let error):
      return "UNKNOWN: the request was sent, but \(error); run this again"
    case .interrupted: return "interrupted; run this again, and it goes on from the journal"
    case .journal(let error):
      return "NOT \(state): stopped, for the journal cannot be used: \(error)"
    case .unwritten(let error):
      return
        "UNKNOWN: the request was sent, but the journal cannot be used: \(error); run this again"
    }
  }

  /// One line about a proof.
  static func sentence(_ ending: RefusalProof.Ending) -> String {
    switch ending {
    case .refused(let seconds): "refused by the service after \(seconds) s: proved"
    case .draining(let seconds):
      "STILL DRAINING: off in the account, and accepted by the service after \(seconds) s; run this "
        + "again later"
    case .unknown(let error): "not proved: \(error)"
    case .interrupted: "not proved: interrupted; run this again"
    }
  }
}
