package import Posix
internal import TextForms

/// Why a stand-in cannot be started.
package enum StandInError: Error, Hashable, Sendable {
  /// It cannot listen.
  case listening(port: UInt16, SystemError)
  /// No thread could be started.
  case thread(SystemError)
  /// The file cannot be read.
  case reading(path: String, SystemError)
  /// The file cannot be written.
  case writing(path: String, SystemError)
  /// The file of keys, or a rule, is not JSON.
  case notJSON(subject: String, JSON5Problem)
  /// The file of keys, or a rule, is JSON, but no object.
  case notObject(subject: String)
  /// The file of keys, or a rule, does not say what it must.
  case field(subject: String, name: String, expected: String)
  /// Two keys have one ID.
  case duplicateID(String)
  /// Something to fail in a way that nobody knows.
  case unknownMisbehaviour(String)
  /// A seed that keys cannot be made from.
  case seed(String)

  /// What makes a text no JSON, and where.
  package struct JSON5Problem: Hashable, Sendable {
    /// The offset of the byte at which the text stops making sense.
    package let offset: Int

    /// What is wrong there.
    package let text: String

    init(_ error: JSON5Error) {
      offset = error.offset
      text = "\(error.problem)"
    }
  }
}

extension StandInError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .listening(let port, let error): "cannot listen on '127.0.0.1:\(port)': \(error)"
    case .thread(let error): "cannot start a thread: \(error)"
    case .reading(let path, let error): "cannot read '\(TerminalText.escaped(path))': \(error)"
    case .writing(let path, let error): "cannot write '\(TerminalText.escaped(path))': \(error)"
    case .notJSON(let subject, let problem):
      "\(TerminalText.escaped(subject)) is not JSON: \(problem.text) (byte \(problem.offset))"
    case .notObject(let subject): "\(TerminalText.escaped(subject)) is not a JSON object"
    case .field(let subject, let name, let expected):
      "\(TerminalText.escaped(subject)): '\(TerminalText.escaped(name))' is not \(expected)"
    case .duplicateID(let id): "two keys have the id '\(TerminalText.escaped(id))'"
    case .unknownMisbehaviour(let name):
      "unknown misbehaviour '\(TerminalText.escaped(name))'; known are "
        + MisbehaviourReader.names.map { "'\($0)'" }.joined(separator: ", ")
    case .seed(let seed):
      "'\(TerminalText.escaped(seed))' is no seed: it has 1 to 20 letters, digits and hyphens"
    }
  }
}
