#define ZUT_MAX 12
typedef struct zut_device { zut_state_t zut_state; int zut_id; } zut_device_t;
static int zut_attach(dev_info_t *, ddi_attach_cmd_t), zut_detach(dev_info_t *, ddi_detach_cmd_t);
int zut_walk(void); /* illumos */
const char *home = getenv("ZUT_HOME");
