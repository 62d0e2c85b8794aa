package import Posix
package import ScanModel

/// Something of an object database that could not be read.
package struct ObjectProblem: Error, Hashable, Sendable {
  /// The object that is lost by it; `nil` if it is not one object, or nobody knows which.
  package let objectID: ObjectID?

  /// The file at fault.
  package let path: ContentPath

  /// What is wrong.
  package let cause: Cause

  /// The things that can be wrong.
  package enum Cause: Hashable, Sendable {
    /// The pack, or an entry of it.
    case pack(PackError)
    /// A pack's index.
    case index(PackIndexError)
    /// A loose object.
    case loose(LooseObjectError)
    /// The system does not let the file be read.
    case system(SystemError)
    /// There is a pack without an index.
    case missingIndex
    /// There is an index without a pack.
    case missingPack
    /// A list of other object directories, or one that it names, cannot be used.
    case alternates(ControlFileProblem)
    /// A file that names objects, such as a reference, a log or an index.
    case controlFile(ControlFileProblem)
    /// There are more references and logs than are read.
    case tooManyReferences(maximumCount: Int)
    /// The object directories lead to more and more others.
    case tooManyAlternates(maximumCount: Int)
  }

  /// Notes a problem.
  package init(objectID: ObjectID? = nil, path: ContentPath, cause: Cause) {
    self.objectID = objectID
    self.path = path
    self.cause = cause
  }
}

extension ObjectProblem: CustomStringConvertible {
  /// One sentence: `cannot read object '…' in 'pack-ab12.pack': entry at offset 4096 is truncated`.
  package var description: String {
    let subject = objectID.map { "object '\($0)' in " } ?? ""
    return "cannot read \(subject)'\(path.text)': \(causeText)"
  }

  /// What is wrong, in a few words.
  package var causeText: String {
    switch cause {
    case .pack(let error): error.description
    case .index(let error): error.description
    case .loose(let error): error.description
    case .system(let error): error.description
    case .missingIndex: "the pack has no index; 'git index-pack' makes one"
    case .missingPack: "the index has no pack; if 'git fsck' finds nothing missing, remove it"
    case .alternates(let problem), .controlFile(let problem): problem.description
    case .tooManyReferences(let maximum): "there are more than \(maximum) references and logs"
    case .tooManyAlternates(let maximum): "it leads to more than \(maximum) object directories"
    }
  }
}
