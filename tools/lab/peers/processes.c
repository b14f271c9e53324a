/* One process for each client: how servers were written before threads.
 *
 * The parent accepts and forks; the child serves its one client with calls that
 * block, and ends with it. Processes share no memory, so a chat would need pipes to
 * a process in the middle, and that one an event loop. Therefore this server only
 * echoes: it shows what a process for each client costs, in the kindest case, for
 * nothing is executed anew and untouched pages stay shared with the parent.
 *
 *     cc -O2 -o processes processes.c && ./processes --addr 127.0.0.1:7000
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, ssize_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, (size_t)len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= n;
    }
    return true;
}

static void serve(int fd)
{
    char chunk[4096];
    for (;;) {
        ssize_t n = recv(fd, chunk, sizeof chunk, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || !write_all(fd, chunk, n))
            return;
    }
}

static int listen_on(const char *address)
{
    char host[64] = "";
    const char *colon = strrchr(address, ':');
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t len = sizeof at;
    if (colon && (size_t)(colon - address) < sizeof host) {
        memcpy(host, address, (size_t)(colon - address));
        at.sin_port = htons((uint16_t)atoi(colon + 1));
    }
    if (inet_pton(AF_INET, host, &at.sin_addr) != 1) {
        fprintf(stderr, "not an address: %s (expected HOST:PORT)\n", address);
        exit(2);
    }
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, SOMAXCONN) < 0) {
        fprintf(stderr, "cannot listen on %s: %s\n", address, strerror(errno));
        exit(1);
    }
    getsockname(fd, (struct sockaddr *)&at, &len);
    printf("listening on %s:%d\n", host, ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

int main(int argc, char **argv)
{
    int listener = listen_on(argc == 3 && !strcmp(argv[1], "--addr") ? argv[2]
                                                                     : "127.0.0.1:7000");
    signal(SIGCHLD, SIG_IGN);           /* the kernel buries the children */
    // ANCHOR: fork
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            int on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            serve(fd);
            _exit(0);
        }
        close(fd);                      /* also when there was no process left */
    }
    // ANCHOR_END: fork
}
