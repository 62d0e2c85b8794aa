// Finds where any of a few dozen short needles may start, at the speed of memory or near it.
//
// A filter (AVX2 and NEON, AVX-512, or pairs of bytes one after the other) notes which positions are
// possible, in blocks of up to 64, one bit each. What it noted in a stretch of blocks becomes a list of
// offsets, and each offset is looked at again, now with whole bytes and a bit for each needle.
//
//     for each stretch of up to 64 blocks that has its lookahead inside the buffer:
//       noted = the blocks with a possible position           (the filter)
//       offsets = their positions
//       for each offset: report it if one needle has all of its bytes
//     copy the rest behind zeros and do the same there
//
// What makes it quick:
// 1. None of the three loops has a branch that depends on the text: each writes to the end of its list
//    whatever it has, and moves the end only if it counts. With dozens of needles every few blocks
//    have a false candidate, and a branch there, guessed wrongly, cost as much as filtering a block.
//    Only where the filter lets hardly anything through has it a branch, which is then free.
// 2. A stretch is 4 KiB: the ends of loops are rare, the lists stay in the first cache.
// 3. One bit for each needle, not for each bucket: what is reported is nearly always a needle.
//
// Figures and what was tried and lost: the page "Writing a hot loop" in the documentation.

#include "blocks.h"

#include <string.h>

/// The most blocks of a stretch.
enum { STRETCH = 64 };

/// Lists the positions noted, in order; writes up to one place more than it counts.
static size_t list_offsets(const possible_block *noted, size_t count, uint16_t *offsets) {
  size_t listed = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t lanes = noted[i].lanes;
    const unsigned base = (unsigned)noted[i].offset;
    // Two at once without a branch: most blocks have one or two.
    offsets[listed] = (uint16_t)(base + (unsigned)__builtin_ctzll(lanes));
    lanes &= lanes - 1;
    offsets[listed + 1] = (uint16_t)(base + (unsigned)__builtin_ctzll(lanes | 1ULL << 63));
    listed += 1 + (lanes != 0);
    lanes &= lanes - 1;
    while (__builtin_expect(lanes != 0, 0)) {
      offsets[listed++] = (uint16_t)(base + (unsigned)__builtin_ctzll(lanes));
      lanes &= lanes - 1;
    }
  }
  return listed;
}

/// Whether a needle has the bytes from `at` on.
INLINE bool fits(const uint8_t *at, const byte_search_plan *plan) {
  uint64_t needles = plan->needle_table[0][at[0]];
  for (int i = 1; i < BYTE_SEARCH_PLACES; i++) needles &= plan->needle_table[i][at[i]];
  return needles != 0;
}

/// Searches from `*position` on with a filter whose blocks have `block` positions.
static size_t search_with(
    block_filter filter, size_t block, const uint8_t *bytes, size_t count, size_t *position,
    const byte_search_plan *plan, const uint8_t *pairs, size_t *candidates, size_t capacity) {
  possible_block noted[STRETCH + 1];
  uint16_t offsets[STRETCH * 64 + 1];
  // The rest of the buffer, fewer bytes than a block and its lookahead: two blocks at most.
  uint8_t tail[2 * 64 + LOOKAHEAD];
  size_t found = 0;
  while (*position < count) {
    const uint8_t *from = bytes + *position;
    const size_t rest = count - *position;
    size_t block_count, decided;
    if (rest >= block + LOOKAHEAD) {
      block_count = (rest - LOOKAHEAD) / block;
      if (block_count > STRETCH) block_count = STRETCH;
      decided = block_count * block;
    } else {
      memcpy(tail, from, rest);
      memset(tail + rest, 0, sizeof tail - rest);
      from = tail;
      block_count = rest > block ? 2 : 1;
      decided = rest;
    }
    const size_t noted_count = filter(from, block_count, plan, pairs, noted);
    const size_t listed = list_offsets(noted, noted_count, offsets);
    for (size_t i = 0; i < listed; i++) {
      if (__builtin_expect(found == capacity, 0)) {
        *position += offsets[i];
        return found;
      }
      candidates[found] = *position + offsets[i];
      found += fits(from + offsets[i], plan) & (offsets[i] < decided);
    }
    *position += decided;
  }
  return found;
}

/// The positions of a block of the portable filter: a multiple of both its strides.
enum { PORTABLE_BLOCK = 48 };

// The portable filter. A needle of four places has three pairs of bytes that follow each other, one of
// which starts at a multiple of three: so every third pair is looked up, and the entry tells at which
// of the three positions before it a needle may start. Needles of three places have two pairs.
INLINE size_t note_pairs(
    const uint8_t *bytes, size_t block_count, const uint8_t *pairs, possible_block *noted,
    size_t stride) {
  size_t count = 0;
  for (size_t block = 0; block < block_count; block++) {
    const uint8_t *from = bytes + block * PORTABLE_BLOCK;
    uint64_t lanes = 0;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PORTABLE_BLOCK; i += stride) {
      const uint8_t *pair = from + i + stride - 1;
      lanes |= (uint64_t)pairs[pair[0] | pair[1] << 8] << i;
    }
    noted[count] = (possible_block){lanes, block * PORTABLE_BLOCK};
    count += lanes != 0;
  }
  return count;
}

static size_t note_every_second_pair(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, const uint8_t *pairs,
    possible_block *noted) {
  (void)plan;
  return note_pairs(bytes, block_count, pairs, noted, 2);
}

static size_t note_every_third_pair(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, const uint8_t *pairs,
    possible_block *noted) {
  (void)plan;
  return note_pairs(bytes, block_count, pairs, noted, 3);
}

size_t byte_search_candidates(
    byte_search_kernel kernel, const uint8_t *bytes, size_t count, size_t *position,
    const byte_search_plan *plan, const uint8_t *pairs, size_t *candidates, size_t capacity) {
  block_filter filter = NULL;
  size_t block = VECTOR_BLOCK;
  if (plan->place_count < 3 || plan->place_count > 4 || plan->middle_count > plan->place_count) {
    *position = count;
    return 0;
  }
  switch (kernel) {
    case BYTE_SEARCH_WIDE:
      filter = wide_filter(plan);
      break;
    case BYTE_SEARCH_VECTOR:
      filter = vector_filter(plan);
      break;
    case BYTE_SEARCH_PORTABLE:
      filter = plan->place_count == 3 ? note_every_second_pair : note_every_third_pair;
      block = PORTABLE_BLOCK;
      break;
  }
  if (filter == NULL) {
    *position = count;
    return 0;
  }
  return search_with(
      filter, block, bytes, count, position, plan, pairs, candidates, capacity);
}

uint64_t byte_search_sum_of_words(const uint8_t *bytes, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i + 8 <= count; i += 8) {
    uint64_t word;
    memcpy(&word, bytes + i, 8);
    sum += word;
  }
  return sum;
}
