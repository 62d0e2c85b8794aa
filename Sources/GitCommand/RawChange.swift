package import ScanModel

/// One path that differs between two trees, or between a tree and the index.
package struct RawChange: Hashable, Sendable {
  /// What the path was; `nil` if it was not there.
  package let old: GitEntry?

  /// What the path is now; `nil` if it is not there any more, or is in conflict.
  package let new: GitEntry?

  /// What happened to the path.
  package let kind: Kind

  /// The path from the repository's top level, byte for byte.
  package let path: [UInt8]

  /// What can happen to a path; a rename is a removal and an addition.
  package enum Kind: UInt8, Hashable, Sendable {
    /// It is new.
    case added = 0x41
    /// It is gone.
    case deleted = 0x44
    /// Its content or its mode is another.
    case modified = 0x4D
    /// It is something else, such as a link where a file was.
    case typeChanged = 0x54
    /// It is in conflict: a merge is under way.
    case unmerged = 0x55
  }
}

/// An object with the mode that it has in a tree or in the index.
package struct GitEntry: Hashable, Sendable {
  /// The mode.
  package let mode: GitMode

  /// The object's id; of a submodule, that of a commit in another repository.
  package let id: ObjectID
}

/// What a path is: `100644`, `120000`.
package struct GitMode: RawRepresentable, Hashable, Sendable {
  /// The number, as git writes it in octal.
  package let rawValue: UInt32

  /// Takes a number for a mode.
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Whether it is a file.
  package var isFile: Bool { rawValue & 0o170000 == 0o100000 }

  /// Whether it is a symbolic link; its object is the text of the link.
  package var isSymbolicLink: Bool { rawValue & 0o170000 == 0o120000 }

  /// Whether it is a submodule; its object is in another repository.
  package var isSubmodule: Bool { rawValue & 0o170000 == 0o160000 }
}
