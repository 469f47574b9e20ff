// Preloaded into the programs under test: makes fsync fail and moves the clock, as the control file says. See shim.mjs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
    int64_t sync_fails;
    int64_t clock_seconds;
};

static const struct control nothing;
static const volatile struct control *control = &nothing;

__attribute__((constructor)) static void open_control(void)
{
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
