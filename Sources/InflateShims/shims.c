#include "InflateShims.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

// The part of libdeflate.h that is used; the same since libdeflate 1.0.
struct libdeflate_decompressor;
typedef struct libdeflate_decompressor *(*allocate_function)(void);
typedef void (*free_function)(struct libdeflate_decompressor *);
// Returns 0 for success, 1 for bad data, 2 for too little output, 3 for too little room.
typedef int (*decompress_function)(
    struct libdeflate_decompressor *, const void *, size_t, void *, size_t, size_t *, size_t *);

static allocate_function allocate_decompressor;
static free_function free_decompressor;
static decompress_function decompress;

static void load_libdeflate(void) {
  void *library = dlopen("libdeflate.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  allocate_function a = (allocate_function)dlsym(library, "libdeflate_alloc_decompressor");
  free_function f = (free_function)dlsym(library, "libdeflate_free_decompressor");
  decompress_function d = (decompress_function)dlsym(library, "libdeflate_zlib_decompress_ex");
  // The library stays loaded until the process ends.
  if (a && f && d) {
    allocate_decompressor = a;
    free_decompressor = f;
    decompress = d;
  }
}

bool inflate_shims_has_libdeflate(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_libdeflate);
  return decompress != NULL;
}

struct inflate_shims_state {
  z_stream stream;
  // NULL if zlib does everything.
  struct libdeflate_decompressor *decompressor;
};

inflate_shims_state *inflate_shims_create(bool uses_libdeflate) {
  inflate_shims_state *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  if (inflateInit(&state->stream) != Z_OK) {
    free(state);
    return NULL;
  }
  if (uses_libdeflate && inflate_shims_has_libdeflate()) {
    state->decompressor = allocate_decompressor();
  }
  return state;
}

void inflate_shims_destroy(inflate_shims_state *state) {
  if (state->decompressor) free_decompressor(state->decompressor);
  inflateEnd(&state->stream);
  free(state);
}

// Feeds zlib, whose counts are 32 bits wide, until the stream ends or either side is used up.
static inflate_shims_result run(
    z_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  // zlib refuses NULL, even for no bytes.
  uint8_t nowhere;
  size_t in = 0, out = 0;
  int code;
  do {
    size_t in_room = input_count - in, out_room = output_count - out;
    uInt in_step = in_room > UINT_MAX ? UINT_MAX : (uInt)in_room;
    uInt out_step = out_room > UINT_MAX ? UINT_MAX : (uInt)out_room;
    stream->next_in = input ? (Bytef *)(input + in) : &nowhere;
    stream->avail_in = in_step;
    stream->next_out = output ? output + out : &nowhere;
    stream->avail_out = out_step;
    // Z_FINISH: with all the output in one place zlib need not keep a window of its own.
    bool is_last = in_step == in_room && out_step == out_room;
    code = inflate(stream, is_last ? Z_FINISH : Z_NO_FLUSH);
    in += in_step - stream->avail_in;
    out += out_step - stream->avail_out;
    if (is_last) break;
  } while (code == Z_OK);
  *used = in;
  *made = out;
  switch (code) {
    case Z_STREAM_END: return INFLATE_SHIMS_DONE;
    case Z_OK:
    case Z_BUF_ERROR: return INFLATE_SHIMS_MORE;
    case Z_MEM_ERROR: return INFLATE_SHIMS_NO_MEMORY;
    default: return INFLATE_SHIMS_CORRUPT;
  }
}

inflate_shims_result inflate_shims_whole(
    inflate_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  if (state->decompressor) {
    uint8_t nowhere;
    int code = decompress(
        state->decompressor, input, input_count, output ? output : &nowhere, output_count, used,
        made);
    if (code == 0) return INFLATE_SHIMS_DONE;
    // What is wrong is zlib's to say, so that both give the same errors.
  }
  inflateReset(&state->stream);
  return run(&state->stream, input, input_count, output, output_count, used, made);
}

inflate_shims_result inflate_shims_start(inflate_shims_state *state) {
  return inflateReset(&state->stream) == Z_OK ? INFLATE_SHIMS_MORE : INFLATE_SHIMS_CORRUPT;
}

inflate_shims_result inflate_shims_continue(
    inflate_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  // Not Z_FINISH as in `run`: it promises zlib that this is all the output there will be room for,
  // which is not kept here, but zlib copes: it keeps a window whenever the stream has not ended.
  return run(&state->stream, input, input_count, output, output_count, used, made);
}
