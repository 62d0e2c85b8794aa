import Rules
import ScanModel
import Testing

@testable import Matching

@Suite struct BodyJudgementTests {
  private let subject: Subject

  init() throws {
    subject = try Subject()
  }

  /// How many keys are tried: as many as the time of a build without optimisation allows.
  #if DEBUG
  private static let keyCount = 5_000
  #else
  private static let keyCount = 1_000_000
  #endif

  @Test(arguments: 0..<2)
  func noRandomKeyIsTakenForAPlaceholder(part: UInt64) {
    var generator = SplitMix64(seed: 1_000 + part)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let ends = Array("AQgw".utf8)
    var body = [UInt8](repeating: 0, count: 32)
    var mistaken: [String] = []
    for _ in 0..<Self.keyCount / 2 {
      for word in 0..<4 {
        let bits = generator.next()
        for place in 0..<8 {
          body[8 * word + place] = alphabet[Int(bits >> UInt64(6 * place) & 63)]
        }
      }
      body[31] = ends[Int(generator.next() >> 62)]
      if BodyJudgement.isPlaceholder(0..<32, in: body.span) {
        mistaken.append(String(decoding: body, as: UTF8.self))
      }
    }
    #expect(mistaken == [])
  }

  @Test func smallCustomersKeysAreExact() throws {
    for seed in 0..<100 {
      #expect(try subject.confidences(in: "{key:zut:small-\(seed)}") == [.exact])
    }
  }

  /// What documentation, examples and tests of the public world have where a key goes.
  @Test(arguments: [
    "…", "abcd", "12345", "1234...", "xxxxx...", "...", "abcd...", "abcdef...", "apiKeyValue",
    "123456",
    "abc123(...)", "5678...", "your_api_key", "your_vectara_api_key_here", "bearer_token",
    "dev_...",
    "prod_...", "xxxxxxxxxxxxxxx", "asdfasdfasdfasdfasdfasdfasdfasdf", "your_api_key_here",
    "XXXXXXXX",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "0000000000000000000000000000000000000A",
    "abcdefghijklmnopqrstuvwxyz0123456789AB", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxA",
    "1234567890123456789012345678901234567A", "this_is_not_a_real_key_just_a_placeholdA",
    "replace_me", "<your-key>", "YOUR_VECTARA_API_KEY_GOES_HERE_PLEASE_w",
    "insert-your-personal-api-key-here",
  ])
  func aPlaceholderIsAtMostPossible(body: String) throws {
    for prefix in ["zut_", "zqt_", "zwt_"] {
      for context in ["", "VECTARA_API_KEY="] {
        let found = subject.confidences(in: Array((context + prefix + body).utf8))
        #expect(found.allSatisfy { $0 == .possible }, "\(prefix)\(body)")
      }
    }
  }

  /// What else holds these letters, in the public world.
  @Test(arguments: [
    "flaky_", "flaky_test", "leaky_relu", "leaky_bucket_2", "leaky_integrate", "sneaky_throws",
    "shaky_hands", "freaky_Friday13", "rzut_oka", "wyrzut_sumienia", "rozrzut_1", "ZUT_HOME",
    "zut_id", "zut_walk", "${'ZUT_'}${Date.now()}", "FRIZQT__.TTF", "Fonts\\FRIZQT__.TTF", "MZQT_",
    "zqt_x", "zwt_perched", "zwt_h", "gen zwt_lbs = 2", "zwt_life_flutter_app", "zwt_0a1b2c3d4e5f",
    "AkY_Y", "YOUR_API_KEY", "<API_KEY_VALUE>", "test_api_key", "invalid_key_12345", "aky_1",
    "aky_abc",
    "vaa_xxxxxxxxxxxxx", "zut_", "zqt_", "zwt_", "aky_",
  ])
  func namesAndWordsAreNothing(text: String) throws {
    for context in ["", "vectara ", "\"", "\\n"] where !(context == "\\n" && text.hasPrefix("x")) {
      #expect(subject.confidences(in: Array((context + text + "\n").utf8)) == [])
    }
  }

  @Test func judgesShapes() {
    func judge(_ text: String, _ judgement: (Range<Int>, Span<UInt8>) -> Bool) -> Bool {
      let bytes = Array(text.utf8)
      return judgement(0..<bytes.count, bytes.span)
    }
    #expect(judge("aB3xY9-qTz7W") { BodyJudgement.isVaried($0, in: $1) })
    #expect(!judge("abcdefghijkl") { BodyJudgement.isVaried($0, in: $1) })
    #expect(!judge("aB1aB1aB1aB1") { BodyJudgement.isVaried($0, in: $1) })
    #expect(judge("a1") { BodyJudgement.hasDigitOrCapital($0, in: $1) })
    #expect(judge("aB") { BodyJudgement.hasDigitOrCapital($0, in: $1) })
    #expect(!judge("a_-b") { BodyJudgement.hasDigitOrCapital($0, in: $1) })
    #expect(judge("your_key_id") { BodyJudgement.isMadeOfPlaceholderWords($0, in: $1) })
    #expect(!judge("your_key_1") { BodyJudgement.isMadeOfPlaceholderWords($0, in: $1) })
    #expect(!judge("payments-eu") { BodyJudgement.isMadeOfPlaceholderWords($0, in: $1) })
  }
}
