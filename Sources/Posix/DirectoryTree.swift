/// A directory with all that lies in it.
package enum DirectoryTree {
  /// The names in a directory, in the order of their bytes, with what each stands for.
  ///
  /// - Returns: The names without `.` and `..`; a link is a link, wherever it leads.
  package static func names(
    in path: [UInt8],
    followsLink: Bool = false
  ) throws(SystemError) -> [(name: [UInt8], kind: FileKind)] {
    let directory = try OpenDirectory(path, followsLink: followsLink)
    let buffer = DirectoryBuffer()
    var names: [(name: [UInt8], kind: FileKind)] = []
    while true {
      let count = try directory.fill(buffer)
      if count == 0 { break }
      var offset = 0
      while let entry = buffer.nextEntry(at: &offset, of: count) {
        let name = buffer.name(of: entry)
        if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
        // What has gone meanwhile has no kind; whoever opens it finds out.
        let kind = entry.kind == .unknown ? (try? directory.kind(of: name)) : entry.kind
        names.append((name, kind ?? .unknown))
      }
    }
    return names.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// Removes a directory and everything in it; links are removed, not followed.
  ///
  /// - Throws: The first thing that could not be removed; the rest has been tried all the same.
  package static func remove(_ path: [UInt8]) throws(SystemError) {
    var failure: SystemError?
    var waiting = [(path: path, isEmpty: false)]
    while let (path, isEmpty) = waiting.popLast() {
      do throws(SystemError) {
        if isEmpty {
          try FileDescriptor.removeDirectory(path)
          continue
        }
        waiting.append((path, true))
        for entry in try names(in: path) {
          let inside = path + [UInt8(ascii: "/")] + entry.name
          if entry.kind == .directory {
            waiting.append((inside, false))
          } else {
            try FileDescriptor.remove(inside)
          }
        }
      } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  /// Makes the directory `path`, and those above it that are not there.
  package static func make(_ path: [UInt8]) throws(SystemError) {
    let slash = UInt8(ascii: "/")
    let ends = path.indices.dropFirst().filter { path[$0] == slash && path[$0 - 1] != slash }
    for end in ends + [path.count] {
      let part = Array(path[..<end])
      if let status = try? FileStatus.of(part), status.kind == .directory { continue }
      do throws(SystemError) { try FileDescriptor.makeDirectory(part) } catch {
        // Another process may have made it.
        guard let status = try? FileStatus.of(part), status.kind == .directory else { throw error }
      }
    }
  }

  /// The bytes of all regular files below `path`, as their sizes say; what is gone counts nothing.
  package static func byteCount(_ path: [UInt8]) -> Int {
    var waiting = [path]
    var count = 0
    while let directory = waiting.popLast() {
      for entry in (try? names(in: directory)) ?? [] {
        let inside = directory + [UInt8(ascii: "/")] + entry.name
        if entry.kind == .directory { waiting.append(inside) }
        guard entry.kind == .regular,
          let status = try? FileStatus.of(inside, followsLink: false)
        else { continue }
        count = count.addingReportingOverflow(status.byteCount).partialValue
      }
    }
    return count
  }
}
