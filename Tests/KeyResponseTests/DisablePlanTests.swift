import KeyResponse
import ScanModel
import StandInService
import TestSupport
import Testing
import VectaraAPI

@Suite struct DisablePlanTests {
  private let drill: Drill

  init() throws { drill = try Drill() }

  private func finding(
    _ secret: Secret,
    _ path: String = "a.env",
    severity: Severity = .medium,
    suppression: SuppressionRecord? = nil
  ) -> Finding {
    secret.withBytes { bytes in
      Finding(
        rule: RuleID("vectara-query-key"),
        severity: severity,
        confidence: .exact,
        key: KeyFacts(
          redacted: Redacted(alreadyRedacted: "zqt_…"),
          fingerprint: Fingerprint(of: bytes),
          byteCount: bytes.count,
          customerID: 1
        ),
        location: Location(
          path: ContentPath(path),
          start: LineColumn(line: 1, column: 1),
          range: ByteRange(0, bytes.count)
        ),
        secret: secret,
        suppression: suppression
      )
    }
  }

  private func identifier(_ id: String) -> Finding {
    let bytes = Array(id.utf8)
    return Finding(
      rule: RuleID("vectara-key-id"),
      severity: .info,
      confidence: .likely,
      key: KeyFacts(
        redacted: Redacted(alreadyRedacted: id),
        fingerprint: Fingerprint(of: bytes.span),
        byteCount: bytes.count,
        customerID: nil
      ),
      location: Location(
        path: nil,
        start: LineColumn(line: 1, column: 1),
        range: ByteRange(0, bytes.count)
      ),
      secret: nil
    )
  }

  private func plan(
    _ findings: [Finding],
    credential: Credential? = nil,
    requestSeconds: Int = 10,
    _ change: (inout KeySelection) -> Void = { _ in }
  ) throws -> DisablePlan {
    var selection = KeySelection()
    change(&selection)
    let client = try drill.client(requestSeconds: requestSeconds)
    let outcome = KeyCheck(client, probes: false, now: { Drill.noon })
      .run(KeyQuestion.questions(about: findings))
    return DisablePlan(
      DisablePlan.Subject.subjects(of: findings) { $0 },
      outcome,
      credential: credential ?? client.credential,
      selection: selection
    )
  }

  private func decisions(
    _ findings: [Finding],
    _ change: (inout KeySelection) -> Void = { _ in }
  ) throws -> [DisablePlan.Decision] {
    try plan(findings, change).items.map(\.decision)
  }

  @Test func anActiveKeyIsSwitchedOff() throws {
    let plan = try plan([finding(drill.keys[1].secret)])
    #expect(plan.toDisable.map { $0.key?.id } == [drill.keys[1].id])
    #expect(plan.unsettled.isEmpty)
  }

  @Test func eachKeyIsListedOnce() throws {
    let findings = [finding(drill.keys[1].secret), finding(drill.keys[1].secret, "b.env")]
    let plan = try plan(findings)
    #expect(plan.items.count == 1)
    #expect(plan.items.first?.subject.exposure.places == ["a.env:1:1", "b.env:1:1"])
  }

  @Test func theCredentialInUseIsNot() throws {
    #expect(try decisions([finding(drill.keys[0].secret)]) == [.leave(.credentialInUse)])
    #expect(LeaveReason.credentialInUse.leavesDoubt)
  }

  @Test func norByItsID() throws {
    let id = drill.keys[0].id
    #expect(try decisions([identifier(id)]) { $0.namedIDs = [id] } == [.leave(.credentialInUse)])
  }

  @Test func norWhereTheAccountHidesWhetherItIs() throws {
    drill.standIn.fail(Misbehaviour(.noSecret, method: "GET"))
    let id = drill.keys[1].id
    #expect(try decisions([identifier(id)]) { $0.namedIDs = [id] } == [.leave(.mayBeCredential)])
    let client = Credential.oauth(clientID: "c", clientSecret: Secret([1]))
    let plan = try plan([identifier(id)], credential: client) { $0.namedIDs = [id] }
    #expect(plan.items.map(\.decision) == [.disable])
  }

  @Test func aKeyThatIsOffStaysAsItIs() throws {
    #expect(try decisions([finding(drill.keys[4].secret)]) == [.leave(.alreadyDisabled)])
    #expect(!LeaveReason.alreadyDisabled.leavesDoubt)
  }

