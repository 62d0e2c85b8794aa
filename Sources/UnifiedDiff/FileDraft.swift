internal import ScanModel

/// The headers of a file, as far as they have been read.
struct FileDraft {
  /// Whether it is sure that these are headers, and not prose that looks like one.
  private(set) var isConfirmed: Bool

  /// Whether the last header starts data of a binary patch.
  private(set) var startsBinaryPatch = false

  private let form: Form
  private let patchLine: Int

  /// The paths of the line that starts the draft, prefixes included.
  private var pair: PathPair?
  private var oldName: HeaderName?
  private var newName: HeaderName?
  private var origin: [UInt8]?
  private var target: [UInt8]?
  private var isCopy = false
  private var isNew = false
  private var isDeleted = false
  private var hasNewMode = false
  private var isSubmodule = false
  private var isBinary = false

  /// What starts a file's headers.
  private enum Form {
    /// `diff --git`, of git and of Mercurial's git format.
    case git
    /// `diff --cc` and `diff --combined`, of merges.
    case combined
    /// `Index:`, of Subversion and CVS.
    case index
    /// `---`, of everyone else.
    case plain
  }

  /// Starts a draft with its first header; `nil` if `text` is none.
  init?(_ text: [UInt8], patchLine: Int) {
    self.patchLine = patchLine
    if let paths = text.dropping("diff --git ") {
      (form, isConfirmed) = (.git, true)
      pair = PathPair(reading: paths)
    } else if let path = text.dropping("diff --cc ") ?? text.dropping("diff --combined ") {
      (form, isConfirmed) = (.combined, true)
      let path = QuotedPath.read(path).path
      pair = PathPair(old: path, new: path)
    } else if let path = text.dropping("Index: "), !path.isEmpty {
      (form, isConfirmed) = (.index, false)
      pair = PathPair(old: Array(path), new: Array(path))
    } else if let name = text.dropping("--- "), !name.isEmpty {
      (form, isConfirmed) = (.plain, false)
      oldName = HeaderName(name)
    } else if let pair = Self.binaryPair(text) {
      (form, isConfirmed) = (.plain, true)
      oldName = HeaderName(pair.old[...])
      newName = HeaderName(pair.new[...])
      isBinary = true
    } else {
      return nil
    }
  }

  /// Whether a hunk may follow.
  var mayHaveHunks: Bool { oldName != nil && newName != nil && !isBinary }

  /// Whether a draft that starts with `text` replaces this one, of the same file.
  func isContinued(by text: [UInt8]) -> Bool {
    form == .index && oldName == nil && text.starts(with: "diff --git ")
  }

  /// Reads the next header; `false` if `text` is none of this file.
  mutating func take(_ text: [UInt8]) -> Bool {
    guard newName == nil, !isBinary else { return takeAfterNames(text) }
    if let name = text.dropping("--- "), oldName == nil || form == .combined {
      oldName = oldName ?? HeaderName(name)
      isConfirmed = isConfirmed || form == .index
      return true
    }
    if let name = text.dropping("+++ "), oldName != nil {
      newName = HeaderName(name)
      return true
    }
    switch form {
    case .git, .combined: return takeGit(text)
    case .index: return takeIndex(text)
    case .plain: return false
    }
  }

  /// Reads what may follow the names, or word of a binary file: nothing but more of the same word.
  private mutating func takeAfterNames(_ text: [UInt8]) -> Bool {
    form == .index && isBinary && text.starts(with: "svn:mime-type")
  }

  private mutating func takeGit(_ text: [UInt8]) -> Bool {
    if let mode = text.dropping("new file mode ") {
      isNew = true
      return takeMode(mode)
    }
    if let mode = text.dropping("deleted file mode ") {
      isDeleted = true
      return takeMode(mode)
    }
    if let mode = text.dropping("old mode ") ?? text.dropping("new mode ") ?? text.dropping("mode ")
    {
      hasNewMode = true
      return takeMode(mode)
    }
    if let path = text.dropping("rename from ") ?? text.dropping("copy from ") {
      origin = QuotedPath.read(path).path
      isCopy = text.starts(with: "copy")
      return true
    }
    if let path = text.dropping("rename to ") ?? text.dropping("copy to ") {
      target = QuotedPath.read(path).path
      return true
    }
    if let rest = text.dropping("index ") { return takeMode(rest) }
    if let rest = text.dropping("similarity index ") ?? text.dropping("dissimilarity index ") {
      return rest.last == UInt8(ascii: "%")
    }
    startsBinaryPatch = text.elementsEqual("GIT binary patch".utf8)
    isBinary = startsBinaryPatch || text.starts(with: "Binary file")
    return isBinary
  }

