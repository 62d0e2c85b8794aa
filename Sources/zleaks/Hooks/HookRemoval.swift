import Posix

/// The removal of a hook, decided and not yet done.
struct HookRemoval: Sendable {
  private let file: HookFile
  private let isThere: Bool
  private let hasEarlier: Bool

  /// Looks at what is there.
  ///
  /// - Parameters:
  ///   - file: Where git looks for the hook.
  ///   - force: Whether to remove also what somebody has edited.
  /// - Throws: Exit code 2 for what is only done by force, or not at all; nothing is changed then.
  init(of file: HookFile, force: Bool) throws(CommandFailure) {
    self.file = file
    let survey = try HookSurvey(file)
    isThere = survey.occupant != nil
    hasEarlier = survey.earlier != nil
    guard let occupant = survey.occupant else { return }
    let path = HookText.quoted(file.path)
    switch occupant.content {
    case .zleaks where !occupant.isLink: return
    case .zleaks, .edited:
      guard !force else { return }
      throw CommandFailure(
        "\(path) is a zleaks hook that \(occupant.isLink ? "is a link" : "was edited by hand"); "
          + "move it away, or remove it with --force",
        .usage
      )
    case .framework where survey.legacy != nil:
      throw CommandFailure(
        "the pre-commit framework has made the zleaks hook its own; "
          + "remove \(HookText.quoted(file.legacyPath)) by hand",
        .usage
      )
    case .another, .framework, nil:
      throw CommandFailure("\(path) is not zleaks's: it stays as it is", .usage)
    }
  }

  /// Does it, and says what was done.
  func perform() throws(CommandFailure) -> String {
    do throws(SystemError) {
      try file.remove(isThere: isThere, hasEarlier: hasEarlier)
    } catch {
      throw HookText.failure("remove", file.path, error)
    }
    let path = HookText.quoted(file.path)
    let name = file.hook.rawValue
    if hasEarlier { return "\(name): removed; the earlier hook is back in \(path)" }
    return isThere ? "\(name): removed from \(path)" : "\(name): was not installed"
  }
}
