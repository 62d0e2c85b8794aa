import KeyResponse
import ScanModel
import TextForms
import VectaraAPI

/// What will be put back, and why the rest is not.
struct EnablePlan {
  /// Which keys are meant.
  let selection: KeySelection

  /// The service, with the owner's credential.
  let client: VectaraClient

  /// Makes a text safe to show.
  let shown: (String) -> String

  private let console: Console

  init(
    _ selection: KeySelection,
    _ client: VectaraClient,
    _ console: Console,
    shown: @escaping (String) -> String
  ) {
    self.selection = selection
    self.client = client
    self.console = console
    self.shown = shown
  }

  /// The keys to switch on, and how many should be that nothing can be done about.
  struct Planned {
    var orders: [SwitchOrder] = []
    var doubtCount = 0
  }

  /// Reads each key, and shows what will be done.
  func orders(_ state: JournalState) throws(CommandFailure) -> Planned {
    var planned = Planned()
    let keys = state.keys.filter { $0.isSwitchedOff || $0.open != nil }
    for selector in selection.only where !keys.contains(where: { names(selector, $0.key) }) {
      throw CommandFailure(
        "'--only \(shown(selector))' names none of the keys that this journal has switched off",
        .usage
      )
    }
    console.say("plan: \(NumberText.counted(keys.count, "key")) of the journal\n")
    for (index, key) in keys.enumerated() {
      var lines = ["\n\(index + 1)  \(shown(SwitchNames.name(key.key)))"]
      if let role = key.key.role { lines.append("   role     \(shown(role))") }
      if let record = key.switchedOff {
        let who = shown(record.operatorName)
        let why = record.reason.map { ": \(shown($0))" } ?? ""
        lines.append("   off      since \(record.time), by \(who)\(why)")
        if record.detail != nil {
          lines.append("            (a run that did not end; somebody else may have done it)")
        }
      }
      lines.append("   will     \(decide(key, &planned))")
      console.say(lines.joined(separator: "\n") + "\n")
    }
    if !planned.orders.isEmpty {
      console.say("\nthese keys have leaked: switched on, they work for whoever has them\n")
    }
    return planned
  }

  private func names(_ selector: String, _ key: JournalKey) -> Bool {
    KeySelection.names(selector, id: key.id, fingerprint: key.fingerprint)
  }

  private func decide(_ state: JournalState.KeyState, _ planned: inout Planned) -> String {
    if !selection.only.isEmpty, !selection.only.contains(where: { names($0, state.key) }) {
      return "stay as it is: --only does not name it"
    }
    guard state.isSwitchedOff else {
      planned.doubtCount += 1
      return "stay as it is: a run that did not end had begun to change it, and what came of it is "
        + "unknown; run this again"
    }
    guard let id = KeyID(parsing: state.key.id) else {
      planned.doubtCount += 1
      return "stay as it is: its ID has not the form of one"
    }
    let current: APIKey
    do throws(APIError) { current = try client.key(id) } catch {
      planned.doubtCount += 1
      return "stay as it is: \(error)"
    }
    if current.isEnabled == true { return "stay as it is: it is on already" }
    if let old = state.key.fingerprint, let new = current.fingerprint, old != new {
      planned.doubtCount += 1
      return "stay as it is: its secret is another one now; use the Vectara console"
    }
    planned.orders.append(SwitchOrder(id: id, key: state.key))
    return "be switched on"
  }
}
