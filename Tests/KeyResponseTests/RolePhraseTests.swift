import KeyResponse
import Testing
import VectaraAPI

@Suite struct RolePhraseTests {
  @Test(arguments: [
    (
      "personal",
      "do everything that its owner may do: read, change and delete data, and make more keys"
    ),
    ("serving", "search the corpora that it was made for, at the account's cost"),
    (
      "serving_and_indexing",
      "read and write the corpora that it was made for: steal, forge or remove documents"
    ),
    ("new_role", "do what the role 'new_role' allows"),
  ])
  func saysWhatAThiefCanDo(_ role: String, _ phrase: String) {
    #expect(RolePhrase.phrase(of: APIKey(id: "aky_1", role: role)) == phrase)
  }

  @Test func saysThatNothingIsTold() {
    #expect(
      RolePhrase.phrase(of: APIKey(id: "aky_1")) == "something unknown: the account tells no role"
    )
  }
}
