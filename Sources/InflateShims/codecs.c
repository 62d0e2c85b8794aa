#include "CodecShims.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// The parts of lzma.h, zstd.h and bzlib.h that are used; the same since liblzma 5.0, zstd 1.4 and
// bzip2 1.0.

typedef struct {
  const uint8_t *next_in;
  size_t avail_in;
  uint64_t total_in;
  uint8_t *next_out;
  size_t avail_out;
  uint64_t total_out;
  const void *allocator;
  void *internal;
  void *reserved_pointers[4];
  uint64_t reserved_integers[2];
  size_t reserved_sizes[2];
  int reserved_enums[2];
} xz_stream;

typedef struct {
  const void *source;
  size_t size;
  size_t position;
} zstd_input;

typedef struct {
  void *destination;
  size_t size;
  size_t position;
} zstd_output;

typedef struct {
  char *next_in;
  unsigned avail_in, total_in_low, total_in_high;
  char *next_out;
  unsigned avail_out, total_out_low, total_out_high;
  void *state;
  void *(*allocate)(void *, int, int);
  void (*release)(void *, void *);
  void *opaque;
} bzip2_stream;

// What a stream may ask for: xz's largest preset needs 65 MiB; zstd's windows are 128 MiB at most
// unless the user insists.
static const uint64_t maximum_memory = (uint64_t)256 << 20;
static const int maximum_window_log = 27;

// Both libraries count with 32 bits or may: no step is larger.
static const size_t maximum_step = (size_t)1 << 30;

static struct {
  int (*stream_decoder)(xz_stream *, uint64_t, uint32_t);
  int (*alone_decoder)(xz_stream *, uint64_t);
  int (*code)(xz_stream *, int);
  void (*end)(xz_stream *);
} xz;

static struct {
  void *(*create)(void);
  size_t (*release)(void *);
  size_t (*reset)(void *, int);
  size_t (*set_parameter)(void *, int, int);
  size_t (*decompress)(void *, zstd_output *, zstd_input *);
  unsigned (*is_error)(size_t);
  int (*error_code)(size_t);
} zstd;

static struct {
  int (*start)(bzip2_stream *, int, int);
  int (*decompress)(bzip2_stream *);
  int (*end)(bzip2_stream *);
} bzip2;

static bool has_xz, has_zstd, has_bzip2;

// The libraries stay loaded until the process ends.

