import BuiltinRules
package import ScanModel

/// The rules in force, in the order of their names.
package struct RuleSet: Sendable {
  /// The rules, each with a name and a prefix of its own, sorted by name.
  package let rules: [Rule]

  /// The most rules that one set may hold.
  package static let maximumRuleCount = 64

  /// Makes a set of no rules, to which files can be added.
  package init() {
    rules = []
  }

  /// Makes a set of rules that `adding` has checked and sorted.
  private init(sorted rules: [Rule]) {
    self.rules = rules
  }

  /// Reads the rules that are part of the program.
  package static func builtin() throws(RuleFileError) -> RuleSet {
    var set = RuleSet()
    for file in BuiltinRules.files {
      set = try set.adding(fileNamed: "rules/\(file.name)", bytes: file.bytes)
    }
    return set
  }

  /// The set that these rules and those of a rule file make.
  ///
  /// A rule of the file takes the place of a rule of the same name in this set.
  ///
  /// - Parameters:
  ///   - name: The file's name, for errors.
  ///   - bytes: The whole file. `RuleDefinition` describes the format.
  /// - Returns: The merged set, sorted by name.
  /// - Throws: The first thing that is wrong with the file, or with what the set would become.
  package func adding(fileNamed name: String, bytes: [UInt8]) throws(RuleFileError) -> RuleSet {
    let file = try RuleFile(named: name, bytes: bytes)
    var merged = rules.filter { rule in
      !file.definitions.contains { $0.rule.id == rule.id }
    }
    for definition in file.definitions {
      let rule = definition.rule
      if let other = merged.first(where: { $0.prefix == rule.prefix }) {
        let prefix = String(decoding: rule.prefix, as: UTF8.self)
        let kind = RuleFileError.Kind.duplicatePrefix(prefix, other: other.id.name)
        throw file.error(RuleFault(offset: definition.prefixOffset, kind: kind))
      }
      guard merged.count < Self.maximumRuleCount else {
        throw file.error(RuleFault(offset: definition.idOffset, kind: .tooManyRules))
      }
      merged.append(rule)
    }
    return RuleSet(sorted: merged.sorted { $0.id < $1.id })
  }

  /// The rule of this name; `nil` if there is none.
  package func rule(named id: RuleID) -> Rule? {
    rules.first { $0.id == id }
  }
}
