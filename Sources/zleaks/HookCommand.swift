import GitCommand
import Posix
import Reporting
import ScanModel
import TextForms

/// `zleaks hook`: installs, removes and shows the hooks that check commits and pushes.
struct HookCommand {
  private let arguments: HookArguments
  private let console: Console

  init(_ arguments: HookArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Does what was asked.
  func run() -> ExitCode {
    do throws(CommandFailure) {
      let directory = try locate()
      switch arguments.action {
      case .status: return try status(directory)
      case .install: return try install(in: directory)
      case .uninstall: return try uninstall(from: directory)
      }
    } catch {
      console.report(error.message)
      return error.exitCode
    }
  }

  private func locate() throws(CommandFailure) -> HookDirectory {
    do throws(GitError) { return try HookDirectory(try Git(.inherited)) } catch {
      throw CommandFailure(TerminalText.escaped("\(error)"), .incomplete)
    }
  }

  private func status(_ directory: HookDirectory) throws(CommandFailure) -> ExitCode {
    var runs = true
    var text = ""
    for hook in HookName.allCases {
      let file = HookFile(hook: hook, directory: directory.path)
      let status = try HookStatus(file)
      text += "\(hook.rawValue): \(status)\n"
      if arguments.hooks.contains(hook), !status.runs { runs = false }
    }
    let printed = console.print(text)
    return printed == .clean && !runs ? .findings : printed
  }

  private func install(in directory: HookDirectory) throws(CommandFailure) -> ExitCode {
    if directory.isBare {
      throw CommandFailure(
        "no commits are made in a bare repository; to check what it is sent, run "
          + "'zleaks diff --pre-receive' in its pre-receive hook",
        .usage
      )
    }
    try refuseSharedDirectory(directory)
    if directory.isHusky, !arguments.force {
      throw CommandFailure(
        "husky writes the hooks in \(HookText.quoted(directory.path)) anew; add "
          + "'zleaks diff --staged' to '.husky/pre-commit', or go on with --force",
        .usage
      )
    }
    let program = try self.program()
    // All are looked at before any is changed.
    var installations: [HookInstallation] = []
    for hook in arguments.hooks {
      let file = HookFile(hook: hook, directory: directory.path)
      let script = HookScript(hook: hook, program: program)
      installations.append(try HookInstallation(of: script, to: file, force: arguments.force))
    }
    do throws(SystemError) { try directory.make() } catch {
      throw CommandFailure(
        "cannot create \(HookText.quoted(directory.path)): \(error)",
        .incomplete
      )
    }
    var text = ""
    for installation in installations { text += try installation.perform() + "\n" }
    return console.print(text)
  }

  private func uninstall(from directory: HookDirectory) throws(CommandFailure) -> ExitCode {
    try refuseSharedDirectory(directory)
    var removals: [HookRemoval] = []
    for hook in arguments.hooks {
      let file = HookFile(hook: hook, directory: directory.path)
      removals.append(try HookRemoval(of: file, force: arguments.force))
    }
    var text = ""
    for removal in removals { text += try removal.perform() + "\n" }
    for hook in HookName.allCases where !arguments.hooks.contains(hook) {
      guard try HookStatus(HookFile(hook: hook, directory: directory.path)).isOurs else { continue }
      text +=
        "\(hook.rawValue): still there; 'zleaks hook uninstall --\(hook.rawValue)' removes it\n"
    }
    return console.print(text)
  }

  private func refuseSharedDirectory(_ directory: HookDirectory) throws(CommandFailure) {
    guard directory.isShared, !arguments.force else { return }
    throw CommandFailure(
      "core.hooksPath leads out of the repository, to \(HookText.quoted(directory.path)): "
        + "other repositories may use the hooks there; change them all with --force",
      .usage
    )
  }

  /// The path of this program, byte for byte.
  private func program() throws(CommandFailure) -> [UInt8] {
    do throws(SystemError) {
      return try FileDescriptor.resolved(Array("/proc/self/exe".utf8))
    } catch {
      throw CommandFailure("cannot tell where zleaks is: \(error)", .incomplete)
    }
  }
}

/// Words that the messages about hooks share.
enum HookText {
  /// A path between quotes, safe for a terminal.
  static func quoted(_ path: [UInt8]) -> String {
    "'\(TerminalText.escaped(ContentPath(path).text))'"
  }

  /// The failure of an operation on a file.
  static func failure(_ operation: String, _ path: [UInt8], _ error: SystemError) -> CommandFailure
  {
    CommandFailure("cannot \(operation) \(quoted(path)): \(error)", .incomplete)
  }
}
