#define _GNU_SOURCE
#include "CurlShims.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "library.h"

void curl_shims_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

static void release(curl_shims_bytes *bytes) {
  if (bytes->start) curl_shims_wipe(bytes->start, bytes->capacity);
  free(bytes->start);
  *bytes = (curl_shims_bytes){0};
}

void curl_shims_release(curl_shims_exchange *exchange) {
  release(&exchange->received_head);
  release(&exchange->received_body);
}

// Not realloc(3), which leaves the old bytes behind.
static bool append(curl_shims_bytes *bytes, const void *more, size_t count) {
  if (count > bytes->capacity - bytes->count) {
    size_t capacity = bytes->capacity < 4096 ? 4096 : bytes->capacity;
    while (capacity - bytes->count < count) capacity *= 2;
    uint8_t *start = malloc(capacity);
    if (!start) return false;
    if (bytes->count) memcpy(start, bytes->start, bytes->count);
    size_t kept = bytes->count;
    release(bytes);
    *bytes = (curl_shims_bytes){.start = start, .count = kept, .capacity = capacity};
  }
  if (count) memcpy(bytes->start + bytes->count, more, count);
  bytes->count += count;
  return true;
}

static size_t stop(curl_shims_exchange *exchange, curl_shims_result reason) {
  exchange->stopped_by = reason;
  return 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  curl_shims_exchange *exchange = context;
  size_t total = size * count;
  if (total > exchange->maximum_body - exchange->received_body.count)
    return stop(exchange, CURL_SHIMS_LARGE_BODY);
  if (!append(&exchange->received_body, bytes, total)) return stop(exchange, CURL_SHIMS_NO_MEMORY);
  return total;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  curl_shims_exchange *exchange = context;
  size_t total = size * count;
  if (total > exchange->maximum_head - exchange->head_total)
    return stop(exchange, CURL_SHIMS_LARGE_HEAD);
  exchange->head_total += total;
  // Each interim answer (100, 103) has a head of its own; the last one counts.
  if (total >= 5 && memcmp(bytes, "HTTP/", 5) == 0) exchange->received_head.count = 0;
  if (!append(&exchange->received_head, bytes, total)) return stop(exchange, CURL_SHIMS_NO_MEMORY);
  return total;
}

static int check_progress(
    void *context, int64_t to_come, int64_t come, int64_t to_go, int64_t gone) {
  (void)to_come, (void)come, (void)to_go, (void)gone;
  curl_shims_exchange *exchange = context;
  if (!exchange->should_stop(exchange->context)) return 0;
  exchange->stopped_by = CURL_SHIMS_STOPPED;
  return 1;
}

static bool is_loopback(const struct sockaddr *address, unsigned int count) {
  if (address->sa_family == AF_INET && count >= sizeof(struct sockaddr_in)) {
    struct sockaddr_in internet;
    memcpy(&internet, address, sizeof internet);
    return ntohl(internet.sin_addr.s_addr) >> 24 == 127;
  }
  if (address->sa_family == AF_INET6 && count >= sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 internet;
    memcpy(&internet, address, sizeof internet);
    return IN6_IS_ADDR_LOOPBACK(&internet.sin6_addr);
  }
  return false;
}

