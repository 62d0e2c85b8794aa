import KeyResponse
import Posix
import ScanModel
import TextForms
import VectaraAPI

/// Asks about, changes and counts keys, one after the other, for `disable` and `enable`.
struct KeyChanges {
  /// What is done to keys.
  let action: KeyAction

  /// The service, with the owner's credential.
  let client: VectaraClient

  /// The journal, which is open.
  let journal: Journal

  /// The program's streams.
  let console: Console

  /// Makes a text safe to show.
  let shown: (String) -> String

  /// What came of all keys.
  struct Tally: Equatable {
    /// The keys that are as they shall be.
    var reached: [JournalKey] = []

    /// How many keys are not, or may not be.
    var failedCount = 0

    /// How many keys somebody has decided to leave as they are.
    var declinedCount = 0

    /// How many keys nobody has decided about.
    var undecidedCount = 0
  }

  /// Changes the keys that somebody agrees to.
  ///
  /// - Parameters:
  ///   - orders: The keys.
  ///   - prompt: Where somebody is asked; `nil` if everything was agreed to.
  /// - Returns: What came of them.
  func run(_ orders: [SwitchOrder], prompt: KeyPrompt?) -> Tally {
    var tally = Tally()
    let keySwitch = KeySwitch(action, client, journal: journal)
    for (index, order) in orders.enumerated() {
      let name = shown(SwitchNames.name(order.key))
      if let prompt {
        let verb = action.isEnabled ? "on" : "off"
        let question = "\(index + 1) of \(orders.count): switch \(verb) \(name)?"
        switch prompt.ask(question) {
        case .yes: break
        case .no:
          tally.declinedCount += 1
          continue
        case .quit:
          tally.undecidedCount += orders.count - index
          return tally
        }
      }
      let ending = keySwitch.run(order)
      if ending.isReached { tally.reached.append(order.key) } else { tally.failedCount += 1 }
      console.say("\(name): \(SwitchText.sentence(ending, action))\n")
      if ending.endsRun || Interrupt.caught != nil {
        tally.undecidedCount += orders.count - index - 1
        return tally
      }
    }
    return tally
  }

  /// Writes down that the run has ended; what cannot be written was said before.
  func end(isInterrupted: Bool) {
    var record = journal.record(.end)
    record.result = isInterrupted ? .interrupted : nil
    try? journal.append(record)
  }
}
