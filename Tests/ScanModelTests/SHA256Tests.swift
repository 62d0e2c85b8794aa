import ScanModel
import Testing

/// The digest of bytes given in pieces, as 64 hexadecimal digits.
private func digest(_ pieces: [UInt8]...) -> String {
  var hash = SHA256()
  for piece in pieces { hash.update(piece.span) }
  let words = hash.finalizedWords()
  var text: [UInt8] = []
  for index in 0..<4 { Hexadecimal.append(words[index], to: &text) }
  return String(decoding: text, as: UTF8.self)
}

@Suite struct SHA256Tests {
  /// The examples that NIST publishes with FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func agreesWithThePublishedExamples(message: String, expected: String) {
    #expect(digest(Array(message.utf8)) == expected)
  }

  @Test func agreesWithThePublishedMillion() {
    let part = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)
    var hash = SHA256()
    for _ in 0..<1_000 { hash.update(part.span) }
    let expected = SIMD4<UInt64>(
      0xcdc7_6e5c_9914_fb92,
      0x81a1_c7e2_84d7_3e67,
      0xf180_9a48_a497_200e,
      0x046d_39cc_c711_2cd0
    )
    #expect(hash.finalizedWords() == expected)
  }

  @Test func agreesWithPythonAtEveryLength() {
    let mismatches = firstWords.indices.filter { length in
      var hash = SHA256()
      hash.update(message(length).span)
      return hash.finalizedWords()[0] != firstWords[length]
    }
    #expect(mismatches == [])
  }

  @Test func doesNotDependOnThePieces() {
    let whole = message(130)
    let expected = digest(whole)
    let mismatches = (0...130).filter { cut in
      digest(Array(whole[..<cut]), Array(whole[cut...])) != expected
    }
    #expect(mismatches == [])
  }

  /// The bytes 3, 10, 17 and so on, modulo 256.
  private func message(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
  }

  /// The first eight bytes of each length's digest, 0 to 130, computed by Python's `hashlib`.
  private let firstWords: [UInt64] = [
    0xe3b0_c442_98fc_1c14, 0x084f_ed08_b978_af4d, 0x323b_730f_87b4_e7cc, 0x6ab0_dba1_f4f1_dfbb,
    0x42a1_46d9_caf9_5c0d, 0xc0a7_188b_4e87_d64b, 0xf3a8_eb3d_8bbb_31db, 0xab76_4db4_6a4b_504f,
    0x0865_c1be_255b_33b6, 0x172f_3d81_7c5c_ccf0, 0xaadd_73eb_67f4_e48b, 0x74b5_5c9d_e0be_1e88,
    0x756a_3395_7995_3083, 0xda92_5975_1896_1b4c, 0xa6a7_44ad_474a_0ed0, 0x98b0_3249_d75e_642e,
    0x9c94_926d_fb94_433e, 0xbbc4_85bd_3e98_6556, 0x4929_dcd4_3873_0a2d, 0xe22b_d9f6_4324_4050,
    0xcb0b_638f_9fd1_fd3d, 0xdd59_e815_a7a2_5db1, 0x7f5e_1b73_71ad_c30c, 0x0c22_27ce_84de_db8c,
    0x7328_1455_a5e6_1867, 0xfa97_66ea_3446_26dd, 0x5492_dff8_d285_d13c, 0x8876_c611_4deb_b097,
    0xa694_0de8_ec80_c86a, 0x52bb_bbd7_1415_0af8, 0xf1ea_b075_947c_8bcf, 0x721f_1b54_dd0f_746e,
    0xab5f_8b5c_b943_5354, 0x90f9_0857_a7d1_aad4, 0xc296_6908_6279_9313, 0x0282_5099_9c51_8646,
    0xa7ab_a4ca_5c33_0841, 0xb11e_919c_e284_b7e0, 0xafa3_a9b2_b3c0_85cf, 0x9066_3c41_a474_e299,
    0x0873_681b_d0f8_2f74, 0xfe87_7131_379e_5bbf, 0xd9fc_bc5f_1a9f_3a7d, 0x6c98_0fe8_293c_22ff,
    0xf990_f6ed_8d1c_bc3a, 0x98ce_1f7b_d0cb_468f, 0x736b_0a4e_151a_f6d6, 0x9b60_73af_8d49_f2fe,
    0x31ce_dec8_e83d_c0fb, 0x5649_348a_0373_8691, 0x9898_428b_82ee_6f67, 0x75e2_48b3_da4c_ae96,
    0x8230_c270_cd48_aa1a, 0x9f17_a1b3_d8f9_affd, 0x160b_bf14_b458_c877, 0xe731_3d33_3c27_2e63,
    0x4324_d65f_3c10_3567, 0x35df_6094_37dc_fea3, 0x9afd_9e8b_cdb5_7c7c, 0x3f67_cd87_3703_688f,
    0x0665_9a8b_0876_d0ea, 0x4a28_a6c4_0a8e_8306, 0x5b50_d7a3_74c3_5bf4, 0x81c8_0242_132f_230c,
    0x39e3_d7b6_b5d0_75d3, 0xaacc_a6ff_74fd_bb29, 0x11fd_f003_5068_7cdd, 0x06e3_cd2e_d0fa_6071,
    0xc23b_56cc_b21e_bf78, 0xca32_376f_1cec_a93d, 0xfb19_07e5_41f9_c815, 0x54ca_c605_24e8_d206,
    0x99e3_56ea_dffa_8027, 0x64be_e9b0_ccca_aa16, 0x3ebc_4be4_3f93_cac2, 0x0818_2253_830d_4d2b,
    0x65cf_2b7b_eb0b_a72f, 0x1f21_d7fe_2428_3682, 0x87fa_111c_e4e7_8d2d, 0x2a48_08f9_dfc6_e270,
    0xc6b3_377d_81c2_3312, 0x5876_ebcb_9200_52ec, 0xeb52_f62b_e6fe_52e6, 0x2f07_95e2_f484_bd5a,
    0x4429_75e0_1ac2_7436, 0xb690_f6f0_cc86_111b, 0xb876_ad02_2f68_deab, 0xff4e_c8cd_0185_eaaa,
    0xb16f_fce5_f3d1_6040, 0xbb74_3aa1_8f1d_b056, 0x4d39_e6ae_d792_0542, 0x8537_3e64_524d_ff04,
    0xf836_8d09_ac1e_1afd, 0x4d0d_2d32_6972_9239, 0x5028_666b_d79e_dd2b, 0x3a23_c913_2a86_35ad,
    0xc9f1_a5f7_9d7b_ea01, 0x9b5d_6632_1a0d_9224, 0xaf68_0818_335f_180a, 0x5e4e_dd84_13b3_12a4,
    0x5a2c_da23_51d1_cdd9, 0x4871_9cf7_3125_f924, 0x9f0f_c4c3_4f14_e7a4, 0x9313_cf73_a730_ac07,
    0x5af8_77de_0ea9_9d70, 0xaf7d_44bc_c095_9aaa, 0x0e99_3486_34f0_dd83, 0x9dfa_da1b_2877_f507,
    0xe0cf_d9f0_4dd5_ddba, 0x6a9c_24a9_d2f8_6056, 0x4a70_b5e2_8bfd_48b3, 0x67d9_492e_628f_d376,
    0x96b9_28cf_f852_8dbb, 0xcded_73ee_d7df_41ee, 0x5155_ce16_2330_c694, 0xc203_0f07_255a_ce70,
    0x556c_bf34_8167_6c7f, 0x867b_3263_5b08_8696, 0x2c49_b89c_5aaa_aaa6, 0x9ce7_368e_4daf_3234,
    0x7836_b787_757e_95e5, 0x1189_a98a_00c7_1bc1, 0x6093_7afb_b66a_cb06, 0x229c_92a5_abff_a530,
    0x2f78_1a36_cc86_0b10, 0xb402_a31c_521e_6cad, 0x3d11_be99_20ed_2c43, 0xa8d2_3e75_d936_f303,
    0xd274_2f1f_4ac6_bb7c, 0x307f_8fc2_c162_2b92, 0x4d5e_47a2_e851_0a31,
  ]
}
