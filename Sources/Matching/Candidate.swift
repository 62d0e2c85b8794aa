internal import ByteSearch
internal import Rules
internal import ScanModel

/// A rule's prefix, found; to be judged by what stands around it.
///
/// All offsets are in the bytes that every method is given again.
struct Candidate {
  /// The number of the rule in its set.
  let ruleIndex: Int

  /// What the rule's matches are good for.
  let kind: Rule.Kind

  /// The form of the rule's bodies.
  let form: BodyForm

  /// The offset of the prefix's first byte.
  let offset: Int

  /// The offset of the body's first byte.
  let bodyStart: Int

  /// The number of bytes of the alphabet that follow, up to one more than any body may have.
  let runLength: Int

  /// Looks at the prefix of `rule`, of that number, at `offset`.
  init(_ rule: Rule, ruleIndex: Int, offset: Int, in bytes: Span<UInt8>) {
    self.ruleIndex = ruleIndex
    self.offset = offset
    kind = rule.kind
    form = rule.body
    bodyStart = offset + rule.prefix.count
    let limit = min(bytes.count, bodyStart + rule.body.maximumLength + 1)
    var end = bodyStart
    while end < limit, rule.body.alphabet.contains(bytes[end]) { end += 1 }
    runLength = end - bodyStart
  }

  /// What the candidate is; `nil` if it is nothing.
  func judged(in bytes: Span<UInt8>) -> Match? {
    let isGlued = !LeftBoundary.stands(before: offset, in: bytes, alphabet: form.alphabet)
    if kind == .identifier { return isGlued ? nil : judgedIdentifier(in: bytes) }
    if let exactLength = form.exactLength, hasLegalEnd(exactLength, in: bytes) {
      if isGlued || runLength > exactLength,
        let found = judgedInRecord(exactLength, in: bytes)
      {
        return found
      }
      if runLength == exactLength {
        if isPlaceholder(exactLength, in: bytes) { return match(exactLength, .decided(.possible)) }
        return match(exactLength, .decided(isGlued ? .likely : .exact), in: bytes)
      }
      if let found = judgedAfterLengthByte(exactLength, in: bytes) { return found }
    }
    return isGlued ? nil : judgedOtherLength(in: bytes)
  }

  /// Whether the run in `range` may begin with an exact body.
  static func mayBeExact(_ form: BodyForm, _ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    guard let length = form.exactLength, length > 0, range.count >= length else { return false }
    return form.finalBytes?.contains(bytes[range.lowerBound + length - 1]) ?? true
  }

  /// Whether a run of that length may be a body of another length, or a placeholder.
  static func mayHaveOtherLength(_ form: BodyForm, _ runLength: Int) -> Bool {
    guard let lengths = form.otherLengths else { return false }
    return runLength <= lengths.upperBound && runLength >= min(lengths.lowerBound, 4)
  }

  /// Whether the run is long enough for an exact body, and its last byte one that such a body has.
  private func hasLegalEnd(_ length: Int, in bytes: Span<UInt8>) -> Bool {
    guard length > 0, runLength >= length else { return false }
    return form.finalBytes?.contains(bytes[bodyStart + length - 1]) ?? true
  }

  /// A key in a format that writes a string's length before it, so that the next value may follow
  /// at once: compiled Python's short strings (CPython's `marshal.c`: `z` and `Z`, each with or
  /// without the reference flag 0x80), pickle, MessagePack, CBOR, protocol buffers.
  private func judgedAfterLengthByte(_ length: Int, in bytes: Span<UInt8>) -> Match? {
    let byteCount = bodyStart - offset + length
    guard offset > 0, let lengthByte = UInt8(exactly: byteCount),
      bytes[offset - 1] == lengthByte, !form.alphabet.contains(lengthByte),
      !isPlaceholder(length, in: bytes)
    else { return nil }
    let isCompiledPython = offset > 1 && [0x7A, 0x5A, 0xFA, 0xDA].contains(bytes[offset - 2])
    return match(length, .decided(isCompiledPython ? .exact : .likely), in: bytes)
  }

  /// A key in a record of SQLite, where the values before and after may follow at once.
  private func judgedInRecord(_ length: Int, in bytes: Span<UInt8>) -> Match? {
    guard SQLiteRecord.hasText(offset..<bodyStart + length, in: bytes),
      !isPlaceholder(length, in: bytes)
    else { return nil }
    return match(length, .decided(.exact), in: bytes)
  }

  /// A body of another length or ending, or a placeholder.
  private func judgedOtherLength(in bytes: Span<UInt8>) -> Match? {
    guard let lengths = form.otherLengths, runLength >= 4, runLength <= lengths.upperBound
    else { return nil }
    let body = bodyStart..<bodyStart + runLength
    if BodyJudgement.isPlaceholder(body, in: bytes) {
      return match(runLength, .decided(.possible))
    }
    guard runLength >= lengths.lowerBound, BodyJudgement.isVaried(body, in: bytes)
    else { return nil }
    return match(runLength, .likelyInContext)
  }

  /// An identifier: likely by itself if it looks made by a machine, else only in context.
  private func judgedIdentifier(in bytes: Span<UInt8>) -> Match? {
    guard let lengths = form.otherLengths, lengths.contains(runLength) else { return nil }
    let body = bodyStart..<bodyStart + runLength
    if BodyJudgement.isMadeOfPlaceholderWords(body, in: bytes) {
      return match(runLength, .decided(.possible))
    }
    let isMachineMade = BodyJudgement.hasDigitOrCapital(body, in: bytes)
    return match(runLength, isMachineMade ? .decided(.likely) : .likelyInContext)
  }

  /// Whether an exact body is not random.
  ///
  /// The customer ID at its start is left out: a small one is a run of `A`s.
  private func isPlaceholder(_ length: Int, in bytes: Span<UInt8>) -> Bool {
    let idLength = form.beginsWithCustomerID ? CustomerID.encodedLength : 0
    return BodyJudgement.isPlaceholder(bodyStart + idLength..<bodyStart + length, in: bytes)
  }

  /// The match of the prefix and `length` bytes of body, without a customer ID.
  private func match(_ length: Int, _ certainty: Match.Certainty) -> Match {
    Match(
      ruleIndex: ruleIndex,
      range: ByteRange(offset, bodyStart + length),
      certainty: certainty,
      customerID: nil
    )
  }

  /// The match of the prefix and `length` bytes of exact body, with the customer ID that it names.
  private func match(
    _ length: Int,
    _ certainty: Match.Certainty,
    in bytes: Span<UInt8>
  ) -> Match {
    Match(
      ruleIndex: ruleIndex,
      range: ByteRange(offset, bodyStart + length),
      certainty: certainty,
      customerID: form.beginsWithCustomerID ? CustomerID.decoded(at: bodyStart, in: bytes) : nil
    )
  }
}
