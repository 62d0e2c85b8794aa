// The filters for x86-64: halves of bytes with AVX2, whole bytes with AVX-512 VBMI.
//
// The idea (Teddy, from Hyperscan; described in BurntSushi's aho-corasick notes): each needle belongs
// to one of eight buckets, one bit each. A 16-entry table maps four bits of a byte to the buckets that
// have a needle with such a byte at that place. `pshufb` does 32 such lookups at once; and-ing the
// results for the first few places of a needle leaves a bit only where one bucket agreed at all.
//
// 1. The low four bits alone, at four places, decide almost everything for a handful of needles: 4
//    loads, 4 shuffles, 3 ands for 32 bytes. `pshufb` gives 0 where bit 7 is set, so no masking is
//    needed for ASCII needles.
// 2. With dozens of needles the plan asks for the bits 3 to 6 too, at some of the places, for three
//    more operations each. Bits 4 to 7 would cost as much and tell half as many bytes apart: bit 7 of
//    an ASCII byte is nothing, and bit 3 ties the two lookups together.
// 3. Unaligned loads at each place instead of shifting one load: loads are cheaper than shuffles.
// 4. The counts of lookups are compile-time constants in each instance, so that tables stay in
//    registers.
//
// Where the processor has AVX-512 VBMI, `vpermi2b` maps 64 whole bytes through a table of 128, at the
// cost of one `pshufb` on half as many bytes. Dozens of needles then let so little through that a
// branch for it is always guessed rightly, and skipping a block costs nothing; so it is with AVX2 and
// a few needles.

#include "blocks.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

/// The tables and the places of a plan, in registers.
typedef struct {
  __m256i low[BYTE_SEARCH_PLACES], middle[BYTE_SEARCH_PLACES];
  size_t place[BYTE_SEARCH_PLACES];
} loaded_plan;

/// A table of 16 in both halves of a register.
INLINE TARGET __m256i both_halves(const uint8_t *table) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

/// The buckets that are possible at each of the 32 positions from `at` on.
INLINE TARGET __m256i buckets_at(
    const uint8_t *at, const loaded_plan *plan, int place_count, int middle_count) {
  __m256i buckets[BYTE_SEARCH_PLACES];
  for (int i = 0; i < place_count; i++) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(at + plan->place[i]));
    buckets[i] = _mm256_shuffle_epi8(plan->low[i], bytes);
    if (i < middle_count) {
      const __m256i shifted = _mm256_srli_epi16(bytes, 3);
      const __m256i middle = _mm256_and_si256(shifted, _mm256_set1_epi8(0x0F));
      buckets[i] = _mm256_and_si256(buckets[i], _mm256_shuffle_epi8(plan->middle[i], middle));
    }
  }
  const __m256i left = _mm256_and_si256(buckets[0], buckets[1]);
  if (place_count == 3) return _mm256_and_si256(left, buckets[2]);
  return _mm256_and_si256(left, _mm256_and_si256(buckets[2], buckets[3]));
}

/// One bit for each of the 32 lanes that is zero.
INLINE TARGET uint32_t empty_lanes(__m256i value) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(value, _mm256_setzero_si256()));
}

INLINE TARGET size_t note_blocks(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, possible_block *noted,
    int place_count, int middle_count, bool expects_few) {
  loaded_plan loaded;
  for (int i = 0; i < place_count; i++) {
    loaded.low[i] = both_halves(plan->low_table[i]);
    if (i < middle_count) loaded.middle[i] = both_halves(plan->middle_table[i]);
    loaded.place[i] = plan->slot_place[i];
  }
  size_t count = 0;
  for (size_t offset = 0; offset < block_count * VECTOR_BLOCK; offset += VECTOR_BLOCK) {
    const uint8_t *at = bytes + offset;
    const __m256i first = buckets_at(at, &loaded, place_count, middle_count);
    const __m256i second = buckets_at(at + 32, &loaded, place_count, middle_count);
    if (expects_few) {
      const __m256i either = _mm256_or_si256(first, second);
      if (__builtin_expect(_mm256_testz_si256(either, either), 1)) continue;
    }
    const uint64_t lanes = ~((uint64_t)empty_lanes(second) << 32 | empty_lanes(first));
    noted[count] = (possible_block){lanes, offset};
    count += lanes != 0;
  }
  return count;
}

