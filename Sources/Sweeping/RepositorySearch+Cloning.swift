internal import GitCommand
internal import Posix
internal import ScanModel
internal import TextForms

/// The search of a repository that lies elsewhere.
extension RepositorySearch {
  mutating func searchRemote(
    _ address: CloneAddress,
    _ begun: () -> Void
  ) throws(Failure) -> Outcome {
    guard waitForTurn(begun) else { return .interrupted }
    let git: GitClone
    do throws(GitError) {
      git = try GitClone(environment: settings.environment, holding: means.cloneLock)
      if settings.resumes, SavedTrailer(path: resultPath)?.isComplete == true {
        let listing = try git.references(of: address.bytes, secondsLimit: secondsLeft)
        if let tally = unchanged(RepositoryState(listing: listing)) { return .unchanged(tally) }
      }
    } catch { throw Failure("\(error)") }
    guard means.budget.waitForRoom() else { return .interrupted }
    let top = means.cloneArea + Array("/\(number)".utf8)
    let start = Process.monotonicSeconds
    // The clone lies where its address, read as a path from `top`, leads: so the search, which runs
    // there, names it by its address and not by where it happens to lie.
    let parts = address.bytes.split(separator: UInt8(ascii: "/"))
    let clone = parts.reduce(into: top) { $0 += [UInt8(ascii: "/")] + $1 }
    defer {
      // What cannot be removed now is removed with the area.
      try? DirectoryTree.remove(top)
      means.budget.release()
    }
    do throws(SystemError) {
      let slash = clone.lastIndex(of: UInt8(ascii: "/")) ?? clone.endIndex
      try DirectoryTree.make(Array(clone[..<slash]))
    } catch { throw Failure("no place for a clone: \(error.call): \(error)") }
    do throws(GitError) {
      try git.clone(address.bytes, into: clone, secondsLimit: secondsLeft)
    } catch { throw Failure("\(error)") }
    means.log.add(.cloned, repository.shownName) { json in
      json.name("seconds")
      json.number(Process.monotonicSeconds - start, decimals: 3)
      json.member("bytes", DirectoryTree.byteCount(clone))
    }
    let state = RepositoryState(mirror: clone)
    var result = try makeResult()
    try search("history", settings.historyOptions, address.bytes, in: top, &result)
    let tally = try finish(&result, state)
    if settings.keepsClones { keep(clone) }
    return .searched(tally)
  }

  /// Moves a clone to where clones are kept, in the place of an older one.
  private func keep(_ clone: [UInt8]) {
    let name = Array(repository.resultFileName.dropLast(6)) + Array(".git".utf8)
    let path = settings.cloneDirectory + [UInt8(ascii: "/")] + name
    do throws(SystemError) {
      if (try? FileStatus.of(path, followsLink: false)) != nil { try DirectoryTree.remove(path) }
      try FileDescriptor.rename(clone, to: path)
    } catch {
      means.log.add(.failed, repository.shownName) {
        $0.member("reason", "its clone is not kept: \(error)")
      }
    }
  }

  /// A message of git's without what stands between `://` and `@`: the user's own `insteadOf` may
  /// have put a token there.
  static func withoutUsers(_ text: String) -> String {
    var output = ""
    var rest = text[...]
    while let range = rest.firstRange(ofSchemeEnd: ()) {
      output += rest[..<range]
      rest = rest[range...]
      let authority = rest.prefix { $0 != "/" && $0 != " " && $0 != "'" }
      if let at = authority.lastIndex(of: "@") {
        output += "…"
        rest = rest[at...]
      }
    }
    return output + rest
  }
}

extension Substring {
  /// The index behind the first `://`; `nil` if there is none.
  fileprivate func firstRange(ofSchemeEnd: Void) -> Index? {
    var start = startIndex
    while let colon = self[start...].firstIndex(of: ":") {
      if self[colon...].hasPrefix("://") { return index(colon, offsetBy: 3) }
      start = index(after: colon)
    }
    return nil
  }
}
