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
    if let exactLength = form.exactLength,
      Self.mayBeExact(form, bodyStart..<bodyStart + runLength, in: bytes)
    {
      let isLong = runLength > exactLength
      let isPlaceholder = isPlaceholder(exactLength, in: bytes)
      if isPlaceholder, !isLong { return match(exactLength, .decided(.possible)) }
      if !isPlaceholder,
        let confidence = confidence(exactLength, isGlued: isGlued, isLong: isLong, in: bytes)
      {
        return match(exactLength, .decided(confidence), in: bytes)
      }
    }
    return isGlued ? nil : judgedOtherLength(in: bytes)
  }

  /// Whether the run in `range` may begin with an exact body: it is long enough, and the byte where the
  /// body would end is one that such a body has.
  static func mayBeExact(_ form: BodyForm, _ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    guard let length = form.exactLength, length > 0, range.count >= length else { return false }
    return form.finalBytes?.contains(bytes[range.lowerBound + length - 1]) ?? true
  }

  /// Whether a run of that length may be a body of another length, or a placeholder.
  static func mayHaveOtherLength(_ form: BodyForm, _ runLength: Int) -> Bool {
    guard let lengths = form.otherLengths else { return false }
    return runLength <= lengths.upperBound && runLength >= min(lengths.lowerBound, 4)
  }

  /// How sure it is that the first `length` bytes of the body are a key's; `nil` if the run is too
  /// long and nothing tells that a value ends there.
  private func confidence(
    _ length: Int,
    isGlued: Bool,
    isLong: Bool,
    in bytes: Span<UInt8>
  ) -> Confidence? {
    let key = offset..<bodyStart + length
    if !isGlued, !isLong { return .exact }
    let wanted: SQLiteRecord.Edges = [isGlued ? .start : [], isLong ? .end : []]
    let edges = SQLiteRecord.edges(of: key, wanted: wanted, in: bytes)
    if edges == wanted { return .exact }
    if !isLong { return .likely }
    if let confidence = confidenceAfterLengthByte(key, in: bytes) { return confidence }
    if let string = CountedString(endingWith: key, in: bytes) {
      let isBounded = !isGlued || string.start == offset
      return string.isCompiledPython && isBounded ? .exact : .likely
    }
    return edges.contains(.end) ? .likely : nil
  }

  /// How sure a key alone in a string of a binary format is, whose length stands in the byte before it;
  /// `nil` if it does not.
  ///
  /// That byte, 42, is no character of a body. See `CountedString` for the formats and for strings that
  /// only end with a key.
  private func confidenceAfterLengthByte(
    _ key: Range<Int>,
    in bytes: Span<UInt8>
  ) -> Confidence? {
    guard offset > 0, let lengthByte = UInt8(exactly: key.count),
      bytes[offset - 1] == lengthByte, !form.alphabet.contains(lengthByte)
    else { return nil }
    let isCompiledPython = offset > 1 && CountedString.isPythonShort(bytes[offset - 2])
    return isCompiledPython ? .exact : .likely
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