// Whatever a name was found to mean, by a hosts file, a resolver or a proxy: plain http connects to
// no address but this machine's own.
static int open_socket(void *context, int purpose, struct curl_sockaddr *address) {
  (void)purpose;
  curl_shims_exchange *exchange = context;
  if (exchange->is_plain && !is_loopback(&address->addr, address->addrlen)) {
    exchange->stopped_by = CURL_SHIMS_NOT_LOOPBACK;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Sets an option; the first that fails is kept in `code`.
#define SET(option, value)                                                               \
  do {                                                                                   \
    if (!exchange->code && curl->easy_setopt(handle, option, value) != CURLE_OK)         \
      exchange->code = option;                                                           \
  } while (0)

static void restrict_protocols(
    const struct curl_library *curl, CURL *handle, curl_shims_exchange *exchange) {
  int code = curl->easy_setopt(
      handle, CURLOPT_PROTOCOLS_STR, exchange->is_plain ? "http" : "https");
  if (code == CURLE_OK) return;
  // libcurl before 7.85 knows the older form only.
  if (code != CURLE_UNKNOWN_OPTION) exchange->code = CURLOPT_PROTOCOLS_STR;
  SET(CURLOPT_PROTOCOLS, exchange->is_plain ? (long)CURLPROTO_HTTP : (long)CURLPROTO_HTTPS);
}

static void set_safety(
    const struct curl_library *curl, CURL *handle, curl_shims_exchange *exchange) {
  restrict_protocols(curl, handle, exchange);
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (exchange->authorities) SET(CURLOPT_CAINFO, exchange->authorities);
  if (exchange->is_plain || exchange->is_direct) SET(CURLOPT_NOPROXY, "*");
  // A proxy that is asked for a tunnel gets none of our headers.
  SET(CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
  SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(CURLOPT_HTTP09_ALLOWED, 0L);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, exchange);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_TIMEOUT_MS, exchange->milliseconds);
  SET(CURLOPT_CONNECTTIMEOUT_MS, exchange->connect_milliseconds);
  SET(CURLOPT_NOPROGRESS, 0L);
  SET(CURLOPT_XFERINFOFUNCTION, check_progress);
  SET(CURLOPT_XFERINFODATA, exchange);
}

static void set_request(
    const struct curl_library *curl, CURL *handle, curl_shims_exchange *exchange,
    struct curl_slist *headers) {
  SET(CURLOPT_URL, exchange->url);
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_HTTPGET, 1L);
  if (exchange->has_body) {
    SET(CURLOPT_POSTFIELDSIZE, (long)exchange->body_count);
    SET(CURLOPT_POSTFIELDS, exchange->body_count ? (const void *)exchange->body : "");
  }
  SET(CURLOPT_CUSTOMREQUEST, exchange->method);
  SET(CURLOPT_HTTPHEADER, headers);
  // "" is every encoding that libcurl can undo; it is undone piece by piece, so the cap holds.
  SET(CURLOPT_ACCEPT_ENCODING, "");
  SET(CURLOPT_WRITEFUNCTION, take_body);
  SET(CURLOPT_WRITEDATA, exchange);
  SET(CURLOPT_HEADERFUNCTION, take_head);
  SET(CURLOPT_HEADERDATA, exchange);
  SET(CURLOPT_ERRORBUFFER, exchange->message);
}

// With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE alone, and a TLS library may write to a connection
// that the other side has closed.
static int perform_quietly(const struct curl_library *curl, CURL *handle) {
  sigset_t pipe_signal, before, pending;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  int code = curl->easy_perform(handle);
  if (!was_pending) {
    struct timespec no_time = {0};
    while (sigtimedwait(&pipe_signal, NULL, &no_time) > 0) continue;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return code;
}

static curl_shims_result run(
    const struct curl_library *curl, CURL *handle, curl_shims_exchange *exchange,
    struct curl_slist *headers) {
  set_safety(curl, handle, exchange);
  set_request(curl, handle, exchange, headers);
  if (exchange->code) return CURL_SHIMS_REFUSED_OPTION;
  exchange->code = perform_quietly(curl, handle);
  double connected = 0;
  curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &exchange->status);
  curl->easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &exchange->proxy_status);
  curl->easy_getinfo(handle, CURLINFO_CONNECT_TIME, &connected);
  exchange->was_connected = connected > 0;
  if (exchange->code == CURLE_OK) return CURL_SHIMS_DONE;
  return exchange->stopped_by ? exchange->stopped_by : CURL_SHIMS_FAILED;
}

curl_shims_result curl_shims_perform(curl_shims_exchange *exchange) {
  const struct curl_library *curl = curl_shims_library();
  if (!curl) return CURL_SHIMS_NO_LIBRARY;
  CURL *handle = curl_shims_handle();
  // A list of our own: curl_slist_append copies, and would leave secrets behind.
  struct curl_slist *headers = calloc(exchange->header_count + 1, sizeof *headers);
  if (!handle || !headers) {
    free(headers);
    return CURL_SHIMS_NO_MEMORY;
  }
  char *line = (char *)exchange->headers;
  for (size_t i = 0; i < exchange->header_count; i++) {
    headers[i].data = line;
    headers[i].next = i + 1 < exchange->header_count ? &headers[i + 1] : NULL;
    line += strlen(line) + 1;
  }
  curl_shims_result result =
      run(curl, handle, exchange, exchange->header_count ? headers : NULL);
  // No option may point to what ends with this call.
  curl->easy_reset(handle);
  free(headers);
  return result;
}