  @Test func aForeignKeyLeavesDoubt() throws {
    let plan = try plan([finding(Secret(Array("zqt_foreign".utf8)))])
    #expect(plan.items.map(\.decision) == [.leave(.notInAccount(hiddenSecretCount: 0))])
    #expect(plan.unsettled.count == 1)
  }

  @Test(arguments: [(403, UnknownReason.forbidden), (429, .rateLimited), (500, .serverError)])
  func aListingThatFailsLeavesAllUnknown(_ status: Int, _ reason: UnknownReason) throws {
    drill.standIn.fail(Misbehaviour(.status(status), path: "/v2/api_keys"))
    let plan = try plan([finding(drill.keys[1].secret)])
    guard case .leave(.unknown(let found, _))? = plan.items.first?.decision else {
      Issue.record("\(plan.items.map(\.decision))")
      return
    }
    #expect(found == reason)
    #expect(plan.unsettled.count == 1)
  }

  @Test(arguments: [0, 1])
  func aListingThatTakesTooLongLeavesAllUnknown(_ pageCount: Int) throws {
    let held = Misbehaviour(.hang(seconds: 60), path: "/v2/api_keys", skip: pageCount)
    drill.standIn.fail(held)
    let plan = try plan([finding(drill.keys[1].secret)], requestSeconds: 1)
    guard case .leave(.unknown(.timeout, _))? = plan.items.first?.decision else {
      Issue.record("\(plan.items.map(\.decision))")
      return
    }
    #expect(plan.toDisable.isEmpty)
    #expect(plan.unsettled.count == 1)
  }

  @Test func aListingThatGrowsWhileItIsReadIsWhole() throws {
    drill.standIn.fail(Misbehaviour(.grow(keyCount: 150), path: "/v2/api_keys", times: 3))
    #expect(try decisions([finding(drill.keys[1].secret)]) == [.disable])
  }

  @Test func aStateThatIsNotToldLeavesDoubt() throws {
    drill.standIn.fail(Misbehaviour(.noEnabled, method: "GET"))
    #expect(try decisions([finding(drill.keys[1].secret)]) == [.leave(.stateNotTold)])
  }

  @Test func anIDAloneOpensNothing() throws {
    let id = drill.keys[1].id
    #expect(try decisions([identifier(id)]) == [.leave(.onlyAnID)])
    #expect(try decisions([identifier(id)]) { $0.namedIDs = [id] } == [.disable])
  }

  @Test func aKeyAndItsIDAreOne() throws {
    let id = drill.keys[1].id
    let findings = [identifier(id), finding(drill.keys[1].secret)]
    #expect(
      try decisions(findings) { $0.namedIDs = [id] } == [.disable, .leave(.listedAbove)]
    )
  }

  @Test func whatIsAllowedStaysOn() throws {
    let record = SuppressionRecord(kind: .ignoreFile, reason: "public search box")
    let allowed = finding(drill.keys[1].secret, suppression: record)
    #expect(try decisions([allowed]) == [.leave(.allowed("public search box"))])
    // One place that is not allowed is enough.
    #expect(try decisions([allowed, finding(drill.keys[1].secret, "b.env")]) == [.disable])
  }

  @Test func selectionsNarrow() throws {
    let findings = [
      finding(drill.keys[1].secret, severity: .medium),
      finding(drill.keys[2].secret, severity: .high),
    ]
    let id = drill.keys[2].id
    let digits = String("\(drill.keys[1].fingerprint)".dropFirst(7).prefix(8))
    func left(_ exclusion: KeySelection.Exclusion) -> DisablePlan.Decision {
      .leave(.notSelected(exclusion))
    }
    #expect(try decisions(findings) { $0.only = [digits] } == [.disable, left(.fingerprint)])
    #expect(
      try decisions(findings) { $0.only = ["sha256:" + digits] } == [.disable, left(.fingerprint)]
    )
    #expect(
      try decisions(findings) { $0.only = [id] } == [left(.fingerprint), .disable]
    )
    #expect(try decisions(findings) { $0.roles = ["serving"] } == [.disable, left(.role)])
    #expect(try decisions(findings) { $0.minimumSeverity = .high } == [left(.severity), .disable])
  }

  @Test(arguments: [
    ("01234567", true), ("sha256:0123abcd", true), ("aky_1", true), ("0123456", false),
    ("sha256:", false), ("0123456G", false), ("", false), ("zqt_0123456789", false),
    (String(repeating: "a", count: 65), false),
  ])
  func selectorsAreFingerprintsOrIDs(_ text: String, _ isSelector: Bool) {
    #expect(KeySelection.isSelector(text) == isSelector)
  }
}
