import ScanModel
import TextForms

/// The frame of the HTML report: a page that needs nothing but itself, and that nothing in it can
/// make run, load or send anything.
///
/// The page's policy (Content Security Policy Level 3) names the one style sheet and the one script
/// by their SHA-256, and allows nothing else: no other script, no request, no form, no frame.
enum HTMLPage {
  /// The policy that the page carries.
  static let policy = [
    "default-src 'none'",
    "style-src '\(source(style))'",
    "script-src '\(source(script))'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  .joined(separator: "; ")

  /// Everything before the content.
  static func head(title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <title>\(HTMLText.escaped(title))</title>
    <style>\(style)</style>
    </head>
    <body>

    """
  }

  /// Everything after the content.
  static var foot: String { "<script>\(script)</script>\n</body>\n</html>\n" }

  /// The name by which a policy allows the text of a `<style>` or a `<script>`.
  private static func source(_ text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8).span)
    let words = hash.finalizedWords()
    var digest: [UInt8] = []
    for index in 0..<4 {
      for shift in stride(from: 56, through: 0, by: -8) {
        digest.append(UInt8(truncatingIfNeeded: words[index] >> UInt64(shift)))
      }
    }
    return "sha256-" + Base64.encoded(digest)
  }
}
