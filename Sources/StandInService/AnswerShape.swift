internal import TextForms

/// How answers about keys look; as documented unless a misbehaviour changes it.
struct AnswerShape: Sendable {
  /// What stands for `secret_key`.
  var secret = Secrecy.full

  /// Whether keys have `enabled`.
  var hasEnabled = true

  /// Whether listings have their array.
  var hasArray = true

  /// Whether numbers stand for strings and strings for truth values.
  var hasWrongTypes = false

  /// Whether every page of a listing names the same next page.
  var repeatsPage = false

  /// Whether an update changes nothing, and what its answer then says.
  var update = Update.done

  /// The forms of `secret_key`.
  enum Secrecy: Sendable { case full, masked, null, absent }

  /// What becomes of an update.
  enum Update: Sendable { case done, claimed, ignored }

  /// Takes on what a misbehaviour changes; `false` if it is not about the look of answers.
  mutating func apply(_ action: Misbehaviour.Action) -> Bool {
    switch action {
    case .wrongTypes: hasWrongTypes = true
    case .noArray: hasArray = false
    case .noSecret: secret = .absent
    case .nullSecret: secret = .null
    case .maskedSecret: secret = .masked
    case .noEnabled: hasEnabled = false
    case .stuck: update = .claimed
    case .unchanged: update = .ignored
    case .repeatPage: repeatsPage = true
    default: return false
    }
    return true
  }
}

extension StandInKey {
  /// Writes the members of the API's `ApiKey`.
  func write(to writer: inout JSONWriter, _ shape: AnswerShape) {
    if shape.hasWrongTypes {
      writer.member("id", 17)
      writer.array("name") { _ in }
      writer.member("secret_key", 4_711)
      writer.member("enabled", "yes")
      writer.member("api_key_role", 3)
      return
    }
    writer.member("id", id)
    writer.member("name", name)
    switch shape.secret {
    case .full: writer.member("secret_key", secretText)
    case .masked:
      writer.member("secret_key", "\(secretText.prefix(4))****\(secretText.suffix(4))")
    case .null:
      writer.name("secret_key")
      writer.null()
    case .absent: break
    }
    if shape.hasEnabled { writer.member("enabled", isEnabled) }
    if let kind { writer.member("api_key_role", kind.rawValue) }
    if !apiRoles.isEmpty {
      writer.array("api_roles") { writer in
        for role in apiRoles { writer.string(role) }
      }
    }
    if !corpusRoles.isEmpty {
      writer.array("corpus_roles") { writer in
        for role in corpusRoles {
          writer.object { writer in
            writer.member("corpus_key", role.corpusKey)
            writer.member("role", role.role)
          }
        }
      }
    }
  }
}