#define INSTANCE(PLACES, MIDDLES)                                                            \
  TARGET static size_t note_##PLACES##_##MIDDLES(                                            \
      const uint8_t *bytes, size_t block_count, const byte_search_plan *plan,                \
      const uint8_t *pairs, possible_block *noted) {                                         \
    (void)pairs;                                                                             \
    return note_blocks(bytes, block_count, plan, noted, PLACES, MIDDLES, false);             \
  }                                                                                          \
  TARGET static size_t note_few_##PLACES##_##MIDDLES(                                        \
      const uint8_t *bytes, size_t block_count, const byte_search_plan *plan,                \
      const uint8_t *pairs, possible_block *noted) {                                         \
    (void)pairs;                                                                             \
    return note_blocks(bytes, block_count, plan, noted, PLACES, MIDDLES, true);              \
  }
INSTANCE(3, 0) INSTANCE(3, 1) INSTANCE(3, 2) INSTANCE(3, 3)
INSTANCE(4, 0) INSTANCE(4, 1) INSTANCE(4, 2) INSTANCE(4, 3) INSTANCE(4, 4)

block_filter vector_filter(const byte_search_plan *plan) {
  static const block_filter filters[2][2][5] = {
      {{note_3_0, note_3_1, note_3_2, note_3_3, NULL},
       {note_4_0, note_4_1, note_4_2, note_4_3, note_4_4}},
      {{note_few_3_0, note_few_3_1, note_few_3_2, note_few_3_3, NULL},
       {note_few_4_0, note_few_4_1, note_few_4_2, note_few_4_3, note_few_4_4}},
  };
  return filters[plan->expects_few][plan->place_count - 3][plan->middle_count];
}

#define WIDE_TARGET __attribute__((target("avx512f,avx512bw,avx512vbmi")))

INLINE WIDE_TARGET size_t note_wide_blocks(
    const uint8_t *bytes, size_t block_count, const byte_search_plan *plan, possible_block *noted,
    int place_count) {
  __m512i below_64[BYTE_SEARCH_PLACES], from_64[BYTE_SEARCH_PLACES];
  for (int i = 0; i < place_count; i++) {
    below_64[i] = _mm512_loadu_si512(plan->byte_table[i]);
    from_64[i] = _mm512_loadu_si512(plan->byte_table[i] + 64);
  }
  size_t count = 0;
  for (size_t offset = 0; offset < block_count * VECTOR_BLOCK; offset += VECTOR_BLOCK) {
    __m512i buckets = _mm512_set1_epi8(-1);
    for (int i = 0; i < place_count; i++) {
      // Bytes of 0x80 and above are looked up as if they were below.
      const __m512i places = _mm512_loadu_si512(bytes + offset + i);
      buckets = _mm512_and_si512(
          buckets, _mm512_permutex2var_epi8(below_64[i], places, from_64[i]));
    }
    const uint64_t lanes = _mm512_test_epi8_mask(buckets, buckets);
    if (__builtin_expect(lanes != 0, 0)) noted[count++] = (possible_block){lanes, offset};
  }
  return count;
}

#define WIDE_INSTANCE(PLACES)                                                                \
  WIDE_TARGET static size_t note_wide_##PLACES(                                              \
      const uint8_t *bytes, size_t block_count, const byte_search_plan *plan,                \
      const uint8_t *pairs, possible_block *noted) {                                         \
    (void)pairs;                                                                             \
    return note_wide_blocks(bytes, block_count, plan, noted, PLACES);                        \
  }
WIDE_INSTANCE(3) WIDE_INSTANCE(4)

block_filter wide_filter(const byte_search_plan *plan) {
  return plan->place_count == 3 ? note_wide_3 : note_wide_4;
}

bool byte_search_is_supported(byte_search_kernel kernel) {
  __builtin_cpu_init();
  switch (kernel) {
    case BYTE_SEARCH_WIDE:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
          && __builtin_cpu_supports("avx512vbmi");
    case BYTE_SEARCH_VECTOR: return __builtin_cpu_supports("avx2");
    case BYTE_SEARCH_PORTABLE: return true;
  }
  return false;
}

#endif
