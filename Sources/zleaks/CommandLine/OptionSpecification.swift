/// An entry of the option table: what an option is called, takes and does.
///
/// Parsing, help, error messages and shell completions all read this.
struct OptionSpecification: Sendable {
  /// The long name without its hyphens; it identifies the option.
  let name: String

  /// The short name, an ASCII letter; `nil` if the option has none.
  let letter: Character?

  /// What follows the option.
  let argument: Argument

  /// Whether every occurrence counts; otherwise the last one wins.
  let isRepeatable: Bool

  /// The heading under which help lists the option.
  let group: Group

  /// What the option does: one sentence for help.
  let summary: String

  /// What follows an option.
  enum Argument: Equatable, Sendable {
    /// Nothing: the option is a flag.
    case none
    /// One value, shown as `placeholder` in help.
    case value(placeholder: String, form: ValueForm)
  }

  /// The headings of help, in their order.
  enum Group: String, CaseIterable, Sendable {
    case selection = "What is searched"
    case findings = "What counts as a finding"
    case service = "Whether keys work"
    case changes = "What is done to keys"
    case reports = "Reports"
    case installation = "What is installed"
    case running = "Running"
    case general = "General"
  }

  /// Makes an entry.
  init(
    _ name: String,
    letter: Character? = nil,
    _ argument: Argument = .none,
    isRepeatable: Bool = false,
    in group: Group,
    summary: String
  ) {
    self.name = name
    self.letter = letter
    self.argument = argument
    self.isRepeatable = isRepeatable
    self.group = group
    self.summary = summary
  }

  /// The same option with another argument.
  func taking(_ argument: Argument) -> OptionSpecification {
    OptionSpecification(
      name,
      letter: letter,
      argument,
      isRepeatable: isRepeatable,
      in: group,
      summary: summary
    )
  }

  /// The same option with another sentence for help.
  func summarized(_ summary: String) -> OptionSpecification {
    OptionSpecification(
      name,
      letter: letter,
      argument,
      isRepeatable: isRepeatable,
      in: group,
      summary: summary
    )
  }
}

extension OptionSpecification: Hashable {
  /// Two entries are the same option if they have the same name.
  static func == (left: OptionSpecification, right: OptionSpecification) -> Bool {
    left.name == right.name
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

/// What the value of an option must look like.
enum ValueForm: Equatable, Sendable {
  /// Any bytes but none at all: a file name, a pattern.
  case bytes
  /// One of these words.
  case word([String])
  /// One of these words, and perhaps `=` and a file name.
  case wordWithFile([String])
  /// A decimal number in this range.
  case number(ClosedRange<Int>)

  /// The words to choose from; empty where any value will do.
  var words: [String] {
    switch self {
    case .word(let words), .wordWithFile(let words): words
    case .bytes, .number: []
    }
  }

  /// Whether `value` has the form.
  func accepts(_ value: [UInt8]) -> Bool {
    switch self {
    case .bytes: true
    case .word(let words): words.contains { value.elementsEqual($0.utf8) }
    case .wordWithFile(let words):
      words.contains { word in
        guard value.starts(with: word.utf8) else { return false }
        let rest = value.dropFirst(word.utf8.count)
        return rest.isEmpty || (rest.count > 1 && rest.first == UInt8(ascii: "="))
      }
    case .number(let range): Self.number(value).map(range.contains) ?? false
    }
  }

  /// The number that `value` writes with decimal digits alone; `nil` if it does not.
  static func number(_ value: [UInt8]) -> Int? {
    guard value.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
    return Int(String(decoding: value, as: UTF8.self))
  }
}
