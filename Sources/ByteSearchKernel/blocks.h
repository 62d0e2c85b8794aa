#ifndef BLOCKS_H
#define BLOCKS_H

#include "ByteSearchKernel.h"

#define INLINE __attribute__((always_inline)) static inline

/// How far beyond the last position of a block a filter may look: a needle's places.
enum { LOOKAHEAD = BYTE_SEARCH_PLACES - 1 };

/// A block of positions of which some are possible.
typedef struct {
  /// One bit for each position that is possible.
  uint64_t lanes;
  /// The block's first position.
  uint64_t offset;
} possible_block;

/// Notes the possible positions in whole blocks from the start of `bytes`, which is readable for
/// `LOOKAHEAD` bytes more, and returns how many blocks have one. Writes up to `block_count` + 1 notes.
typedef size_t (*block_filter)(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, const uint8_t *pairs,
    possible_block *noted);

/// The filter that suits a plan and this processor; NULL if there is none.
block_filter vector_filter(const byte_search_plan *plan);
block_filter wide_filter(const byte_search_plan *plan);

/// The positions of a block of those two.
enum { VECTOR_BLOCK = 64 };

#endif
