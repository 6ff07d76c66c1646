/*
 * A camera for tests, where the kernel has none and cannot be given one.
 *
 * Preloaded into a process (LD_PRELOAD) it stands between the program and the C library and answers
 * for /dev/video0 as a V4L2 driver would. The "device" is a memory file, so mmap() and poll() work on
 * it as they are. Pictures come from a YUV4MPEG2 file (C420, even sides), again and again, in time.
 *
 *   cc -shared -fPIC -O2 -o fakecam.so fakecam.c -ldl
 *
 *   FAKECAM_DEV     a folder that stands for /dev when it is listed; with a file `video0` in it there is
 *                   a camera, and the file `name` holds its name
 *   FAKECAM_Y4M     the clip
 *   FAKECAM_MODE    `refused`: opening fails with EACCES; `busy`: another program has the stream
 *   FAKECAM_FRAMES  after so many pictures the cable is pulled
 *   FAKECAM_LOG     a file that is told: open, stream on, stream off, close
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define DEVICE "/dev/video0"
#define NAME_FILE "/sys/class/video4linux/video0/name"
#define INDEX_FILE "/sys/class/video4linux/video0/index"
#define BUFFERS 4
#define SECOND 1000000000LL

/* The C library's own function of a name that is also defined here. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The clip. */
static const uint8_t *clip;
static size_t clip_first; /* where the first FRAME begins */
static long clip_frames;
static int width = 640, height = 480, fps = 30;

/* The device. */
static int device = -1;
static uint8_t *buffers;
static int queue[BUFFERS], queued;
static int streaming, unplugged;
static long frames_given;
static int64_t started_ns;

static int is_mode(const char *mode) {
  const char *set = getenv("FAKECAM_MODE");
  return set && !strcmp(set, mode);
}

static void tell(const char *what) {
  const char *path = getenv("FAKECAM_LOG");
  int file = path ? REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  if (file < 0) return;
  if (dprintf(file, "%s\n", what) < 0) abort();
  REAL(close)(file);
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * SECOND + now.tv_nsec;
}

/* Bytes of a picture as the camera gives it: two pixels in four bytes. */
static size_t picture_bytes(void) { return (size_t)width * height * 2; }

/* The same, up to whole pages: each buffer is mapped by itself. */
static size_t buffer_bytes(void) { return (picture_bytes() + 4095) & ~(size_t)4095; }

/* Bytes of a picture in the clip: the line FRAME, a plane of luma, two quarter planes of color. */
static size_t clip_picture_bytes(void) { return 6 + (size_t)width * height * 3 / 2; }

static int load_clip(void) {
  const char *path = getenv("FAKECAM_Y4M");
  int file = path ? REAL(open)(path, O_RDONLY) : -1;
  if (file < 0) return -1;
  off_t length = lseek(file, 0, SEEK_END);
  void *mapped = length > 0 ? mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  REAL(close)(file);
  if (mapped == MAP_FAILED) return -1;
  clip = mapped;

  char head[256];
  size_t end = 0;
  while (end < sizeof head - 1 && end < (size_t)length && clip[end] != '\n') end++;
  memcpy(head, clip, end);
  head[end] = 0;
  clip_first = end + 1;
  char *rest = head;
  for (char *word; (word = strsep(&rest, " "));) {
    int pictures, seconds;
    if (*word == 'W') width = atoi(word + 1);
    if (*word == 'H') height = atoi(word + 1);
    if (sscanf(word, "F%d:%d", &pictures, &seconds) == 2 && seconds > 0)
      fps = (pictures + seconds / 2) / seconds;
  }
  clip_frames = (length - clip_first) / clip_picture_bytes();
  return width > 0 && height > 0 && fps > 0 && clip_frames > 0 ? 0 : -1;
}

/* Packs a picture of the clip as YUYV; every second row of color stands twice. */
static void fill(uint8_t *out, long frame) {
  const uint8_t *luma = clip + clip_first + (frame % clip_frames) * clip_picture_bytes() + 6;
  const uint8_t *u = luma + (size_t)width * height;
  const uint8_t *v = u + (size_t)width * height / 4;
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column += 2) {
      size_t color = (size_t)(row / 2) * (width / 2) + column / 2;
      *out++ = luma[(size_t)row * width + column];
      *out++ = u[color];
      *out++ = luma[(size_t)row * width + column + 1];
      *out++ = v[color];
    }
}

