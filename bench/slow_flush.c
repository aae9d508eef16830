/* Makes every flush of a program last longer, as on a network disk.
 *
 * Built and preloaded by bench/database.py: a local disk often answers a flush from a cache, and
 * then group commit looks less useful than it is. SLOW_FLUSH_MICROSECONDS says how much is added.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void linger(void)
{
    static long microseconds = -1;
    struct timespec pause;

    if (microseconds < 0) {
        const char *given = getenv("SLOW_FLUSH_MICROSECONDS");
        microseconds = given ? atol(given) : 0;
    }
    pause.tv_sec = microseconds / 1000000;
    pause.tv_nsec = microseconds % 1000000 * 1000;
    nanosleep(&pause, NULL);
}

int fsync(int file)
{
    static int (*flush)(int);

    if (!flush)
        flush = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    linger();
    return flush(file);
}

int fdatasync(int file)
{
    static int (*flush)(int);

    if (!flush)
        flush = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    linger();
    return flush(file);
}
