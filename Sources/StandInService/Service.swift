internal import Posix
internal import ScanModel
internal import TextForms

/// What happens to a request, and how its answer is sent.
struct Plan: Sendable {
  /// The answer; `nil` if there is none.
  var response: HTTPResponse?

  /// What goes wrong on the way.
  var action: Misbehaviour.Action?
}

/// The account and everything that is told of it, shared by all connections.
final class Service: Sendable {
  /// What the connections share.
  struct State: Sendable {
    var account: Account
    var rules: [ActiveRule]
    var records: [RequestRecord] = []
    var requestCount = 0
    var inFlight = 0
    var connectionCount = 0
    var connections: [Int: ConnectedSocket] = [:]
    var isAccepting = false
    var isStopping = false
  }

  /// A rule in force.
  struct ActiveRule: Sendable {
    let rule: Misbehaviour
    var skipped = 0
    var used = 0

    /// Whether the next request that it is for meets it; counts the ones that are let through.
    mutating func takesNext() -> Bool {
      if skipped < rule.skip {
        skipped += 1
        return false
      }
      return rule.times.map { used < $0 } ?? true
    }
  }

  /// The state, and who waits for it to change.
  let state: Monitor<State>

  private let log: RequestLog?

  /// How many requests are remembered.
  private static let maximumRecordCount = 100_000

  init(_ configuration: StandInConfiguration) throws(StandInError) {
    log = if let path = configuration.logPath { try RequestLog(path: path) } else { nil }
    state = Monitor(
      State(
        account: try Account(configuration),
        rules: configuration.misbehaviours.map { ActiveRule(rule: $0) }
      )
    )
  }

  /// Decides what a request meets, lets it take effect, and notes it.
  func plan(_ request: HTTPRequest, connection: Int) -> Plan {
    let now = Process.monotonicSeconds
    if request.rawPath == "/_control" || request.rawPath.hasPrefix("/_control/") {
      return Plan(response: state.withLock { ControlCall(request, now: now).answer(&$0) })
    }
    return state.withLock { state in
      state.requestCount += 1
      let rule = Self.chooseRule(request, now: now, &state)
      var shape = AnswerShape()
      let isShape = rule.map { shape.apply($0.action) } ?? false
      let call = APICall(
        request: request,
        requestID: "req-\(state.requestCount)",
        now: now,
        shape: shape
      )
      var plan = Plan(response: nil, action: isShape ? nil : rule?.action)
      let keyID = call.credential.flatMap(state.account.keyID)
      if rule?.lets(takeEffect: isShape) ?? true { plan.response = call.answer(&state.account) }
      if let rule, let answer = rule.action.answer(call.requestID) { plan.response = answer }
      if let rule, rule.action.isSilent { plan.response = nil }
      var record = RequestRecord(request, connection: connection, state)
      record.status = plan.response?.status
      record.fingerprint = call.credential
      record.keyID = keyID
      record.misbehaviour = rule?.name
      note(record, &state)
      return plan
    }
  }

  /// Notes a request that could not be understood.
  func note(_ fault: HTTPFault, connection: Int) {
    state.withLock { state in
      state.requestCount += 1
      var record = RequestRecord(nil, connection: connection, state)
      record.status = fault.status
      note(record, &state)
    }
  }

  private func note(_ record: RequestRecord, _ state: inout State) {
    if state.records.count >= Self.maximumRecordCount {
      state.records.removeFirst(Self.maximumRecordCount / 2)
    }
    state.records.append(record)
    log?.append(record)
  }

  /// The first rule that the request meets; changes to the account that others make are made.
  private static func chooseRule(
    _ request: HTTPRequest,
    now: Double,
    _ state: inout State
  ) -> Misbehaviour? {
    var chosen: Misbehaviour?
    for index in state.rules.indices {
      let rule = state.rules[index].rule
      guard rule.isFor(method: request.method, path: request.rawPath),
        rule.action.concerns(request)
      else { continue }
      switch rule.action {
      case .change(let id, let change):
        guard state.rules[index].takesNext() else { continue }
        _ = state.account.change(id, change, now: now)
      case .grow(let count):
        guard state.rules[index].takesNext() else { continue }
        for _ in 0..<count {
          // The seed of the account's own maker is good, or the account would not be there.
          _ = try? state.account.make(kind: .serving, name: "grown") { _ in }
        }
      default:
        guard chosen == nil, state.rules[index].takesNext() else { continue }
        chosen = rule
      }
      state.rules[index].used += 1
    }
    return chosen
  }
}

extension RequestRecord {
  /// Notes a request, the newest; `nil` for one that could not be understood.
  fileprivate init(_ request: HTTPRequest?, connection: Int, _ state: Service.State) {
    self.init(
      number: state.requestCount,
      time: Timestamp(seconds: Int(WallClock.secondsSince1970), zoneMinutes: 0),
      seconds: Process.monotonicSeconds,
      method: request?.method ?? "-",
      path: request.map { LoggedText.hidingKeys($0.rawPath) } ?? "-",
      query: request?.rawQuery.map(LoggedText.hidingKeys),
      connection: connection,
      inFlight: max(state.inFlight, 1),
      userAgent: (request?.fields["user-agent"]).map(LoggedText.hidingKeys),
      bodyByteCount: request?.body.count ?? 0
    )
  }
}
