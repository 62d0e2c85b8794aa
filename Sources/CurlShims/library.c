#include "library.h"

#include <dlfcn.h>
#include <pthread.h>

static struct curl_library library;
static bool is_loaded;
static pthread_key_t handle_key;

static bool find(void *from, const char *name, void *function) {
  void *symbol = dlsym(from, name);
  // POSIX promises that a function's address fits; C has no cast that says so.
  *(void **)function = symbol;
  return symbol != NULL;
}

static bool load(const char *name) {
  void *from = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!from) return false;
  // Whatever happens, the library stays loaded until the process ends.
  return find(from, "curl_global_init", &library.global_init) &&
      find(from, "curl_easy_init", &library.easy_init) &&
      find(from, "curl_easy_cleanup", &library.easy_cleanup) &&
      find(from, "curl_easy_reset", &library.easy_reset) &&
      find(from, "curl_easy_setopt", &library.easy_setopt) &&
      find(from, "curl_easy_perform", &library.easy_perform) &&
      find(from, "curl_easy_getinfo", &library.easy_getinfo) &&
      library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static void close_handle(void *handle) { library.easy_cleanup(handle); }

static void load_once(void) {
  is_loaded = (load("libcurl.so.4") || load("libcurl-gnutls.so.4")) &&
      pthread_key_create(&handle_key, close_handle) == 0;
}

const struct curl_library *curl_shims_library(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_once);
  return is_loaded ? &library : NULL;
}

CURL *curl_shims_handle(void) {
  CURL *handle = pthread_getspecific(handle_key);
  if (handle) {
    // Forgets every option; connections and known addresses are kept.
    library.easy_reset(handle);
    return handle;
  }
  handle = library.easy_init();
  if (handle && pthread_setspecific(handle_key, handle) != 0) {
    library.easy_cleanup(handle);
    return NULL;
  }
  return handle;
}