  /// Reads modes or object ids; the mode of a submodule stands at either end.
  private mutating func takeMode(_ text: ArraySlice<UInt8>) -> Bool {
    let submodule = Array("160000".utf8)
    if text.starts(with: submodule) || text.suffix(submodule.count).elementsEqual(submodule) {
      isSubmodule = true
    }
    return text.allSatisfy { byte in
      Hexadecimal.value(byte) != nil || " ,.".utf8.contains(byte)
    }
  }

  private mutating func takeIndex(_ text: [UInt8]) -> Bool {
    if !isConfirmed {
      isConfirmed = text.count >= 20 && text.allSatisfy { $0 == UInt8(ascii: "=") }
      return isConfirmed
    }
    if text.starts(with: "Cannot display: ") {
      isBinary = true
      return true
    }
    return ["RCS file: ", "retrieving revision ", "diff -"].contains { text.starts(with: $0) }
  }

  /// Reads the line that says of a binary file, without headers, that it differs.
  private static func binaryPair(_ text: [UInt8]) -> PathPair? {
    if let rest = text.dropping("Binary file ") {
      let end = Array(" has changed".utf8)
      guard rest.suffix(end.count).elementsEqual(end) else { return nil }
      let path = Array(rest.dropLast(end.count))
      return PathPair(old: path, new: path)
    }
    let end = Array(" differ".utf8)
    guard let rest = text.dropping("Binary files "), rest.suffix(end.count).elementsEqual(end)
    else {
      return nil
    }
    return PathPair(joinedByAnd: rest.dropLast(end.count))
  }
}

extension FileDraft {
  /// Puts together what the headers say.
  ///
  /// - Parameter hunk: The first hunk; `nil` if there is none.
  /// - Returns: The change.
  func change(before hunk: PatchHunk?) -> FileChange {
    let isOldAbsent = isNew || oldName?.isAbsent(given: hunk?.old) ?? false
    let isNewAbsent = isDeleted || newName?.isAbsent(given: hunk.map { [$0.new] }) ?? false
    let paths = paths(isOldAbsent: isOldAbsent, isNewAbsent: isNewAbsent)
    return FileChange(
      kind: kind(isOldAbsent: isOldAbsent, isNewAbsent: isNewAbsent, hasHunk: hunk != nil),
      oldPath: isOldAbsent ? nil : paths.map { ContentPath($0.old) },
      newPath: isNewAbsent ? nil : paths.map { ContentPath($0.new) },
      content: content(hasHunk: hunk != nil),
      patchLine: patchLine
    )
  }

  private func kind(isOldAbsent: Bool, isNewAbsent: Bool, hasHunk: Bool) -> FileChange.Kind {
    if isOldAbsent { return .added }
    if isNewAbsent { return .deleted }
    if origin != nil, target != nil { return isCopy ? .copied : .renamed }
    return hasNewMode && !hasHunk && !isBinary ? .modeChanged : .modified
  }

  private func content(hasHunk: Bool) -> FileChange.Content {
    if isBinary { return .binary }
    if isSubmodule { return .submodule }
    return hasHunk ? .lines : .none
  }

  /// The paths, without prefixes; that of an absent file means nothing.
  private func paths(isOldAbsent: Bool, isNewAbsent: Bool) -> PathPair? {
    if let origin, let target { return PathPair(old: origin, new: target) }
    if form == .combined || form == .index, let pair, form == .combined || newName == nil {
      return pair
    }
    guard let old = oldName?.path, let new = newName?.path else { return pair?.withoutPrefixes }
    if !isOldAbsent, !isNewAbsent {
      let pair = PathPair(old: old, new: new)
      return form == .git || Self.hasSamePath(pair) ? pair.withoutPrefixes : pair
    }
    if form == .git, let pair { return pair.withoutPrefixes }
    let path = isOldAbsent ? new : old
    let letter = isOldAbsent ? UInt8(ascii: "b") : UInt8(ascii: "a")
    let bare = PathPair.prefix(of: path) == letter ? Array(path.dropFirst(2)) : path
    return PathPair(old: bare, new: bare)
  }

  /// Whether the paths are the same but for prefixes that git or Mercurial adds.
  private static func hasSamePath(_ pair: PathPair) -> Bool {
    pair.hasLetterPrefixes && pair.old.dropFirst(2) == pair.new.dropFirst(2)
  }
}
