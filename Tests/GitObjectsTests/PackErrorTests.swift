import GitObjects
import Inflate
import Posix
import ScanModel
import Testing

@Suite struct PackErrorTests {
  private let name = PackBuilder.name(1)

  @Test func namesTheEntryAndTheCause() {
    let errors: [(PackError, String)] = [
      (.notAPack, "the file is not a pack"),
      (.unknownVersion(9), "the pack has version 9, which is not known"),
      (
        .wrongObjectCount(stated: 3, indexed: 2),
        "the pack has 3 objects, and its index 2"
      ),
      (.foreignIndex, "the index was made for another pack"),
      (.tooManyObjects(objectCount: 5), "the pack's 5 objects are too many"),
      (.badOffset(at: nil), "the index gives an offset of more than 63 bits"),
      (.badOffset(at: 7), "entry at offset 7 is outside the pack"),
      (.sharedOffset(at: 7), "entry at offset 7 is two objects', says the index"),
      (.truncated(at: 7), "entry at offset 7 is truncated"),
      (.sizeOverflow(at: 7), "entry at offset 7 states a size of more than 63 bits"),
      (.unknownType(at: 7, number: 5), "entry at offset 7 has type 5, which does not exist"),
      (
        .impossibleSize(at: 7, byteCount: 9_000, compressedByteCount: 2),
        "entry at offset 7 states 9000 bytes, which 2 compressed bytes cannot hold"
      ),
      (
        .tooLarge(at: 7, byteCount: 9, maximumByteCount: 8),
        "entry at offset 7 has 9 bytes, more than the limit of 8 bytes"
      ),
      (
        .badBaseOffset(at: 7, distance: 3),
        "entry at offset 7 has its base 3 bytes before it, where no entry starts"
      ),
      (
        .missingBase(at: 7, base: name),
        "entry at offset 7 has the base '\(name)', which is not there"
      ),
      (
        .unreadableBase(at: 7, base: name),
        "entry at offset 7 has the base '\(name)', which cannot be read"
      ),
      (.deltaCycle(at: 7), "entry at offset 7 is a delta of itself"),
      (
        .chainTooLong(at: 7, maximumCount: 9),
        "entry at offset 7 is made through more than 9 deltas"
      ),
      (
        .inflate(at: 7, .truncated),
        "entry at offset 7 cannot be read: the compressed data is truncated"
      ),
      (.delta(at: 7, .truncated), "entry at offset 7 cannot be made: the delta is truncated"),
    ]
    for (error, text) in errors {
      #expect(error.description == text)
      #expect((error.offset == 7) == text.contains("offset 7 "))
    }
  }

  @Test func problemsNameTheFile() {
    let path = ContentPath("a/b")
    let start = "cannot read 'a/b': "
    let problems: [(ObjectProblem.Cause, String)] = [
      (.pack(.notAPack), "the file is not a pack"),
      (.index(.tooShort(byteCount: 3)), "the index has only 3 bytes"),
      (.index(.unknownVersion(7)), "the index has version 7, which is not known"),
      (
        .index(.countsNotAscending(firstByte: 4)),
        "the index counts fewer objects up to first byte 4 than before it"
      ),
      (
        .index(.wrongSize(byteCount: 3, objectCount: 4)),
        "the index has 3 bytes, which does not fit its 4 objects"
      ),
      (.loose(.badHeader), "the header is not an object's"),
      (.loose(.notRegular), "it is not a regular file"),
      (.loose(.inflate(.corrupt)), "the compressed data is corrupt"),
      (
        .loose(.tooLarge(byteCount: 9, maximumByteCount: 8)),
        "the object has 9 bytes, more than the limit of 8 bytes"
      ),
      (.system(SystemError(call: "open", code: 13)), "permission denied"),
      (.missingIndex, "the pack has no index; 'git index-pack' makes one"),
      (.missingPack, "the index has no pack; if 'git fsck' finds nothing missing, remove it"),
      (.alternates(.notADirectory), "it is not a directory"),
      (.alternates(.malformed), "it does not have the form of such a file"),
      (.alternates(.unreadable(.tooLarge(maximumByteCount: 5))), "it has more than 5 bytes"),
      (.tooManyAlternates(maximumCount: 5), "it leads to more than 5 object directories"),
    ]
    for (cause, text) in problems {
      #expect(ObjectProblem(path: path, cause: cause).description == start + text)
    }
    #expect(
      ObjectProblem(objectID: name, path: path, cause: .pack(.truncated(at: 4))).description
        == "cannot read object '\(name)' in 'a/b': entry at offset 4 is truncated"
    )
  }
}
