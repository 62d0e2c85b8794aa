// The part of curl/curl.h that is used; the same in every libcurl.so.4 there has been.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

typedef void CURL;

struct curl_slist {
  char *data;
  struct curl_slist *next;
};

struct curl_sockaddr {
  int family, socktype, protocol;
  unsigned int addrlen;
  struct sockaddr addr;
};

enum {
  CURLE_OK = 0,
  CURLE_UNKNOWN_OPTION = 48,
  CURL_GLOBAL_DEFAULT = 3,
  CURL_SOCKET_BAD = -1,
  CURLHEADER_SEPARATE = 1,
  CURLPROTO_HTTP = 1,
  CURLPROTO_HTTPS = 2,
  CURL_SSLVERSION_TLSv1_2 = 6,

  CURLINFO_RESPONSE_CODE = 0x200000 + 2,
  CURLINFO_HTTP_CONNECTCODE = 0x200000 + 22,
  CURLINFO_CONNECT_TIME = 0x300000 + 5,

  CURLOPT_SSLVERSION = 32,
  CURLOPT_NOPROGRESS = 43,
  CURLOPT_FOLLOWLOCATION = 52,
  CURLOPT_POSTFIELDSIZE = 60,
  CURLOPT_SSL_VERIFYPEER = 64,
  CURLOPT_HTTPGET = 80,
  CURLOPT_SSL_VERIFYHOST = 81,
  CURLOPT_NOSIGNAL = 99,
  CURLOPT_TIMEOUT_MS = 155,
  CURLOPT_CONNECTTIMEOUT_MS = 156,
  CURLOPT_PROTOCOLS = 181,
  CURLOPT_HEADEROPT = 229,
  CURLOPT_PATH_AS_IS = 234,
  CURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
  CURLOPT_HTTP09_ALLOWED = 285,

  CURLOPT_WRITEDATA = 10001,
  CURLOPT_URL = 10002,
  CURLOPT_ERRORBUFFER = 10010,
  CURLOPT_POSTFIELDS = 10015,
  CURLOPT_HTTPHEADER = 10023,
  CURLOPT_HEADERDATA = 10029,
  CURLOPT_CUSTOMREQUEST = 10036,
  CURLOPT_XFERINFODATA = 10057,
  CURLOPT_CAINFO = 10065,
  CURLOPT_ACCEPT_ENCODING = 10102,
  CURLOPT_OPENSOCKETDATA = 10164,
  CURLOPT_NOPROXY = 10177,
  CURLOPT_PROTOCOLS_STR = 10318,

  CURLOPT_WRITEFUNCTION = 20011,
  CURLOPT_HEADERFUNCTION = 20079,
  CURLOPT_OPENSOCKETFUNCTION = 20163,
  CURLOPT_XFERINFOFUNCTION = 20219,
};

/// The functions of libcurl that are used.
struct curl_library {
  int (*global_init)(long flags);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  int (*easy_setopt)(CURL *, int option, ...);
  int (*easy_perform)(CURL *);
  int (*easy_getinfo)(CURL *, int what, ...);
};

/// The library, or NULL if there is none.
const struct curl_library *curl_shims_library(void);

/// The handle of this thread, ready for a new request, or NULL if there is no memory.
CURL *curl_shims_handle(void);
