import ScanModel
import Testing
import VectaraAPI

@testable import KeyResponse

@Suite struct AccountKeysTests {
  private let secret = Fingerprint(of: Array("secret".utf8).span)

  private func fingerprint(ofID id: String) -> Fingerprint {
    Fingerprint(of: Array(id.utf8).span)
  }

  @Test func keysAreFoundBySecretAndByID() {
    let key = APIKey(id: "aky_1", name: "one", fingerprint: secret, isEnabled: true)
    let account = AccountKeys([key, APIKey(id: "aky_2")])
    #expect(account[secret] == key)
    #expect(account[fingerprint(ofID: "aky_1")] == key)
    #expect(account[fingerprint(ofID: "aky_2")]?.id == "aky_2")
    #expect(account[fingerprint(ofID: "aky_3")] == nil)
    #expect(account.keys.map(\.id) == ["aky_1", "aky_2"])
  }

  @Test func hiddenSecretsAreCounted() {
    let keys = [APIKey(id: "aky_1", fingerprint: secret), APIKey(id: "aky_2"), APIKey(id: "aky_3")]
    #expect(AccountKeys(keys).hiddenSecretCount == 2)
    #expect(AccountKeys([]).hiddenSecretCount == 0)
  }

  @Test func ofTwoKeysWithOneSecretTheOneThatWorksCounts() {
    let on = APIKey(id: "aky_on", fingerprint: secret, isEnabled: true)
    for off in [false, nil] {
      let other = APIKey(id: "aky_off", fingerprint: secret, isEnabled: off)
      #expect(AccountKeys([on, other])[secret] == on)
      #expect(AccountKeys([other, on])[secret] == on)
    }
  }
}
