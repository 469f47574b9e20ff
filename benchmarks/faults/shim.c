// Preloaded into the programs under test: makes fsync fail, moves the clock and fills the disk, as the control file says. See shim.mjs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct control {
    int64_t sync_fails;
    int64_t clock_seconds;
    int64_t disk_full;
};

static const struct control nothing;
static const volatile struct control *control = &nothing;

// The folder whose disk is full when it is said to be.
static const char *folder;

__attribute__((constructor)) static void open_control(void)
{
    folder = getenv("FAULTS_FOLDER");
    const char *path = getenv("FAULTS_CONTROL");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *mapped = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED)
        control = mapped;
    close(file);
}

static void *find(void *library, const char *name)
{
    static void *(*real)(void *, const char *);
    if (!real)
        real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    return real(library, name);
}

#define REAL(name) ((__typeof__(&name))find(RTLD_NEXT, #name))

int fsync(int file)
{
    if (control->sync_fails) {
        errno = EIO;
        return -1;
    }
    return REAL(fsync)(file);
}

int fdatasync(int file)
{
    if (control->sync_fails) {
        errno = EIO;
        return -1;
    }
    return REAL(fdatasync)(file);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = REAL(clock_gettime);
    int result = real(clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += control->clock_seconds;
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    int result = REAL(gettimeofday)(now, zone);
    if (result == 0 && now)
        now->tv_sec += control->clock_seconds;
    return result;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}

// Who asks the C library itself for fsync, by its file's name, gets this one too.
void *dlsym(void *restrict library, const char *restrict name)
{
    return strcmp(name, "fsync") == 0 ? (void *)fsync : find(library, name);
}

static int is_below(const char *path)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

// Whether a write that ends there must fail: on a full disk what a file has may be written over, but none grows.
static int lacks_room(int file, off64_t end)
{
    struct stat64 found;
    char link[32], path[4096];
    if (!control->disk_full || !folder || fstat64(file, &found) != 0 || !S_ISREG(found.st_mode) || end <= found.st_size)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return is_below(path);
}

static off64_t end_of_next(int file, size_t count)
{
    struct stat64 found;
    if (!control->disk_full)
        return 0;
    int appends = (fcntl(file, F_GETFL) & O_APPEND) && fstat64(file, &found) == 0;
    return (appends ? found.st_size : lseek64(file, 0, SEEK_CUR)) + (off64_t)count;
}

static size_t size_of(const struct iovec *parts, int count)
{
    size_t size = 0;
    for (int i = 0; i < count; i++)
        size += parts[i].iov_len;
    return size;
}

// Errors are told by errno and -1, or, by the posix_ ones, as what they return.
#define FULL(result) return errno = ENOSPC, (result)

ssize_t write(int file, const void *bytes, size_t count)
{
    if (lacks_room(file, end_of_next(file, count)))
        FULL(-1);
    return REAL(write)(file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    if (lacks_room(file, end_of_next(file, size_of(parts, count))))
        FULL(-1);
    return REAL(writev)(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    if (lacks_room(file, at + (off64_t)count))
        FULL(-1);
    return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    if (lacks_room(file, at + (off64_t)count))
        FULL(-1);
    return REAL(pwrite64)(file, bytes, count, at);
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at)
{
    if (lacks_room(file, at + (off64_t)size_of(parts, count)))
        FULL(-1);
    return REAL(pwritev)(file, parts, count, at);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at)
{
    if (lacks_room(file, at + (off64_t)size_of(parts, count)))
        FULL(-1);
    return REAL(pwritev64)(file, parts, count, at);
}

int posix_fallocate(int file, off_t at, off_t count)
{
    if (lacks_room(file, at + count))
        FULL(ENOSPC);
    return REAL(posix_fallocate)(file, at, count);
}

int posix_fallocate64(int file, off64_t at, off64_t count)
{
    if (lacks_room(file, at + count))
        FULL(ENOSPC);
    return REAL(posix_fallocate64)(file, at, count);
}

// Who asks how much room there is is told that there is none.
#define NOTHING_LEFT(name, type)                                                     \
    int name(const char *path, struct type *found)                                   \
    {                                                                                \
        int result = REAL(name)(path, found);                                        \
        if (result == 0 && control->disk_full && folder && is_below(path))           \
            found->f_bfree = found->f_bavail = 0;                                    \
        return result;                                                               \
    }

NOTHING_LEFT(statfs, statfs)
NOTHING_LEFT(statfs64, statfs64)
NOTHING_LEFT(statvfs, statvfs)
NOTHING_LEFT(statvfs64, statvfs64)
