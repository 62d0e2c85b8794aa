import KeyResponse
import Matching
import Posix
import Rules
import ScanModel
import Scanning
import TextForms
import VectaraAPI

/// `zleaks enable`: switches on again what a journal says was switched off.
struct EnableCommand {
  private let arguments: EnableArguments
  private let console: Console

  init(_ arguments: EnableArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Plans, asks, acts, and says how it ended.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      return try enable()
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func enable() throws(CommandFailure) -> ExitCode {
    let rules = try RuleFiles.load(arguments.common.bar.rulesFiles)
    let keys = PathKeys(ScanPlan(matcher: Matcher(rules)))
    let hide: @Sendable (String) -> String = { keys.hidden(in: ContentPath($0)).text }
    let check = try LiveCheck(
      arguments.service,
      arguments.common.running,
      console
    ) { keys.hidden(in: $0) }
    let file = JournalFile(arguments.change, path: arguments.journal, hiding: hide)
    let isDry = arguments.change.consent == .withheld
    // Read first, so that a wrong file shows before anybody is asked for a credential.
    let text: JournalText
    do throws(JournalError) { text = try Journal.read(arguments.journal) } catch {
      throw file.failure(error)
    }
    let state = JournalState(text.records)
    guard state.keys.contains(where: { $0.isSwitchedOff || $0.open != nil }) else {
      console.say("this journal has switched off nothing that is not on again\n")
      return .clean
    }
    Interrupt.catchFirst()
    guard let client = check.client() else { return .incomplete }
    guard client.credential != nil else { return .incomplete }
    let prompt = arguments.change.consent == .asked ? KeyPrompt() : nil
    if arguments.change.consent == .asked, prompt == nil {
      console.report(
        "nothing was changed: there is no terminal to ask on; give --yes to agree to the plan"
      )
      return .incomplete
    }
    let plan = EnablePlan(arguments.change.selection, client, console) {
      TerminalText.escaped(hide($0))
    }
    if isDry {
      _ = try plan.orders(state)
      console.say("\ndry run: nothing was changed\n")
      return .clean
    }
    return try act(plan, file, prompt)
  }

  private func act(
    _ plan: EnablePlan,
    _ file: JournalFile,
    _ prompt: KeyPrompt?
  ) throws(CommandFailure) -> ExitCode {
    let journal = try file.open(.enable, creates: false)
    let changes = KeyChanges(
      action: .enable,
      client: plan.client,
      journal: journal,
      console: console,
      shown: plan.shown
    )
    do throws(JournalError) {
      try journal.start()
      try file.settle(plan.client.withTimeLimit(.seconds(60)), journal, console)
    } catch {
      throw file.failure(error)
    }
    let planned = try plan.orders(JournalState(journal.records))
    let tally = changes.run(planned.orders, prompt: prompt)
    changes.end(isInterrupted: Interrupt.caught != nil)
    var parts: [String] = []
    func add(_ count: Int, _ text: String) {
      if count > 0 { parts.append("\(NumberText.counted(count, "key")) \(text)") }
    }
    add(tally.reached.count, "on")
    add(tally.failedCount, "NOT on")
    add(tally.declinedCount, "left off, as you said")
    add(tally.undecidedCount, "left off, undecided")
    add(planned.doubtCount, "that nothing could be done about (see the plan)")
    console.say((parts.isEmpty ? "no keys to switch on" : parts.joined(separator: ", ")) + "\n")
    let isDone = tally.failedCount == 0 && tally.undecidedCount == 0 && planned.doubtCount == 0
    return isDone && Interrupt.caught == nil ? .clean : .incomplete
  }
}
