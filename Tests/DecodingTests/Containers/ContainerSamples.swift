import Decoding
import TestSupport
import Testing

/// Containers that other programs make.
enum ContainerSamples {
  /// What `script`, in Python, writes to standard output.
  static func python(_ script: String) throws -> [UInt8] {
    let outcome = try Command.run(["python3", "-c", prelude + script])
    try #require(outcome.status == 0, "\(outcome.errorText)")
    return outcome.output
  }

  /// The content that the samples hold.
  static let text = Array(String(repeating: "line\n", count: 200).utf8) + Array("end".utf8)

  private static let prelude = """
    import bz2, gzip, io, lzma, struct, sys, tarfile, zipfile, zlib
    text = b'line\\n' * 200 + b'end'
    class Pipe(io.RawIOBase):
        def __init__(self): self.bytes = bytearray()
        def writable(self): return True
        def write(self, more): self.bytes += bytes(more); return len(more)
    def put(data): sys.stdout.buffer.write(bytes(data))
    def zipped(files, method=8, file=None):
        file = file or io.BytesIO()
        with zipfile.ZipFile(file, 'w', method) as z:
            for name, data in files: z.writestr(name, data)
        return file.bytes if isinstance(file, Pipe) else file.getvalue()
    def tarred(files, form):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode='w', format=form) as t:
            for name, data in files:
                info = tarfile.TarInfo(name); info.size = len(data)
                t.addfile(info, io.BytesIO(data))
        return file.getvalue()

    """

  /// A container, how it is made, and what is in it.
  struct Sample: CustomTestStringConvertible, Sendable {
    let kind: ContainerKind
    let script: String
    let names: [EntryName]

    var testDescription: String { "\(kind): \(script)" }
  }

  private static let two: [EntryName] = [.given(Array("a".utf8)), .given(Array("d/b".utf8))]

  private static let long = EntryName.given(Array(repeating: UInt8(ascii: "n"), count: 300))

  private static let files = "[('a', b'first'), ('d/b', text)]"

  /// Containers whose last entry is `text`.
  static let all: [Sample] = [
    Sample(kind: .zip, script: "put(zipped(\(files)))", names: two),
    Sample(kind: .zip, script: "put(zipped(\(files), 0))", names: two),
    Sample(kind: .zip, script: "put(zipped(\(files), 12))", names: two),
    Sample(kind: .zip, script: "put(zipped(\(files), 8, Pipe()))", names: two),
    Sample(kind: .zip, script: "put(zipped(\(files), 0, Pipe()))", names: two),
    Sample(
      kind: .zip,
      script: """
        f = io.BytesIO(); z = zipfile.ZipFile(f, 'w', 8)
        with z.open('a', 'w', force_zip64=True) as o: o.write(b'first')
        with z.open('d/b', 'w', force_zip64=True) as o: o.write(text)
        z.close(); put(f.getvalue())
        """,
      names: two
    ),
    Sample(kind: .tar, script: "put(tarred(\(files), tarfile.USTAR_FORMAT))", names: two),
    Sample(kind: .tar, script: "put(tarred(\(files), tarfile.GNU_FORMAT))", names: two),
    Sample(kind: .tar, script: "put(tarred(\(files), tarfile.PAX_FORMAT))", names: two),
    Sample(
      kind: .tar,
      script: "put(tarred([('n' * 300, text)], tarfile.GNU_FORMAT))",
      names: [long]
    ),
    Sample(
      kind: .tar,
      script: "put(tarred([('n' * 300, text)], tarfile.PAX_FORMAT))",
      names: [long]
    ),
    Sample(kind: .gzip, script: "put(gzip.compress(text))", names: [.lone(nil)]),
    Sample(
      kind: .gzip,
      script: "put(gzip.compress(text[:500]) + gzip.compress(text[500:]) + bytes(9))",
      names: [.lone(nil)]
    ),
    Sample(kind: .xz, script: "put(lzma.compress(text))", names: [.lone(nil)]),
    Sample(kind: .bzip2, script: "put(bz2.compress(text))", names: [.lone(nil)]),
    Sample(
      kind: .bzip2,
      script: "put(bz2.compress(text[:9]) + bz2.compress(text[9:]))",
      names: [.lone(nil)]
    ),
    Sample(
      kind: .pdf,
      script: """
        put(b'%PDF-1.4\\nstream\\n' + zlib.compress(b'first') + b'\\nendstream\\nstream\\r\\n'
          + zlib.compress(text) + b'\\nendstream\\n')
        """,
      names: [.given(Array("stream 1".utf8)), .given(Array("stream 2".utf8))]
    ),
  ]
}