static void load_xz(void) {
  void *library = dlopen("liblzma.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&xz.stream_decoder = dlsym(library, "lzma_stream_decoder");
  *(void **)&xz.alone_decoder = dlsym(library, "lzma_alone_decoder");
  *(void **)&xz.code = dlsym(library, "lzma_code");
  *(void **)&xz.end = dlsym(library, "lzma_end");
  has_xz = xz.stream_decoder && xz.alone_decoder && xz.code && xz.end;
}

static void load_zstd(void) {
  void *library = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&zstd.create = dlsym(library, "ZSTD_createDCtx");
  *(void **)&zstd.release = dlsym(library, "ZSTD_freeDCtx");
  *(void **)&zstd.reset = dlsym(library, "ZSTD_DCtx_reset");
  *(void **)&zstd.set_parameter = dlsym(library, "ZSTD_DCtx_setParameter");
  *(void **)&zstd.decompress = dlsym(library, "ZSTD_decompressStream");
  *(void **)&zstd.is_error = dlsym(library, "ZSTD_isError");
  *(void **)&zstd.error_code = dlsym(library, "ZSTD_getErrorCode");
  has_zstd = zstd.create && zstd.release && zstd.reset && zstd.set_parameter && zstd.decompress &&
             zstd.is_error && zstd.error_code;
}

static void load_bzip2(void) {
  void *library = dlopen("libbz2.so.1.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libbz2.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&bzip2.start = dlsym(library, "BZ2_bzDecompressInit");
  *(void **)&bzip2.decompress = dlsym(library, "BZ2_bzDecompress");
  *(void **)&bzip2.end = dlsym(library, "BZ2_bzDecompressEnd");
  has_bzip2 = bzip2.start && bzip2.decompress && bzip2.end;
}

bool codec_shims_is_present(codec_shims_format format) {
  static pthread_once_t xz_once = PTHREAD_ONCE_INIT;
  static pthread_once_t zstd_once = PTHREAD_ONCE_INIT;
  static pthread_once_t bzip2_once = PTHREAD_ONCE_INIT;
  switch (format) {
    case CODEC_SHIMS_XZ:
    case CODEC_SHIMS_LZMA: pthread_once(&xz_once, load_xz); return has_xz;
    case CODEC_SHIMS_ZSTD: pthread_once(&zstd_once, load_zstd); return has_zstd;
    case CODEC_SHIMS_BZIP2: pthread_once(&bzip2_once, load_bzip2); return has_bzip2;
    default: return true;
  }
}

static struct {
  void *(*allocate)(void);
  void (*release)(void *);
  // Each returns 0 for success, 1 for bad data, 2 for too little output, 3 for too little room.
  int (*deflate)(void *, const void *, size_t, void *, size_t, size_t *, size_t *);
  int (*zlib)(void *, const void *, size_t, void *, size_t, size_t *, size_t *);
  int (*gzip)(void *, const void *, size_t, void *, size_t, size_t *, size_t *);
  uint32_t (*crc32)(uint32_t, const void *, size_t);
} libdeflate;

static bool has_libdeflate;

static void load_libdeflate(void) {
  void *library = dlopen("libdeflate.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&libdeflate.allocate = dlsym(library, "libdeflate_alloc_decompressor");
  *(void **)&libdeflate.release = dlsym(library, "libdeflate_free_decompressor");
  *(void **)&libdeflate.deflate = dlsym(library, "libdeflate_deflate_decompress_ex");
  *(void **)&libdeflate.zlib = dlsym(library, "libdeflate_zlib_decompress_ex");
  *(void **)&libdeflate.gzip = dlsym(library, "libdeflate_gzip_decompress_ex");
  *(void **)&libdeflate.crc32 = dlsym(library, "libdeflate_crc32");
  has_libdeflate = libdeflate.allocate && libdeflate.release && libdeflate.deflate &&
                   libdeflate.zlib && libdeflate.gzip && libdeflate.crc32;
}

static bool load_libdeflate_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_libdeflate);
  return has_libdeflate;
}

codec_shims_whole_state *codec_shims_whole_create(void) {
  return load_libdeflate_once() ? libdeflate.allocate() : NULL;
}

void codec_shims_whole_destroy(codec_shims_whole_state *state) { libdeflate.release(state); }

codec_shims_whole_result codec_shims_whole(
    codec_shims_whole_state *state, codec_shims_format format, const uint8_t *input,
    size_t input_count, uint8_t *output, size_t output_count, size_t *used, size_t *made) {
  *used = 0;
  *made = 0;
  if (!input || !output) return CODEC_SHIMS_WHOLE_FAILED;
  int code;
  switch (format) {
    case CODEC_SHIMS_DEFLATE:
      code = libdeflate.deflate(state, input, input_count, output, output_count, used, made);
      break;
    case CODEC_SHIMS_ZLIB:
      code = libdeflate.zlib(state, input, input_count, output, output_count, used, made);
      break;
    case CODEC_SHIMS_GZIP:
      code = libdeflate.gzip(state, input, input_count, output, output_count, used, made);
      break;
    default: return CODEC_SHIMS_WHOLE_FAILED;
  }
  if (code == 0) return CODEC_SHIMS_WHOLE_DONE;
  *used = 0;
  *made = 0;
  return code == 3 ? CODEC_SHIMS_WHOLE_NO_ROOM : CODEC_SHIMS_WHOLE_FAILED;
}

uint32_t codec_shims_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
  if (!bytes) return crc;
  if (load_libdeflate_once()) return libdeflate.crc32(crc, bytes, count);
  return (uint32_t)crc32_z(crc, bytes, count);
}

struct codec_shims_state {
  codec_shims_format format;
  // Whether the stream below has to be ended.
  bool is_started;
  union {
    z_stream zlib;
    xz_stream xz;
    bzip2_stream bzip2;
    void *zstd;
  } stream;
};

static int window_bits(codec_shims_format format) {
  switch (format) {
    case CODEC_SHIMS_DEFLATE: return -15;
    case CODEC_SHIMS_GZIP: return 16 + 15;
    default: return 15;
  }
}

static void end(codec_shims_state *state) {
  if (!state->is_started) return;
  state->is_started = false;
  switch (state->format) {
    case CODEC_SHIMS_XZ:
    case CODEC_SHIMS_LZMA: xz.end(&state->stream.xz); break;
    case CODEC_SHIMS_ZSTD: zstd.release(state->stream.zstd); break;
    case CODEC_SHIMS_BZIP2: bzip2.end(&state->stream.bzip2); break;
    default: inflateEnd(&state->stream.zlib);
  }
}

static bool start(codec_shims_state *state) {
  memset(&state->stream, 0, sizeof state->stream);
  switch (state->format) {
    case CODEC_SHIMS_XZ:
      // No flags: one stream, and nothing said of checksums that liblzma does not know.
      state->is_started = xz.stream_decoder(&state->stream.xz, maximum_memory, 0) == 0;
      break;
    case CODEC_SHIMS_LZMA:
      state->is_started = xz.alone_decoder(&state->stream.xz, maximum_memory) == 0;
      break;
    case CODEC_SHIMS_ZSTD:
      state->stream.zstd = zstd.create();
      state->is_started = state->stream.zstd != NULL;
      if (state->is_started) zstd.set_parameter(state->stream.zstd, 100, maximum_window_log);
      break;
    case CODEC_SHIMS_BZIP2:
      state->is_started = bzip2.start(&state->stream.bzip2, 0, 0) == 0;
      break;
    default:
      state->is_started = inflateInit2(&state->stream.zlib, window_bits(state->format)) == Z_OK;
  }
  return state->is_started;
}

