import Posix

/// The installation of a hook, decided and not yet done.
struct HookInstallation: Sendable {
  private let script: HookScript
  private let file: HookFile
  private let change: Change

  /// What is to be done.
  private enum Change: Equatable {
    case nothing
    /// There is no hook, or one that may go.
    case write(wasThere: Bool)
    /// A hook of somebody else becomes the earlier one.
    case writeBefore(isExecutable: Bool)
  }

  /// Looks at what is there.
  ///
  /// - Parameters:
  ///   - script: What git is to run.
  ///   - file: Where git looks for it.
  ///   - force: Whether to replace also what somebody may miss.
  /// - Throws: Exit code 2 for what is only done by force; nothing is changed then.
  init(of script: HookScript, to file: HookFile, force: Bool) throws(CommandFailure) {
    self.script = script
    self.file = file
    let survey = try HookSurvey(file)
    guard let occupant = survey.occupant else {
      change = .write(wasThere: false)
      return
    }
    let path = HookText.quoted(file.path)
    switch occupant.content {
    case nil:
      throw CommandFailure("\(path) is in the way: it is no file; move it away", .usage)
    case .zleaks(script.program, isCurrent: true) where occupant.runsByItself:
      change = .nothing
    case .zleaks where !occupant.isLink:
      change = .write(wasThere: true)
    case .zleaks, .edited:
      guard force else {
        throw CommandFailure(
          "\(path) is a zleaks hook that \(occupant.isLink ? "is a link" : "was edited by hand"); "
            + "move it away, or replace it with --force",
          .usage
        )
      }
      change = .write(wasThere: true)
    case .another, .framework:
      if !force {
        try Self.refuse(survey, occupant.content, file)
      } else if let earlier = survey.earlier, earlier.content == nil {
        throw CommandFailure(
          "\(HookText.quoted(file.earlierPath)) is in the way: it is no file; move it away",
          .usage
        )
      }
      change = .writeBefore(isExecutable: occupant.isExecutable)
    }
  }

  /// Refuses to rename a hook that would take the place of another, or not work any more.
  private static func refuse(
    _ survey: HookSurvey,
    _ content: HookContent?,
    _ file: HookFile
  ) throws(CommandFailure) {
    let path = HookText.quoted(file.path)
    if survey.legacy != nil {
      throw CommandFailure(
        "the pre-commit framework runs a zleaks hook already, "
          + "\(HookText.quoted(file.legacyPath)); remove that, or have both with --force",
        .usage
      )
    }
    if survey.earlier != nil {
      throw CommandFailure(
        "cannot keep the hook \(path): \(HookText.quoted(file.earlierPath)) is there already; "
          + "move that away, or lose it with --force",
        .usage
      )
    }
    if content == .another(asksForItsName: true) {
      throw CommandFailure(
        "cannot keep the hook \(path): it looks at its own name, and may do nothing as "
          + "'\(file.hook.earlierName)'; add 'zleaks \(file.hook.call)' to it, or rename it "
          + "with --force",
        .usage
      )
    }
  }

  /// Does it, and says what was done.
  func perform() throws(CommandFailure) -> String {
    let path = HookText.quoted(file.path)
    let name = file.hook.rawValue
    do throws(SystemError) {
      switch change {
      case .nothing: return "\(name): already installed in \(path)"
      case .write(let wasThere):
        try file.write(script, keepsEarlier: false)
        return "\(name): \(wasThere ? "brought up to date" : "installed") in \(path)"
      case .writeBefore(let isExecutable):
        try file.write(script, keepsEarlier: true)
        let fate =
          isExecutable ? "runs first" : "does not run, as it did not before: it is not executable"
        return "\(name): installed in \(path); the hook that was there is kept as "
          + "'\(file.hook.earlierName)' and \(fate)"
      }
    } catch {
      throw HookText.failure("write", file.path, error)
    }
  }
}
