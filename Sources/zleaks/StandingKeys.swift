import Matching
import Rules
import ScanModel
import Scanning

/// Takes keys of the built-in rules out of texts, wherever those come from.
enum StandingKeys {
  /// Made when first needed, which is seldom.
  private static let keys: PathKeys? = {
    // The built-in rules are right, which the tests see to; without them no scan starts.
    guard let rules = try? RuleSet.builtin() else { return nil }
    return PathKeys(ScanPlan(matcher: Matcher(rules)))
  }()

  /// `text` with what may be shown of each key in place of the key.
  static func hidden(in text: [UInt8]) -> [UInt8] {
    guard mayHoldKey(text) else { return text }
    return keys?.hidden(in: ContentPath(text)).bytes ?? []
  }

  /// Whether what all keys start with, `z`, a letter and `t_`, stands in the text.
  private static func mayHoldKey(_ text: [UInt8]) -> Bool {
    text.indices.dropLast(3).contains { index in
      text[index] | 0x20 == UInt8(ascii: "z") && text[index + 2] | 0x20 == UInt8(ascii: "t")
        && text[index + 3] == UInt8(ascii: "_")
    }
  }
}
