/// The SHA-256 hash function (FIPS 180-4, sections 4.1.2, 5 and 6.2).
///
/// Used for keys of a few dozen bytes, so it is written to be read, not to be quick.
package struct SHA256: Sendable {
  private var state: SIMD8<UInt32> = SIMD8(
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19
  )

  /// The bytes of the block that is not yet full; fewer than 64.
  private var pending: [UInt8] = []

  /// The bytes hashed so far, those in `pending` included.
  private var byteCount: UInt64 = 0

  /// Starts a hash of no bytes.
  package init() {
    pending.reserveCapacity(64)
  }

  /// Adds `bytes` to what is hashed.
  package mutating func update(_ bytes: Span<UInt8>) {
    byteCount &+= UInt64(bytes.count)
    for index in bytes.indices {
      pending.append(bytes[index])
      if pending.count == 64 { compressPending() }
    }
  }

  /// The digest as four big-endian 64-bit words.
  package consuming func finalizedWords() -> SIMD4<UInt64> {
    let bitCount = byteCount &* 8
    pending.append(0x80)
    if pending.count > 56 { padPending(to: 64) }
    padPending(to: 56)
    for shift in stride(from: 56, through: 0, by: -8) {
      pending.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    compressPending()
    var words = SIMD4<UInt64>()
    for index in 0..<4 {
      words[index] = UInt64(state[2 * index]) << 32 | UInt64(state[2 * index + 1])
    }
    return words
  }

  /// Fills the block with zeros up to `count` bytes, and compresses it if that fills it.
  private mutating func padPending(to count: Int) {
    while pending.count < count { pending.append(0) }
    if pending.count == 64 { compressPending() }
  }

  /// Folds the full block in `pending` into the state (FIPS 180-4, section 6.2.2).
  private mutating func compressPending() {
    var schedule = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<16 {
      var word: UInt32 = 0
      for byte in pending[4 * index..<4 * index + 4] { word = word << 8 | UInt32(byte) }
      schedule[index] = word
    }
    for index in 16..<64 {
      let early = schedule[index - 15]
      let late = schedule[index - 2]
      let sigma0 = early.rotated(right: 7) ^ early.rotated(right: 18) ^ (early >> 3)
      let sigma1 = late.rotated(right: 17) ^ late.rotated(right: 19) ^ (late >> 10)
      schedule[index] = schedule[index - 16] &+ sigma0 &+ schedule[index - 7] &+ sigma1
    }
    var work = state
    for index in 0..<64 {
      let (a, b, c, e) = (work[0], work[1], work[2], work[4])
      let sum1 = e.rotated(right: 6) ^ e.rotated(right: 11) ^ e.rotated(right: 25)
      let choice = (e & work[5]) ^ (~e & work[6])
      let first = work[7] &+ sum1 &+ choice &+ Self.constants[index] &+ schedule[index]
      let sum0 = a.rotated(right: 2) ^ a.rotated(right: 13) ^ a.rotated(right: 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      work = SIMD8(first &+ sum0 &+ majority, a, b, c, work[3] &+ first, e, work[5], work[6])
    }
    state = state &+ work
    pending.removeAll(keepingCapacity: true)
  }

  /// The round constants (FIPS 180-4, section 4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

extension UInt32 {
  /// The value with its bits moved `count` places right, those that fall off entering on the left.
  fileprivate func rotated(right count: UInt32) -> UInt32 {
    self >> count | self << (32 - count)
  }
}
