import Posix

/// Asks on the terminal about one key after the other.
final class KeyPrompt {
  private let question: TerminalQuestion
  private var answersAll = false

  /// What somebody has decided.
  enum Decision: Equatable {
    case yes
    case no
    /// No more questions: this key and those that follow stay as they are.
    case quit
  }

  /// Opens the terminal; `nil` if there is none to ask on.
  init?() {
    guard let question = TerminalQuestion() else { return nil }
    self.question = question
  }

  /// Asks, until there is an answer; the default is no.
  func ask(_ text: String) -> Decision {
    if answersAll { return .yes }
    var shown = "\(text) [y/N/a/q/?] "
    while true {
      switch question.ask(shown) {
      case .end, .interrupted: return .quit
      case .line(let line):
        switch Self.meaning(of: line) {
        case .yes?: return .yes
        case .no?: return .no
        case .all?:
          answersAll = true
          return .yes
        case .quit?: return .quit
        case nil: shown = "\(Self.help)\(text) [y/N/a/q/?] "
        }
      }
    }
  }

  /// What an answer can mean.
  enum Meaning: Equatable {
    case yes, no, all, quit
  }

  /// What a line means; `nil` for nothing that was offered.
  static func meaning(of line: [UInt8]) -> Meaning? {
    let text = String(decoding: line, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
    switch text {
    case "y", "yes": return .yes
    case "", "n", "no": return .no
    case "a", "all": return .all
    case "q", "quit": return .quit
    default: return nil
    }
  }

  private static let help = """
    y  yes, this key
    n  no, leave this key as it is (also: Enter)
    a  yes, this key and all that follow
    q  stop here; what was done stays done

    """
}
