/*
 * A disk that can be full. Loaded before the C library (LD_PRELOAD), it refuses with ENOSPC every
 * write that would make a regular file longer, for as long as the file named by TIWIZI_TEST_FULL
 * exists. What a file holds already can be written over, as on a real disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_full(void) {
    const char *mark = getenv("TIWIZI_TEST_FULL");
    return mark != NULL && access(mark, F_OK) == 0;
}

/* Whether the disk has no room for a file that ends there. `at` below zero: where it stands now. */
static int has_no_room(int file, off_t at, off_t length) {
    struct stat about;
    int before = errno;
    int no_room = 0;
    if (is_full() && fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
        if (at < 0) {
            at = lseek(file, 0, SEEK_CUR);
        }
        no_room = at + length > about.st_size;
    }
    errno = no_room ? ENOSPC : before;
    return no_room;
}

#define REAL(type, name, ...)                                  \
    static type (*real)(__VA_ARGS__);                          \
    if (real == NULL) {                                        \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);  \
    }

ssize_t write(int file, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t)
    return has_no_room(file, -1, (off_t)length) ? -1 : real(file, bytes, length);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int)
    off_t length = 0;
    for (int part = 0; part < count; part++) {
        length += (off_t)parts[part].iov_len;
    }
    return has_no_room(file, -1, length) ? -1 : real(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
    return has_no_room(file, at, (off_t)length) ? -1 : real(file, bytes, length, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    return has_no_room(file, at, (off_t)length) ? -1 : real(file, bytes, length, at);
}

int ftruncate(int file, off_t length) {
    REAL(int, ftruncate, int, off_t)
    return has_no_room(file, 0, length) ? -1 : real(file, length);
}

int ftruncate64(int file, off64_t length) {
    REAL(int, ftruncate64, int, off64_t)
    return has_no_room(file, 0, length) ? -1 : real(file, length);
}

/* These two give the error back instead of setting errno. */
int posix_fallocate(int file, off_t at, off_t length) {
    REAL(int, posix_fallocate, int, off_t, off_t)
    return has_no_room(file, at, length) ? ENOSPC : real(file, at, length);
}

int posix_fallocate64(int file, off64_t at, off64_t length) {
    REAL(int, posix_fallocate64, int, off64_t, off64_t)
    return has_no_room(file, at, length) ? ENOSPC : real(file, at, length);
}
