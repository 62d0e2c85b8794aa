/// What a stand-in starts with.
package struct StandInConfiguration: Sendable {
  /// The keys of its account; the ID of each is given once.
  package var keys: [StandInKey] = []

  /// The clients that may sign in.
  package var clients: [StandInClient] = []

  /// The port on 127.0.0.1; 0 for one that is free.
  package var port: UInt16 = 0

  /// How long a key still works after it was disabled or deleted, or does not yet after it was
  /// enabled, in seconds; listing and reading keys show the change at once.
  package var propagationSeconds = 0.0

  /// Whether a listing without a filter shows personal keys; the documentation does not say.
  package var listsPersonalKeys = false

  /// How long a token is good, in seconds.
  package var tokenSeconds = 1_800

  /// What goes wrong from the start.
  package var misbehaviours: [Misbehaviour] = []

  /// The file that requests are logged to, one JSON object a line; `nil` for none.
  package var logPath: String?

  /// How many connections are served at the same time; further ones wait.
  package var maximumConnectionCount = 64

  /// How long a client may take for one request, and be silent between two, in seconds.
  package var requestSeconds = 30.0

  /// Starts with nothing.
  package init() {}
}