static int open_device(void) {
  if (is_mode("refused")) {
    errno = EACCES;
    return -1;
  }
  if (!clip && load_clip()) {
    errno = ENOENT;
    return -1;
  }
  device = memfd_create("fakecam", 0);
  if (device < 0 || ftruncate(device, buffer_bytes() * BUFFERS)) return -1;
  buffers = mmap(NULL, buffer_bytes() * BUFFERS, PROT_READ | PROT_WRITE, MAP_SHARED, device, 0);
  if (buffers == MAP_FAILED) return -1;
  streaming = queued = 0;
  tell("open");
  return device;
}

static void tell_format(struct v4l2_format *format) {
  memset(&format->fmt, 0, sizeof format->fmt);
  format->fmt.pix = (struct v4l2_pix_format){
      .width = width,
      .height = height,
      .pixelformat = V4L2_PIX_FMT_YUYV,
      .field = V4L2_FIELD_NONE,
      .bytesperline = width * 2,
      .sizeimage = picture_bytes(),
      .colorspace = V4L2_COLORSPACE_SRGB,
  };
}

static void tell_capability(struct v4l2_capability *capability) {
  memset(capability, 0, sizeof *capability);
  strcpy((char *)capability->driver, "fakecam");
  strcpy((char *)capability->card, "Fake camera");
  strcpy((char *)capability->bus_info, "memory");
  capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
}

/* One format, one size, one rate: index 0 is it, index 1 ends each list with EINVAL. */
static int list_formats(struct v4l2_fmtdesc *format) {
  if (format->index) return EINVAL;
  format->flags = 0;
  strcpy((char *)format->description, "YUYV 4:2:2");
  format->pixelformat = V4L2_PIX_FMT_YUYV;
  return 0;
}

static int list_sizes(struct v4l2_frmsizeenum *size) {
  if (size->index || size->pixel_format != V4L2_PIX_FMT_YUYV) return EINVAL;
  size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
  size->discrete.width = width;
  size->discrete.height = height;
  return 0;
}

static int list_rates(struct v4l2_frmivalenum *rate) {
  if (rate->index) return EINVAL;
  rate->type = V4L2_FRMIVAL_TYPE_DISCRETE;
  rate->discrete.numerator = 1;
  rate->discrete.denominator = fps;
  return 0;
}

static int tell_rate(struct v4l2_streamparm *parameters) {
  memset(&parameters->parm, 0, sizeof parameters->parm);
  parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
  parameters->parm.capture.timeperframe.numerator = 1;
  parameters->parm.capture.timeperframe.denominator = fps;
  return 0;
}

static int request_buffers(struct v4l2_requestbuffers *request) {
  if (request->memory != V4L2_MEMORY_MMAP) return EINVAL;
  if (request->count && is_mode("busy")) return EBUSY;
  if (request->count > BUFFERS) request->count = BUFFERS;
  queued = 0;
  return 0;
}

static int tell_buffer(struct v4l2_buffer *buffer) {
  if (buffer->index >= BUFFERS) return EINVAL;
  buffer->length = picture_bytes();
  buffer->m.offset = buffer->index * buffer_bytes();
  buffer->flags = 0;
  return 0;
}

static int queue_buffer(struct v4l2_buffer *buffer) {
  if (buffer->index >= BUFFERS || queued == BUFFERS) return EINVAL;
  queue[queued++] = buffer->index;
  return 0;
}

