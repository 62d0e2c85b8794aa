// The filter for aarch64, as `vector_x86.c` has it for AVX2, and for processors with neither none.
//
// `tbl` gives 0 for an index of 16 and above, so bit 7 stays in the index of the low bits: bytes that
// are not ASCII are in no bucket.

#include "blocks.h"

#if defined(__aarch64__)
#include <arm_neon.h>

/// The buckets that are possible at each of the 16 positions from `at` on.
INLINE uint8x16_t buckets_at(
    const uint8_t *at, const byte_search_plan *plan, const uint8x16_t *low,
    const uint8x16_t *middle, int place_count, int middle_count) {
  uint8x16_t buckets = vdupq_n_u8(0xFF);
  for (int i = 0; i < place_count; i++) {
    const uint8x16_t bytes = vld1q_u8(at + plan->slot_place[i]);
    buckets = vandq_u8(buckets, vqtbl1q_u8(low[i], vandq_u8(bytes, vdupq_n_u8(0x8F))));
    if (i < middle_count) {
      buckets = vandq_u8(buckets, vqtbl1q_u8(middle[i], vshrq_n_u8(bytes, 3)));
    }
  }
  return buckets;
}

/// One bit for each of the 64 lanes of four registers that is not zero.
INLINE uint64_t nonzero_lanes(const uint8x16_t *buckets) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t lanes[4];
  for (int i = 0; i < 4; i++) lanes[i] = vandq_u8(vtstq_u8(buckets[i], buckets[i]), bits);
  const uint8x16_t pairs = vpaddq_u8(
      vpaddq_u8(lanes[0], lanes[1]), vpaddq_u8(lanes[2], lanes[3]));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}

INLINE size_t note_blocks(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, possible_block *noted,
    int place_count, int middle_count) {
  uint8x16_t low[BYTE_SEARCH_PLACES], middle[BYTE_SEARCH_PLACES];
  for (int i = 0; i < BYTE_SEARCH_PLACES; i++) {
    low[i] = vld1q_u8(plan->low_table[i]);
    middle[i] = vld1q_u8(plan->middle_table[i]);
  }
  size_t count = 0;
  for (size_t offset = 0; offset < block_count * VECTOR_BLOCK; offset += VECTOR_BLOCK) {
    uint8x16_t buckets[4];
    for (int i = 0; i < 4; i++) {
      buckets[i] = buckets_at(
          bytes + offset + 16 * i, plan, low, middle, place_count, middle_count);
    }
    const uint64_t lanes = nonzero_lanes(buckets);
    noted[count] = (possible_block){lanes, offset};
    count += lanes != 0;
  }
  return count;
}

#define INSTANCE(PLACES, MIDDLES)                                                            \
  static size_t note_##PLACES##_##MIDDLES(                                                   \
      const uint8_t *bytes, size_t block_count, const byte_search_plan *plan,                \
      const uint8_t *pairs, possible_block *noted) {                                         \
    (void)pairs;                                                                             \
    return note_blocks(bytes, block_count, plan, noted, PLACES, MIDDLES);                    \
  }
INSTANCE(3, 0) INSTANCE(3, 1) INSTANCE(3, 2) INSTANCE(3, 3)
INSTANCE(4, 0) INSTANCE(4, 1) INSTANCE(4, 2) INSTANCE(4, 3) INSTANCE(4, 4)

block_filter vector_filter(const byte_search_plan *plan) {
  static const block_filter filters[2][5] = {
      {note_3_0, note_3_1, note_3_2, note_3_3, NULL},
      {note_4_0, note_4_1, note_4_2, note_4_3, note_4_4},
  };
  return filters[plan->place_count - 3][plan->middle_count];
}

block_filter wide_filter(const byte_search_plan *plan) {
  (void)plan;
  return NULL;
}

bool byte_search_is_supported(byte_search_kernel kernel) { return kernel != BYTE_SEARCH_WIDE; }

#elif !defined(__x86_64__)

block_filter vector_filter(const byte_search_plan *plan) {
  (void)plan;
  return NULL;
}

block_filter wide_filter(const byte_search_plan *plan) {
  (void)plan;
  return NULL;
}

bool byte_search_is_supported(byte_search_kernel kernel) { return kernel == BYTE_SEARCH_PORTABLE; }

#endif
