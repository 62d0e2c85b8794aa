/// How frequent bytes are in what is searched.
package enum ByteFrequency {
  /// The estimated share of bytes that are in the set; bytes of 0x80 and above do not count.
  package static func share(of set: ByteClass) -> Float {
    var count: Float = 0
    set.forEachASCII { count += perMillion[Int($0)] }
    return count / 1_000_000
  }

  /// How many of a million bytes are each byte below 0x80, counted over equal parts of C headers,
  /// `/usr/share`, `/usr/lib`, a compiler's own files and Swift source.
  static let perMillion: [Float] = [
    124874, 6593, 4506, 3687, 3134, 1767, 1631, 1322,
    2253, 2735, 14574, 1002, 1147, 1039, 1591, 2722,
    2151, 955, 1024, 686, 806, 734, 675, 631,
    1095, 651, 603, 627, 691, 566, 584, 1074,
    99964, 829, 3343, 2293, 1769, 1277, 845, 2098,
    5718, 5807, 5751, 1005, 5435, 3925, 6361, 8544,
    4733, 4366, 2915, 2420, 2161, 2257, 1867, 1400,
    2012, 2116, 3917, 2150, 2456, 2941, 2805, 579,
    1388, 7321, 2957, 5603, 3853, 7124, 3171, 2315,
    6585, 6366, 729, 1465, 5857, 3852, 4293, 4674,
    4503, 757, 4798, 8325, 6070, 2844, 2460, 1199,
    1884, 971, 1162, 1501, 1798, 1700, 563, 16222,
    2016, 25677, 5832, 15744, 15607, 47356, 9629, 7851,
    10534, 25933, 1657, 4097, 16163, 9819, 27169, 24647,
    11437, 1309, 26509, 26835, 36053, 12175, 4291, 3451,
    4413, 6016, 1484, 1306, 987, 1571, 491, 405,
  ]
}
