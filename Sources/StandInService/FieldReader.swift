internal import TextForms

/// Reads the members of a JSON object that somebody wrote for the stand-in.
struct FieldReader: Sendable {
  private let value: JSON5Value

  /// What errors call the text that the object stands in.
  let subject: String

  /// Reads a text that must be an object.
  init(parsing bytes: [UInt8], subject: String) throws(StandInError) {
    do throws(JSON5Error) {
      try self.init(JSON5Reader.read(bytes), subject: subject)
    } catch { throw .notJSON(subject: subject, .init(error)) }
    guard value.form == .object else { throw .notObject(subject: subject) }
  }

  private init(_ value: JSON5Value, subject: String) {
    self.value = value
    self.subject = subject
  }

  /// An error about the member `name`.
  func fault(_ name: String, _ expected: String) -> StandInError {
    .field(subject: subject, name: name, expected: expected)
  }

  /// The member `name`; `nil` if it is absent or `null`.
  private func member(_ name: String) -> JSON5Value? {
    guard let member = value[name], member.content != .null else { return nil }
    return member
  }

  /// The string that must be there, and not be empty.
  func text(_ name: String) throws(StandInError) -> String {
    guard let text = member(name)?.string, !text.isEmpty else { throw fault(name, "a string") }
    return text
  }

  /// The string, if it is there.
  func textIfPresent(_ name: String) throws(StandInError) -> String? {
    guard let member = member(name) else { return nil }
    guard let text = member.string else { throw fault(name, "a string") }
    return text
  }

  /// The truth value, if it is there.
  func flag(_ name: String) throws(StandInError) -> Bool? {
    guard let member = member(name) else { return nil }
    guard let flag = member.boolean else { throw fault(name, "true or false") }
    return flag
  }

  /// The integer, if it is there; it must be in `range`.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(StandInError) -> Int? {
    guard let member = member(name) else { return nil }
    guard let number = member.integer, range.contains(number) else {
      throw fault(name, "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The number of seconds, if it is there.
  func seconds(_ name: String) throws(StandInError) -> Double? {
    guard let member = member(name) else { return nil }
    switch member.content {
    case .integer(let number) where (0...86_400).contains(number): return Double(number)
    case .number(let number) where number >= 0 && number <= 86_400: return number
    default: throw fault(name, "a number of seconds from 0 to 86400")
    }
  }

  /// The string or the integer as text, if it is there.
  func textOrInteger(_ name: String) throws(StandInError) -> String? {
    if let number = member(name)?.integer { return String(number) }
    return try textIfPresent(name)
  }

  /// The strings, if they are there; each must be one of `choices`.
  func texts(_ name: String, among choices: [String]?) throws(StandInError) -> [String]? {
    guard let member = member(name) else { return nil }
    guard let elements = member.elements else { throw fault(name, "an array of strings") }
    var texts: [String] = []
    for element in elements {
      guard let text = element.string, choices?.contains(text) ?? true else {
        throw fault(name, "an array of \(choices == nil ? "strings" : "documented roles")")
      }
      texts.append(text)
    }
    return texts
  }

  /// The objects in the array, if it is there.
  func objects(_ name: String) throws(StandInError) -> [FieldReader]? {
    guard let member = member(name) else { return nil }
    guard let elements = member.elements, elements.allSatisfy({ $0.form == .object }) else {
      throw fault(name, "an array of objects")
    }
    return elements.map { FieldReader($0, subject: subject) }
  }

  /// The roles in corpora, if they are there.
  func corpusRoles() throws(StandInError) -> [StandInKey.CorpusRole]? {
    guard let readers = try objects("corpus_roles") else { return nil }
    var roles: [StandInKey.CorpusRole] = []
    for reader in readers {
      let role = try reader.text("role")
      guard Roles.corpus.contains(role) else {
        throw fault("corpus_roles", "an array of documented roles")
      }
      roles.append(.init(corpusKey: try reader.text("corpus_key"), role: role))
    }
    return roles
  }
}
