import TextForms

/// What is wrong with a template of `FakeKeys`.
package enum FakeKeyError: Error, Equatable, Sendable {
  /// No `}` ends the template; its text.
  case unclosed(String)
  /// There is no template of this name; its text.
  case unknown(String)
  /// The template's parts are not of its form; its text.
  case malformed(String, FakeKeys.Form)
}

extension FakeKeyError: CustomStringConvertible {
  /// One clause, naming the template.
  package var description: String {
    switch self {
    case .unclosed(let text):
      "template '\(ShownText(text.utf8))' has no '}'; write '{{' for a brace"
    case .unknown(let text):
      "unknown template '\(ShownText(text.utf8))'; there are "
        + FakeKeys.Form.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        + ", and '{{' for a brace"
    case .malformed(let text, let form):
      "template '\(ShownText(text.utf8))' is not of the form '\(form.rawValue)'"
    }
  }
}
