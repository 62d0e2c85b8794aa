import ScanModel

/// The script that git runs as a hook.
///
/// Its second line says which version of the script it is, and carries a digest of all that follows,
/// so that every later version can tell its own work from what somebody has changed since.
struct HookScript: Sendable {
  /// Which hook it is.
  let hook: HookName

  /// The absolute path of the program to call.
  let program: [UInt8]

  /// The version of the script's text.
  private static let version = "1"

  private static let interpreter = Array("#!/bin/sh\n".utf8)
  private static let marker = Array("# zleaks hook ".utf8)
  private static let frameworkCommand = Array("hook-impl".utf8)
  private static let programMarker = Array("\nprogram=".utf8)

  /// The whole script.
  var bytes: [UInt8] {
    let body = self.body
    let line = Self.marker + Array("\(Self.version) ".utf8) + Self.digest(of: body[...]) + [0x0A]
    return Self.interpreter + line + body
  }

  /// What follows the line with the digest.
  private var body: [UInt8] {
    Array(opening.utf8) + ShellWord.quoted(program) + Array("\n\(finding)\(call)".utf8)
  }

  private var opening: String {
    """
    # Written by 'zleaks hook install', removed by 'zleaks hook uninstall'; do not edit it. What else
    # is to run goes into '\(hook.earlierName)' beside it, and runs first.

    program=
    """
  }

  /// Finds the earlier hook and the program.
  ///
  /// A missing program must not let everything pass, and one from a relative directory of `PATH`
  /// would be whatever the repository put there.
  private var finding: String {
    """

    case $0 in
      */*) earlier=${0%/*}/\(hook.earlierName) ;;
      *) earlier=./\(hook.earlierName) ;;
    esac

    # Whether there is an earlier hook that does not run already: what it runs may end here again.
    has_earlier() {
      [ -f "$earlier" ] && [ -x "$earlier" ] || return
      here=$(CDPATH= cd -- "${earlier%/*}" && pwd -P)/\(hook.rawValue)
      [ "$here" != "$ZLEAKS_EARLIER_OF" ]
    }

    find_program() {
      if ! [ -f "$program" ] || ! [ -x "$program" ]; then
        missing=$program
        program=$(command -v zleaks)
      fi
      case $program in
        /*) return ;;
      esac
      printf "zleaks: error: cannot find zleaks: '%s' is gone, and PATH has none; %s\\n" "$missing" \\
        "install it and run 'zleaks hook install', or pass --no-verify to go unchecked once" >&2
      exit 1
    }


    """
  }

  /// Runs the earlier hook, then the program, whose report is for a person to read: what git itself
  /// writes to standard output may be for a program.
  private var call: String {
    switch hook {
    case .preCommit:
      """
      if has_earlier; then
        ZLEAKS_EARLIER_OF=$here "$earlier" "$@" || exit
      fi
      find_program
      exec "$program" \(hook.call) >&2

      """
    case .prePush:
      // Both read what git says; the mark keeps the line ends at its end.
      """
      if has_earlier; then
        lines=$(cat && echo .)
        lines=${lines%.}
        printf %s "$lines" 2>/dev/null | ZLEAKS_EARLIER_OF=$here "$earlier" "$@" || exit
        find_program
        printf %s "$lines" 2>/dev/null | "$program" \(hook.call) "$@" >&2
        exit
      fi
      find_program
      exec "$program" \(hook.call) "$@" >&2

      """
    }
  }

  /// The first 16 digits of the SHA-256 of `body`.
  private static func digest(of body: ArraySlice<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(Array(body).span)
    var digits: [UInt8] = []
    Hexadecimal.append(hash.finalizedWords()[0], to: &digits)
    return digits
  }
}

/// What a hook's file holds.
enum HookContent: Equatable, Sendable {
  /// A script of zleaks as it was written, of this version or another.
  ///
  /// The program is `nil` where another version names it otherwise.
  case zleaks(program: [UInt8]?, isCurrent: Bool)
  /// A script of zleaks that somebody has changed.
  case edited
  /// The script of the pre-commit framework, which runs what it found there as `HOOK.legacy`.
  case framework
  /// Something else; it may work only under its own name.
  case another(asksForItsName: Bool)
}

extension HookContent {
  /// Whether it is a script of zleaks, as it was written or edited.
  var isOurs: Bool {
    switch self {
    case .zleaks, .edited: true
    case .framework, .another: false
    }
  }
}

extension HookScript {
  /// What `bytes` are, found in the file of the hook `hook`.
  static func content(_ bytes: [UInt8], of hook: HookName) -> HookContent {
    guard bytes.starts(with: interpreter + marker) else {
      if contains(marker, in: bytes) { return .edited }
      if contains(frameworkCommand, in: bytes) { return .framework }
      return .another(asksForItsName: asksForItsName(bytes))
    }
    let lines = bytes.dropFirst(interpreter.count)
    guard let lineEnd = lines.firstIndex(of: 0x0A) else { return .edited }
    let words = lines[..<lineEnd].dropFirst(marker.count).split(separator: UInt8(ascii: " "))
    let body = bytes[(lineEnd + 1)...]
    guard words.count == 2, words[1].elementsEqual(digest(of: body)) else { return .edited }
    guard let start = firstRange(of: programMarker, in: body),
      let program = ShellWord.unquoted(bytes[start.upperBound...])
    else { return .zleaks(program: nil, isCurrent: false) }
    let current = HookScript(hook: hook, program: program).bytes
    return .zleaks(program: program, isCurrent: bytes == current)
  }

  /// Whether a script seems to do its work by the name that it is called by.
  private static func asksForItsName(_ bytes: [UInt8]) -> Bool {
    contains(Array("basename".utf8), in: bytes) || contains(Array("${0##".utf8), in: bytes)
  }

  private static func contains(_ text: [UInt8], in bytes: [UInt8]) -> Bool {
    firstRange(of: text, in: bytes[...]) != nil
  }

  private static func firstRange(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let start = bytes.indices.first { bytes[$0...].starts(with: text) }
    return start.map { $0..<$0 + text.count }
  }
}