codec_shims_state *codec_shims_create(codec_shims_format format) {
  if (!codec_shims_is_present(format)) return NULL;
  codec_shims_state *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  state->format = format;
  if (!start(state)) {
    free(state);
    return NULL;
  }
  return state;
}

void codec_shims_destroy(codec_shims_state *state) {
  end(state);
  free(state);
}

bool codec_shims_restart(codec_shims_state *state) {
  if (state->is_started) {
    if (state->format == CODEC_SHIMS_ZSTD) {
      return !zstd.is_error(zstd.reset(state->stream.zstd, 1));
    }
    if (state->format <= CODEC_SHIMS_GZIP) return inflateReset(&state->stream.zlib) == Z_OK;
  }
  end(state);
  return start(state);
}

static codec_shims_result continue_zlib(
    z_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)input_count;
  stream->next_out = output;
  stream->avail_out = (uInt)output_count;
  int code = inflate(stream, Z_NO_FLUSH);
  *used = input_count - stream->avail_in;
  *made = output_count - stream->avail_out;
  switch (code) {
    case Z_STREAM_END: return CODEC_SHIMS_DONE;
    case Z_OK:
    case Z_BUF_ERROR: return CODEC_SHIMS_MORE;
    case Z_MEM_ERROR: return CODEC_SHIMS_NO_MEMORY;
    default: return CODEC_SHIMS_CORRUPT;
  }
}

static codec_shims_result continue_xz(
    xz_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  stream->next_in = input;
  stream->avail_in = input_count;
  stream->next_out = output;
  stream->avail_out = output_count;
  int code = xz.code(stream, 0);
  *used = input_count - stream->avail_in;
  *made = output_count - stream->avail_out;
  switch (code) {
    case 1: return CODEC_SHIMS_DONE;        // LZMA_STREAM_END
    case 0:                                 // LZMA_OK
    case 10: return CODEC_SHIMS_MORE;       // LZMA_BUF_ERROR
    case 5: return CODEC_SHIMS_NO_MEMORY;   // LZMA_MEM_ERROR
    case 6: return CODEC_SHIMS_OVER_LIMIT;  // LZMA_MEMLIMIT_ERROR
    default: return CODEC_SHIMS_CORRUPT;
  }
}

static codec_shims_result continue_zstd(
    void *stream, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count,
    size_t *used, size_t *made) {
  zstd_input in = {input, input_count, 0};
  zstd_output out = {output, output_count, 0};
  size_t code = zstd.decompress(stream, &out, &in);
  *used = in.position;
  *made = out.position;
  if (!zstd.is_error(code)) return code == 0 ? CODEC_SHIMS_DONE : CODEC_SHIMS_MORE;
  switch (zstd.error_code(code)) {
    case 16: return CODEC_SHIMS_OVER_LIMIT;  // ZSTD_error_frameParameter_windowTooLarge
    case 64: return CODEC_SHIMS_NO_MEMORY;   // ZSTD_error_memory_allocation
    default: return CODEC_SHIMS_CORRUPT;
  }
}

static codec_shims_result continue_bzip2(
    bzip2_stream *stream, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  stream->next_in = (char *)input;
  stream->avail_in = (unsigned)input_count;
  stream->next_out = (char *)output;
  stream->avail_out = (unsigned)output_count;
  int code = bzip2.decompress(stream);
  *used = input_count - stream->avail_in;
  *made = output_count - stream->avail_out;
  switch (code) {
    case 4: return CODEC_SHIMS_DONE;        // BZ_STREAM_END
    case 0: return CODEC_SHIMS_MORE;        // BZ_OK
    case -3: return CODEC_SHIMS_NO_MEMORY;  // BZ_MEM_ERROR
    default: return CODEC_SHIMS_CORRUPT;
  }
}

codec_shims_result codec_shims_continue(
    codec_shims_state *state, const uint8_t *input, size_t input_count, uint8_t *output,
    size_t output_count, size_t *used, size_t *made) {
  *used = 0;
  *made = 0;
  if (!state->is_started || !output) return CODEC_SHIMS_CORRUPT;
  // The libraries refuse NULL, even for no bytes.
  static const uint8_t nothing;
  if (!input) input = &nothing;
  if (input_count > maximum_step) input_count = maximum_step;
  if (output_count > maximum_step) output_count = maximum_step;
  switch (state->format) {
    case CODEC_SHIMS_XZ:
    case CODEC_SHIMS_LZMA:
      return continue_xz(
          &state->stream.xz, input, input_count, output, output_count, used, made);
    case CODEC_SHIMS_ZSTD:
      return continue_zstd(
          state->stream.zstd, input, input_count, output, output_count, used, made);
    case CODEC_SHIMS_BZIP2:
      return continue_bzip2(
          &state->stream.bzip2, input, input_count, output, output_count, used, made);
    default:
      return continue_zlib(
          &state->stream.zlib, input, input_count, output, output_count, used, made);
  }
}