/* Waits for the picture's time, as poll() on a memory file does not. */
static int give_picture(struct v4l2_buffer *buffer) {
  if (!streaming || !queued) return EINVAL;
  const char *most = getenv("FAKECAM_FRAMES");
  if (most && frames_given >= atol(most)) {
    unplugged = 1;
    return ENODEV;
  }
  int64_t due_ns = started_ns + (frames_given + 1) * SECOND / fps;
  int64_t wait_ns = due_ns - now_ns();
  if (wait_ns > 0) {
    struct timespec wait = {wait_ns / SECOND, wait_ns % SECOND};
    nanosleep(&wait, NULL);
  }
  int index = queue[0];
  memmove(queue, queue + 1, --queued * sizeof *queue);
  fill(buffers + index * buffer_bytes(), frames_given);
  buffer->index = index;
  buffer->bytesused = buffer->length = picture_bytes();
  buffer->m.offset = index * buffer_bytes();
  buffer->sequence = frames_given++;
  buffer->timestamp.tv_sec = due_ns / SECOND;
  buffer->timestamp.tv_usec = due_ns % SECOND / 1000;
  buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
  return 0;
}

static int set_streaming(int on) {
  streaming = on;
  queued = on ? queued : 0;
  frames_given = 0;
  started_ns = now_ns();
  tell(on ? "stream on" : "stream off");
  return 0;
}

/* The driver: 0, or the number of an error. */
static int answer(unsigned long request, void *argument) {
  if (unplugged) return ENODEV;
  switch ((uint32_t)request) {
  case VIDIOC_QUERYCAP:
    tell_capability(argument);
    return 0;
  case VIDIOC_G_FMT:
  case VIDIOC_S_FMT:
  case VIDIOC_TRY_FMT:
    tell_format(argument);
    return 0;
  case VIDIOC_ENUM_FMT:
    return list_formats(argument);
  case VIDIOC_ENUM_FRAMESIZES:
    return list_sizes(argument);
  case VIDIOC_ENUM_FRAMEINTERVALS:
    return list_rates(argument);
  case VIDIOC_G_PARM:
  case VIDIOC_S_PARM:
    return tell_rate(argument);
  case VIDIOC_REQBUFS:
    return request_buffers(argument);
  case VIDIOC_QUERYBUF:
    return tell_buffer(argument);
  case VIDIOC_QBUF:
    return queue_buffer(argument);
  case VIDIOC_DQBUF:
    return give_picture(argument);
  case VIDIOC_STREAMON:
    return set_streaming(1);
  case VIDIOC_STREAMOFF:
    return set_streaming(0);
  }
  return EINVAL;
}

static int answer_as_ioctl(unsigned long request, void *argument) {
  int error = answer(request, argument);
  if (!error) return 0;
  errno = error;
  return -1;
}

/* What the program sees in the place of a path: NULL for "there is none". */
static const char *seen(const char *path, char *room, size_t length) {
  const char *folder = getenv("FAKECAM_DEV");
  if (!path || !folder) return path;
  if (!strcmp(path, INDEX_FILE)) return NULL;
  if (strcmp(path, NAME_FILE)) return path;
  snprintf(room, length, "%s/name", folder);
  return room;
}

static int open_seen(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
  if (path && !strcmp(path, DEVICE) && getenv("FAKECAM_DEV")) return open_device();
  char room[4096];
  path = seen(path, room, sizeof room);
  if (path) return real(path, flags, mode);
  errno = ENOENT;
  return -1;
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return open_seen(path, flags, mode, REAL(open));
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return open_seen(path, flags, mode, REAL(open64));
}

int close(int file) {
  if (file >= 0 && file == device) {
    munmap(buffers, buffer_bytes() * BUFFERS);
    device = -1;
    tell("close");
  }
  return REAL(close)(file);
}

DIR *opendir(const char *path) {
  const char *folder = getenv("FAKECAM_DEV");
  int is_dev = !strcmp(path, "/dev") || !strcmp(path, "/dev/");
  return REAL(opendir)(folder && is_dev ? folder : path);
}

int ioctl(int file, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (file >= 0 && file == device) return answer_as_ioctl(request, argument);
  return REAL(syscall)(SYS_ioctl, file, request, argument);
}

/* nokhwa's V4L2 makes its requests by number. */
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long word[6];
  for (int at = 0; at < 6; at++) word[at] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_ioctl && (int)word[0] >= 0 && (int)word[0] == device)
    return answer_as_ioctl(word[1], (void *)word[2]);
  return REAL(syscall)(number, word[0], word[1], word[2], word[3], word[4], word[5]);
}
