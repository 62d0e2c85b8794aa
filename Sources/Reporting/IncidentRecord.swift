package import ScanModel

/// What was done about leaked keys, from a journal: the material of an incident's record.
package struct IncidentRecord: Sendable {
  /// The keys, in the order in which they first appear.
  package var keys: [Key] = []

  /// Everything that happened, in the order of the journal.
  package var timeline: [Event] = []

  /// How many lines of the journal a crash has left half written.
  package var brokenLineCount = 0

  /// Knows of nothing.
  package init() {}

  /// A key that something was done to.
  package struct Key: Sendable {
    /// The ID.
    package var id: String

    /// The name that its owner gave it.
    package var name: String?

    /// What may be shown of its secret.
    package var redacted: String?

    /// The identity of its secret.
    package var fingerprint: Fingerprint?

    /// What whoever holds it can do, in plain words.
    package var ability: String?

    /// Whether it is off, as far as the journal tells.
    package var state: State

    /// When the service was seen to refuse it; `nil` if it was not.
    package var refusedAt: Timestamp?

    /// Whether the service was last seen to accept it although it was off.
    package var isDraining = false

    /// How many places hold it.
    package var placeCount = 0

    /// The first of them.
    package var places: [String] = []

    /// The repositories that hold it, the first few.
    package var repositories: [String] = []

    /// Whether the commit that `HEAD` names has it.
    package var isInHead: Bool?

    /// When it was first committed, and in which commit by whom.
    package var since: String?

    /// Describes a key; the rest is set as far as it is known.
    package init(id: String, state: State) {
      self.id = id
      self.state = state
    }
  }

  /// What the journal says of a key in the end.
  package enum State: Sendable, Equatable {
    /// This program has switched it off.
    case off(Timestamp)
    /// It is on: never switched off, or switched on again.
    case on
    /// A change was begun, and what came of it is not known.
    case unknown
    /// It was off before anything was done, or somebody else was first.
    case offBefore
  }

  /// Something that happened.
  package struct Event: Sendable {
    /// When, in UTC.
    package var time: Timestamp

    /// Who did it.
    package var operatorName: String

    /// What, in a few words.
    package var text: String

    /// The key's ID; `nil` if it is about the run.
    package var keyID: String?

    /// The service's name for the request.
    package var requestID: String?

    /// Describes an event.
    package init(
      time: Timestamp,
      operatorName: String,
      text: String,
      keyID: String? = nil,
      requestID: String? = nil
    ) {
      self.time = time
      self.operatorName = operatorName
      self.text = text
      self.keyID = keyID
      self.requestID = requestID
    }
  }
}
