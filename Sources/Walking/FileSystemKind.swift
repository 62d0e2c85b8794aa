/// What a file system's magic number (statfs(2), `linux/magic.h`) says of its files.
enum FileSystemKind {
  /// Whether the kernel makes the files up as they are read: they hold nobody's data, some never
  /// end, and reading some of them acts.
  static func isKernel(_ type: UInt64) -> Bool { kernel.contains(type) }

  /// Whether a read that gives less than asked for has reached the end of the file.
  ///
  /// So it is on every
  /// file system that keeps files in the page cache of this machine; those of other machines and of
  /// user processes are asked again until they say 0.
  static func trustsShortReads(_ type: UInt64) -> Bool { local.contains(type) }

  private static let kernel: Set<UInt64> = [
    0x9FA0,  // proc
    0x6265_6572,  // sysfs
    0x6462_6720,  // debugfs
    0x7472_6163,  // tracefs
    0x6367_7270,  // cgroup2
    0x0027_E0EB,  // cgroup
    0x7363_6673,  // securityfs
    0xF97C_FF8C,  // selinux
    0xCAFE_4A11,  // bpf
    0x1CD1,  // devpts
    0x1980_0202,  // mqueue
    0x6265_6570,  // configfs
    0x6165_676C,  // pstore
    0xDE5E_81E4,  // efivarfs
    0x6573_5543,  // fusectl
    0x4249_4E4D,  // binfmt_misc
  ]

  private static let local: Set<UInt64> = [
    0xEF53,  // ext2, ext3, ext4
    0x5846_5342,  // xfs
    0x9123_683E,  // btrfs
    0x0102_1994,  // tmpfs
    0x794C_7630,  // overlayfs
    0x8584_58F6,  // ramfs
    0xF2F5_2010,  // f2fs
    0x7371_7368,  // squashfs
    0xE0F5_E1E2,  // erofs
    0x2FC1_2FC1,  // zfs
  ]
}
