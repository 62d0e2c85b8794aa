// Runs the instructions of git's deltas.
//
// The idea: the next instruction is as good as random, so a branch on what it is costs more than all
// that it does. One table tells, for each first byte, what follows; offset and size are cut out of one
// word with its masks; and whatever the instruction is, 64 bytes are moved at once, of which those too
// many are overwritten by what comes next.
//
//     for each instruction:
//       form = table[first byte]
//       offset, count = the word behind it, by the form's masks
//       check them against what there is
//       move 64 bytes, and the rest if there are more
//
// Instructions near the end of the delta, and forms that leave out a low byte, are read one byte at a
// time; moves near the end of what is read or written move no byte too many.
//
// In git/git a delta has 110 instructions on average, most of 32 bytes or fewer.

#include "DeltaShims.h"

#include <string.h>

#define INLINE __attribute__((always_inline)) static inline
#define LIKELY(condition) __builtin_expect(condition, 1)

/// What the first byte of an instruction says of it.
typedef struct {
  // The bits of what follows that are the offset; and of the size, once it is shifted down.
  uint32_t offset_mask, size_mask;
  // The first bit of the size.
  uint8_t size_shift;
  // The size if it does not follow.
  uint8_t fixed_count;
  // The bytes of the instruction after the first.
  uint8_t following_count;
  // Whether this is all there is to know.
  uint8_t is_regular;
} form;

#define BITS(nibble) (((nibble) & 1) + ((nibble) >> 1 & 1) + ((nibble) >> 2 & 1) + ((nibble) >> 3 & 1))
#define MASK(byte_count) ((uint32_t)((UINT64_C(1) << 8 * (byte_count)) - 1))
// The highest bytes may be left out, but no other.
#define IS_LOW(nibble) (((nibble) & ((nibble) + 1)) == 0)
#define COPY(code)                                                                  \
  {MASK(BITS((code) & 15)), MASK(BITS((code) >> 4 & 7)), 8 * BITS((code) & 15), 0,   \
   BITS((code) & 15) + BITS((code) >> 4 & 7), IS_LOW((code) & 15) && IS_LOW((code) >> 4 & 7)}
#define INSERT(code) {0, 0, 0, (code), (code), (code) != 0}
#define FOUR(kind, code) kind(code), kind((code) + 1), kind((code) + 2), kind((code) + 3)
#define SIXTEEN(kind, code) \
  FOUR(kind, code), FOUR(kind, (code) + 4), FOUR(kind, (code) + 8), FOUR(kind, (code) + 12)
#define ALL(kind, code)                                                                    \
  SIXTEEN(kind, code), SIXTEEN(kind, (code) + 16), SIXTEEN(kind, (code) + 32),             \
      SIXTEEN(kind, (code) + 48), SIXTEEN(kind, (code) + 64), SIXTEEN(kind, (code) + 80),  \
      SIXTEEN(kind, (code) + 96), SIXTEEN(kind, (code) + 112)

static const form forms[256] = {ALL(INSERT, 0), ALL(COPY, 128)};

typedef struct {
  bool is_copy;
  size_t offset, count, next;
} instruction;

/// Reads an instruction one byte at a time; the first byte is there.
static delta_shims_result read_slowly(delta_shims_bytes delta, size_t at, instruction *read) {
  const uint8_t code = delta.start[at++];
  read->is_copy = code & 0x80;
  if (!read->is_copy) {
    if (code == 0) return DELTA_SHIMS_RESERVED;
    if (code > delta.count - at) return DELTA_SHIMS_TRUNCATED;
    read->offset = at;
    read->count = code;
    read->next = at + code;
    return DELTA_SHIMS_DONE;
  }
  uint64_t operands = 0;
  for (int bit = 0; bit < 7; bit++) {
    if (!(code >> bit & 1)) continue;
    if (at == delta.count) return DELTA_SHIMS_TRUNCATED;
    operands |= (uint64_t)delta.start[at++] << 8 * bit;
  }
  read->offset = operands & 0xFFFFFFFF;
  read->count = operands >> 32 ? operands >> 32 : 0x10000;
  read->next = at;
  return DELTA_SHIMS_DONE;
}

