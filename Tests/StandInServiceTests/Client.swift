import Foundation
import Posix
import ScanModel
import Testing

@testable import StandInService

/// A client that sends what it is told to, byte for byte.
struct Client {
  let socket: ConnectedSocket

  /// Connects to a stand-in.
  init(_ standIn: StandIn) throws {
    socket = try ConnectedSocket.connect(toLoopbackPort: standIn.port)
  }

  /// Sends a request and reads its answer.
  func send(
    _ method: String,
    _ target: String,
    key: String? = nil,
    body: String? = nil,
    fields: [String] = []
  ) throws -> Answer {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if let key { text += "x-api-key: \(key)\r\n" }
    for field in fields { text += field + "\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    return try raw(text + "\r\n" + (body ?? ""), isHead: method == "HEAD")
  }

  /// Sends these bytes and reads one answer.
  func raw(_ text: String, isHead: Bool = false) throws -> Answer {
    try socket.write(Array(text.utf8).span)
    return read(isHead: isHead)
  }

  /// Reads one answer; at most `byteLimit` bytes and `seconds` seconds of it.
  func read(isHead: Bool = false, byteLimit: Int = 1 << 20, seconds: Double = 20) -> Answer {
    var answer = Answer()
    let deadline = Process.monotonicSeconds + seconds
    while !answer.isComplete(isHead: isHead) {
      let left = deadline - Process.monotonicSeconds
      guard left > 0 else { return answer.ended(.timeout) }
      guard answer.bytes.count < byteLimit else { return answer.ended(.limit) }
      do {
        switch try socket.read(atMost: 65_536, waiting: Int(left * 1_000) + 1) {
        case .bytes(let bytes): answer.bytes += bytes
        case .end: return answer.ended(.end)
        case .nothing: continue
        }
      } catch { return answer.ended(.reset) }
    }
    return answer.ended(.complete)
  }
}

/// What came back.
struct Answer {
  var bytes: [UInt8] = []
  var ending = Ending.complete

  /// How it ended: with its last byte, with the connection, or not at all.
  enum Ending { case complete, end, reset, timeout, limit }

  func ended(_ ending: Ending) -> Answer {
    var copy = self
    copy.ending = ending
    return copy
  }

  private var headEnd: Int? {
    bytes.indices.first { bytes[$0...].starts(with: [13, 10, 13, 10]) }.map { $0 + 4 }
  }

  private var headLines: [String] {
    guard let headEnd else { return [] }
    return String(decoding: bytes[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
  }

  /// The status; 0 if there is none.
  var status: Int {
    let parts = headLines.first?.split(separator: " ") ?? []
    return parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  }

  /// The value of a header field.
  func field(_ name: String) -> String? {
    let prefix = name.lowercased() + ": "
    return headLines.first { $0.lowercased().hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
  }

  var body: [UInt8] { headEnd.map { Array(bytes[$0...]) } ?? [] }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as a JSON object; empty if it is none.
  var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
  }

  /// The members of a listing.
  func items(_ name: String) -> [[String: Any]] { json[name] as? [[String: Any]] ?? [] }

  /// The key of the next page.
  var pageKey: String? { (json["metadata"] as? [String: Any])?["page_key"] as? String }

  func isComplete(isHead: Bool) -> Bool {
    guard let headEnd, status != 100 else { return false }
    if isHead || status == 204 { return true }
    guard let length = field("Content-Length").flatMap(Int.init) else { return false }
    return bytes.count >= headEnd + length
  }
}

/// A running stand-in with made keys.
struct Running {
  let standIn: StandIn
  let keys: [StandInKey]

  init(
    keyCount: Int = 7,
    _ change: (inout StandInConfiguration) throws -> Void = { _ in }
  ) throws {
    var configuration = StandInConfiguration()
    let maker = try KeyMaker(seed: "tests")
    configuration.keys = try maker.keys(count: keyCount)
    configuration.clients = [try maker.client()]
    try change(&configuration)
    keys = configuration.keys
    standIn = try StandIn(configuration)
    try standIn.start()
  }

  /// The owner's key.
  var owner: String { keys.first?.secretText ?? "" }

  /// The key at `index`, as text.
  func secret(_ index: Int) -> String { keys[index].secretText }

  /// Sends one request on a connection of its own.
  func send(
    _ method: String,
    _ target: String,
    key: String?,
    body: String? = nil,
    fields: [String] = []
  ) throws -> Answer {
    try Client(standIn).send(method, target, key: key, body: body, fields: fields)
  }

  /// Sends one request of the owner's.
  func ask(_ method: String, _ target: String, body: String? = nil) throws -> Answer {
    try send(method, target, key: owner, body: body)
  }
}
