import Posix
import ScanModel

/// How things stand with one hook.
struct HookStatus: Sendable {
  /// Whether a hook of zleaks is there, whatever became of it.
  let isOurs: Bool

  /// Whether git runs zleaks, as far as can be told.
  let runs: Bool

  private let text: String

  /// Looks at `file`.
  init(_ file: HookFile) throws(CommandFailure) {
    let survey = try HookSurvey(file)
    let path = HookText.quoted(file.path)
    guard let occupant = survey.occupant else {
      isOurs = false
      runs = false
      text = "not installed"
      return
    }
    var sentences: [String] = []
    switch occupant.content {
    case .zleaks(let program, let isCurrent):
      isOurs = true
      runs = occupant.isExecutable
      sentences.append("installed in \(path)" + Self.call(of: program))
      if !isCurrent { sentences.append("out of date: run 'zleaks hook install'") }
      if let earlier = survey.earlier {
        let fate = earlier.isExecutable ? "runs first" : "is not executable and does not run"
        sentences.append("the earlier hook '\(file.hook.earlierName)' \(fate)")
      }
    case .edited:
      isOurs = true
      runs = false
      sentences.append(
        "a zleaks hook that was edited by hand is in \(path); 'zleaks hook install --force' "
          + "replaces it"
      )
    case .framework where survey.legacy != nil:
      isOurs = true
      runs = survey.legacy?.isExecutable == true && occupant.isExecutable
      sentences.append(
        "installed in \(HookText.quoted(file.legacyPath)), which the pre-commit framework runs"
      )
    case .another, .framework:
      isOurs = false
      runs = false
      sentences.append("not installed: another hook is in \(path)")
    case nil:
      isOurs = false
      runs = false
      sentences.append("not installed: \(path) is no file")
    }
    if isOurs, !occupant.isExecutable {
      sentences.append("not executable, so that git passes over it: run 'zleaks hook install'")
    }
    text = sentences.joined(separator: "; ")
  }

  /// Which program the hook calls.
  private static func call(of program: [UInt8]?) -> String {
    guard let program else { return "" }
    let isThere: Bool
    do throws(SystemError) {
      let status = try FileStatus.of(program)
      isThere = status.kind == .regular && status.permissions & 0o111 != 0
    } catch {
      isThere = false
    }
    let path = HookText.quoted(program)
    return isThere ? ", calls \(path)" : ", calls zleaks from PATH, as \(path) is gone"
  }
}

extension HookStatus: CustomStringConvertible {
  var description: String { text }
}