/// Writes the first `count` bytes of a source that has `readable`; false if there is no room.
INLINE bool put(delta_shims_output *output, const uint8_t *source, size_t readable, size_t count) {
  const size_t room = output->capacity - output->count;
  uint8_t *start = output->start + output->count;
  if (LIKELY(readable >= 64 && room >= 64)) {
    memcpy(start, source, 64);
    if (count > 64) {
      if (count > room) return false;
      memcpy(start + 64, source + 64, count - 64);
    }
  } else {
    if (count > room) return false;
    memcpy(start, source, count);
  }
  output->count += count;
  return true;
}

INLINE delta_shims_result run(
    delta_shims_bytes base, delta_shims_bytes delta, size_t at, size_t object_count,
    bool is_outline, size_t head, size_t edge, delta_shims_output *result, size_t *result_made) {
  delta_shims_output output = *result;
  size_t made = 0;
  delta_shims_result code = DELTA_SHIMS_DONE;
  while (at < delta.count) {
    instruction read;
    const form form = forms[delta.start[at]];
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (LIKELY(form.is_regular && delta.count - at >= 8)) {
      uint64_t operands;
      memcpy(&operands, delta.start + at, 8);
      operands >>= 8;
      read.is_copy = delta.start[at] & 0x80;
      read.next = at + 1 + form.following_count;
      if (read.next > delta.count) {
        code = DELTA_SHIMS_TRUNCATED;
        break;
      }
      read.offset = read.is_copy ? operands & form.offset_mask : at + 1;
      read.count = (operands >> form.size_shift & form.size_mask) + form.fixed_count;
      // A size of 0 can only be a copy's.
      read.count |= (size_t)(read.count == 0) << 16;
    } else
#endif
    {
      // Into a place of its own, so that the other stays in registers.
      instruction slow;
      code = read_slowly(delta, at, &slow);
      if (code != DELTA_SHIMS_DONE) break;
      read = slow;
    }
    at = read.next;
    if (read.count > object_count - made) {
      code = DELTA_SHIMS_TOO_LONG;
      break;
    }
    const uint8_t *source = read.is_copy ? base.start : delta.start;
    const size_t source_count = read.is_copy ? base.count : delta.count;
    if (read.count > source_count || read.offset > source_count - read.count) {
      code = DELTA_SHIMS_BEYOND_BASE;
      break;
    }
    source += read.offset;
    const size_t readable = source_count - read.offset;
    size_t first = read.count;
    if (is_outline && read.is_copy && read.count > 2 * edge) {
      size_t start = head > made ? head - made : 0;
      if (start < edge) start = edge;
      if (read.count - edge > start) first = start;
    }
    bool has_room = put(&output, source, readable, first);
    if (is_outline && first < read.count && has_room) {
      const size_t rest = read.count - edge;
      has_room = put(&output, source + rest, readable - rest, edge);
    }
    if (!has_room) {
      code = DELTA_SHIMS_NO_ROOM;
      break;
    }
    made += read.count;
  }
  result->count = output.count;
  *result_made = made;
  return code;
}

delta_shims_result delta_shims_apply(
    delta_shims_bytes base, delta_shims_bytes delta, size_t offset, size_t object_count,
    delta_shims_output *output, size_t *made) {
  return run(base, delta, offset, object_count, false, 0, 0, output, made);
}

delta_shims_result delta_shims_outline(
    delta_shims_bytes base, delta_shims_bytes delta, size_t offset, size_t object_count,
    size_t head, size_t edge, delta_shims_output *output, size_t *made) {
  return run(base, delta, offset, object_count, true, head, edge, output, made);
}
