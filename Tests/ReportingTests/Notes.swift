import Synchronization

/// What a report has said about itself.
final class Notes: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) {
    texts.withLock { $0.append(text) }
  }
}
