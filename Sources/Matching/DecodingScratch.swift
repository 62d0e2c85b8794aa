internal import ByteSearch
internal import Decoding

/// What one worker decodes around hits, kept so that a hit allocates nothing.
struct DecodingScratch: Sendable {
  /// Texts that are not in use.
  private var texts: [DecodedText] = []

  /// Lists of hits that are not in use.
  private var lists: [[NeedleHit]] = []

  /// Long stretches of the bytes searched, by encoding and alignment.
  var stretches: [DecodedStretch] = []

  /// Whether a stretch may hold something.
  private var hasStretch = false

  /// Forgets the stretches, because other bytes are to be searched.
  mutating func forget() {
    guard hasStretch else { return }
    for index in stretches.indices { stretches[index].forget() }
    hasStretch = false
  }

  /// Takes a text and a list out, to be given back.
  mutating func take() -> (DecodedText, [NeedleHit]) {
    (texts.popLast() ?? DecodedText(), lists.popLast() ?? [])
  }

  /// Takes a text and a list back.
  mutating func give(_ text: consuming DecodedText, _ hits: consuming [NeedleHit]) {
    texts.append(text)
    lists.append(hits)
  }

  /// Takes the stretch of that number out, to be given back.
  mutating func takeStretch(_ number: Int) -> DecodedStretch {
    hasStretch = true
    while stretches.count < Encoding.stretchCount { stretches.append(DecodedStretch()) }
    var stretch = DecodedStretch()
    swap(&stretch, &stretches[number])
    return stretch
  }

  /// Takes a stretch back.
  mutating func give(_ stretch: consuming DecodedStretch, _ number: Int) {
    swap(&stretch, &stretches[number])
  }
}
