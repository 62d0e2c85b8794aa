import KeyResponse
import ScanModel
import Testing
import VectaraAPI

@testable import zleaks

@Suite struct PlanTextTests {
  private let text = PlanText(shown: { $0 }, journal: JournalState([]), proves: false)

  @Test(
    arguments: [
      (LeaveReason.alreadyDisabled, "it is off already"),
      (
        .notInAccount(hiddenSecretCount: 0),
        "your account does not list it: it is another account's, deleted, or hidden from you; ask "
          + "whoever owns it"
      ),
      (
        .notInAccount(hiddenSecretCount: 2),
        "your account does not list it: it is another account's, deleted, or hidden from you; it may "
          + "be one of 2 keys listed without the secret: if you know its ID, name that"
      ),
      (
        .unknown(.timeout, "no answer"),
        "nothing is known of it (timeout: no answer); run this again, or use the Vectara console"
      ),
      (
        .stateNotTold,
        "the account does not say whether it is on; look in the Vectara console"
      ),
      (
        .credentialInUse,
        "it is the credential in use, and would lock you out: make another one, and run this again "
          + "with that"
      ),
      (
        .mayBeCredential,
        "the account hides its secret, so it may be the credential in use: run this again with an "
          + "OAuth app client"
      ),
      (.unusableID, "its ID has not the form of one; use the Vectara console"),
      (
        .onlyAnID,
        "an ID opens nothing; to switch its key off, name the ID on the command line"
      ),
      (.listedAbove, "the same key stands above"),
      (
        .allowed("search box"),
        "it is allowed on purpose: search box (a scan with --no-ignore counts it)"
      ),
      (.allowed(""), "it is allowed on purpose (a scan with --no-ignore counts it)"),
      (.notSelected(.fingerprint), "--only does not name it"),
      (.notSelected(.role), "--role leaves it out"),
      (.notSelected(.severity), "--min-severity leaves it out"),
    ] as [(LeaveReason, String)]
  )
  func everyReasonSaysWhatToDo(_ reason: LeaveReason, _ sentence: String) {
    #expect(text.sentence(reason) == sentence)
  }

  @Test(
    arguments: [
      (SwitchEnding.done(requestID: "q-1"), "off, read back (request 'q-1')"),
      (.done(requestID: nil), "off, read back"),
      (.already, "off already: somebody else was there first"),
      (.otherSecret, "left as it is: its secret is another one now, so the leaked one is gone"),
      (
        .contradicted,
        "NOT off: the service accepted the request, and the account says otherwise; run this again"
      ),
      (.interrupted, "interrupted; run this again, and it goes on from the journal"),
      (
        .journal(.notAJournal),
        "NOT off: stopped, for the journal cannot be used: \(JournalError.notAJournal)"
      ),
      (
        .unwritten(.notWritten("no space left on device")),
        "UNKNOWN: the request was sent, but the journal cannot be used: a record could not be written: "
          + "no space left on device; run this again"
      ),
    ] as [(SwitchEnding, String)]
  )
  func everyEndingIsSaid(_ ending: SwitchEnding, _ sentence: String) {
    #expect(SwitchText.sentence(ending, .disable) == sentence)
  }

  @Test(
    arguments: [
      (RefusalProof.Ending.refused(seconds: 61), "refused by the service after 61 s: proved"),
      (
        .draining(seconds: 600),
        "STILL DRAINING: off in the account, and accepted by the service after 600 s; run this again "
          + "later"
      ),
      (.interrupted, "not proved: interrupted; run this again"),
    ] as [(RefusalProof.Ending, String)]
  )
  func everyProofIsSaid(_ ending: RefusalProof.Ending, _ sentence: String) {
    #expect(SwitchText.sentence(ending) == sentence)
  }
}
