/// What is wrong with a rule file, before the offset has become a line and a column.
struct RuleFault: Error {
  /// The offset of the value or name that is wrong, from the start of the file.
  let offset: Int

  /// What is wrong with it.
  let kind: RuleFileError.Kind
}
