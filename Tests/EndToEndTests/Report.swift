import Foundation

/// A `jsonl` report, read back.
struct Report {
  let findings: [Finding]
  let summary: Summary

  /// A report that is not of its form.
  struct Malformed: Error {
    let text: String
  }

  struct Finding: Decodable {
    let rule: String
    let severity: String
    let confidence: String
    let key: Key
    let location: Location
    let git: Git?
    let status: Status
  }

  struct Git: Decodable {
    let repository: String?
    let blob: String
    let object: String
    let reachable: Bool?
    let inHead: Bool?
    let introduced: Introduction?
    let refs: [String]?
    let refCount: Int?
    let paths: [String]?
    let pathCount: Int?
    let heldBy: String?
  }

  struct Introduction: Decodable, Equatable {
    let commit: String
    let author: String?
    let date: String?
    let path: String?
    let pathBytes: Data?
  }

  struct Key: Decodable {
    let redacted: String
    let fingerprint: String
    let length: Int
    let customerID: Int?
    let value: String?
  }

  struct Location: Decodable {
    let path: String
    let pathBytes: Data?
    let inPath: Bool?
    let line: Int
    let column: Int
    let endColumn: Int
    let byteOffset: Int?
    let encodings: [String]
  }

  struct Status: Decodable {
    let state: String
    let reason: String?
    let method: String?
    let keyID: String?
  }

  struct Summary: Decodable {
    let complete: Bool
    let interrupted: Bool?
    let shallow: Bool?
    let findings: Int
    let keys: Int
    let files: Int
    let objects: Int
    let bytes: Int
    let suppressed: Int
    let hidden: Int
    let skipped: [Skipped]
    let errors: [Problem]
  }

  struct Skipped: Decodable, Equatable {
    let reason: String
    let count: Int
  }

  struct Problem: Decodable, Equatable {
    let path: String
    let operation: String
    let message: String
  }

  private struct Line: Decodable {
    let type: String
  }

  /// Reads a report of whole lines, the summary last.
  init(parsing bytes: [UInt8]) throws {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count >= 2, lines.last?.isEmpty == true, let last = lines.dropLast().last else {
      throw Malformed(text: String(decoding: bytes, as: UTF8.self))
    }
    let decoder = JSONDecoder()
    findings = try lines.dropLast(2).map { line in
      guard try decoder.decode(Line.self, from: Data(line)).type == "finding" else {
        throw Malformed(text: String(decoding: line, as: UTF8.self))
      }
      return try decoder.decode(Finding.self, from: Data(line))
    }
    guard try decoder.decode(Line.self, from: Data(last)).type == "summary" else {
      throw Malformed(text: String(decoding: last, as: UTF8.self))
    }
    summary = try decoder.decode(Summary.self, from: Data(last))
  }

  /// `kind object:line:column` of each finding in a git object, sorted.
  var objectPlaces: [String] {
    findings.compactMap { finding in
      finding.git.map {
        "\($0.object) \($0.blob):\(finding.location.line):\(finding.location.column)"
      }
    }.sorted()
  }

  /// `path:line:column` of each finding, or the path alone of one in a name.
  var places: [String] {
    findings.map { finding in
      let place = finding.location
      if place.inPath == true { return place.path }
      return "\(place.path):\(place.line):\(place.column)"
    }
  }
}
