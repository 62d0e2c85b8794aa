import Posix

/// What stands where a hook and its predecessor may be.
struct HookSurvey: Sendable {
  /// What git would run; `nil` for nothing.
  let occupant: HookFile.Occupant?

  /// What is kept as the earlier hook; `nil` for nothing.
  let earlier: HookFile.Occupant?

  /// The hook of zleaks that the pre-commit framework runs; `nil` if git runs no framework, or that
  /// runs no such hook.
  let legacy: HookFile.Occupant?

  /// Looks at `file`.
  init(_ file: HookFile) throws(CommandFailure) {
    do throws(SystemError) { occupant = try file.occupant() } catch {
      throw HookText.failure("read", file.path, error)
    }
    do throws(SystemError) { earlier = try file.earlierOccupant() } catch {
      throw HookText.failure("read", file.earlierPath, error)
    }
    guard case .framework? = occupant?.content else {
      legacy = nil
      return
    }
    do throws(SystemError) {
      let found = try file.legacyOccupant()
      legacy = found?.content?.isOurs == true ? found : nil
    } catch {
      throw HookText.failure("read", file.legacyPath, error)
    }
  }
}
