/* The yardstick: a chat server as a C programmer writes it with plain epoll.
 *
 * One thread. Every turn: wait, accept, read until EAGAIN, and only then write,
 * once for each client that is owed something. It knows one room, `/nick`,
 * `/ping` and `/quit`. What it leaves out, and the tutorial's servers do: unique
 * names, rooms, a check for UTF-8, the cleaning of control characters, deadlines,
 * a budget for each client, and a farewell that survives unread input.
 *
 *     cc -O2 -o epoll_chat epoll_chat.c && ./epoll_chat --addr 127.0.0.1:7000
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MAX_LINE = 512,             /* bytes, the newline included */
    MAX_NAME = 16,
    MAX_OUTBOX = 256 * 1024,    /* a reader that is owed more has to go */
    EVENTS = 1024,
    READ_SIZE = 64 * 1024,
    SPARE_BUFFERS = 1024,
};

/* What a delivery needs comes first: it should cost one cache line. */
struct client {
    char *out;                  /* NULL while nothing is owed */
    uint32_t out_len, out_cap, out_sent;
    int fd;
    bool owed;                  /* stands on the list of this turn's writes */
    bool blocked;               /* the kernel took no more; EPOLLOUT will tell */
    bool skipping;              /* inside a line that was too long */
    bool leaving;               /* gone from the room, read no more */
    bool dead;                  /* to be freed when the turn is over */
    uint8_t name_len;
    uint16_t in_len;
    char *in;                   /* the start of a line; NULL while there is none */
    uint32_t place;             /* in everyone[] */
    char name[MAX_NAME];
};

/* A list of clients that grows; the order in it means nothing. */
struct list {
    struct client **item;
    size_t len, cap;
};

static struct list everyone, owed, dead;
static int poller, listener;
static bool accepting = true;
static uint64_t guests;
static char chunk[READ_SIZE];   /* every client is read into this one buffer */

static void *must(void *memory)
{
    if (!memory) {
        perror("out of memory");
        exit(1);
    }
    return memory;
}

static void push(struct list *list, struct client *client)
{
    if (list->len == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 64;
        list->item = must(realloc(list->item, list->cap * sizeof *list->item));
    }
    list->item[list->len++] = client;
}

/* Buffers for output. An empty one goes back at once, so that an idle client
 * holds none; some are kept, because in the next turn they are needed again. */
static struct { char *memory; uint32_t cap; } spare[SPARE_BUFFERS];
static size_t spares;

static void take_buffer(struct client *client)
{
    if (spares > 0) {
        client->out = spare[--spares].memory;
        client->out_cap = spare[spares].cap;
    } else {
        client->out = must(malloc(256));
        client->out_cap = 256;
    }
}

static void give_buffer_back(struct client *client)
{
    if (client->out && spares < SPARE_BUFFERS) {
        spare[spares].memory = client->out;
        spare[spares++].cap = client->out_cap;
    } else {
        free(client->out);
    }
    client->out = NULL;
    client->out_len = client->out_sent = client->out_cap = 0;
}

static void make_room(struct client *client, uint32_t len)
{
    if (!client->out)
        take_buffer(client);
    while (client->out_cap - client->out_len < len)
        client->out_cap *= 2;
    client->out = must(realloc(client->out, client->out_cap));
}

/* Only remembers the bytes; flush_all sends them when the turn is over. */
static inline void owe(struct client *client, const char *bytes, uint32_t len)
{
    if (client->out_cap - client->out_len < len)
        make_room(client, len);
    memcpy(client->out + client->out_len, bytes, len);
    client->out_len += len;
    if (!client->owed) {
        client->owed = true;
        push(&owed, client);
    }
}

static void answer(struct client *client, const char *text)
{
    owe(client, text, (uint32_t)strlen(text));
}

static void leave_room(struct client *client)
{
    if (client->leaving)
        return;
    client->leaving = true;
    struct client *last = everyone.item[--everyone.len];
    everyone.item[client->place] = last;
    last->place = client->place;
}

/* The memory stays until the turn is over: this turn's events may point to it. */
static void drop(struct client *client)
{
    if (client->dead)
        return;
    leave_room(client);
    close(client->fd);
    client->dead = true;
    push(&dead, client);
}

/* Nothing more will be heard from it; it gets what it is owed. */
static void end_of_input(struct client *client)
{
    leave_room(client);
    if (!client->out)
        drop(client);
}

static void say(const struct client *sender, const char *text, uint32_t len)
{
    char line[MAX_NAME + 2 + MAX_LINE + 1];
    uint32_t at = sender->name_len;
    memcpy(line, sender->name, at);
    line[at++] = ':';
    line[at++] = ' ';
    memcpy(line + at, text, len);
    at += len;
    line[at++] = '\n';
    for (size_t i = 0; i < everyone.len; i++)
        if (everyone.item[i] != sender)
            owe(everyone.item[i], line, at);
}

static void rename_client(struct client *client, const char *name, uint32_t len)
{
    bool good = len >= 1 && len <= MAX_NAME;
    for (uint32_t i = 0; good && i < len; i++)
        good = strchr("-_0123456789abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ", name[i]) && name[i];
    if (!good) {
        answer(client, "! names are 1 to 16 letters, digits, - or _\n");
        return;
    }
    memcpy(client->name, name, len);
    client->name_len = (uint8_t)len;
    char line[64];
    snprintf(line, sizeof line, "* you are now %.*s\n", (int)len, name);
    answer(client, line);
}

static bool starts(const char *text, uint32_t len, const char *word)
{
    uint32_t word_len = (uint32_t)strlen(word);
    return len >= word_len && memcmp(text, word, word_len) == 0;
}

static void handle_line(struct client *client, const char *text, uint32_t len)
{
    if (len > 0 && text[len - 1] == '\r')
        len--;
    if (len == 0)
        return;
    if (text[0] != '/') {
        say(client, text, len);
    } else if (starts(text, len, "/nick ")) {
        rename_client(client, text + 6, len - 6);
    } else if (starts(text, len, "/ping ")) {
        owe(client, "* pong ", 7);
        owe(client, text + 6, len - 6);
        owe(client, "\n", 1);
    } else if (starts(text, len, "/quit")) {
        answer(client, "* goodbye\n");
        end_of_input(client);
    } else {
        answer(client, "! unknown command; this server knows /nick, /ping, /quit\n");
    }
}

static void too_long(struct client *client)
{
    answer(client, "! line too long (max 512 bytes)\n");
}

/* The unfinished line at the end of a chunk waits in a buffer of its own. */
static void keep(struct client *client, const char *bytes, uint32_t len)
{
    if (client->skipping || len == 0)
        return;
    if (client->in_len + len >= MAX_LINE) {
        too_long(client);
        client->skipping = true;
        client->in_len = 0;
        return;
    }
    if (!client->in)
        client->in = must(malloc(MAX_LINE));
    memcpy(client->in + client->in_len, bytes, len);
    client->in_len += (uint16_t)len;
}

static void handle_ended_line(struct client *client, const char *bytes, uint32_t len)
{
    if (client->skipping) {
        client->skipping = false;
    } else if (client->in_len + len >= MAX_LINE) {
        too_long(client);
    } else if (client->in_len > 0) {
        keep(client, bytes, len);
        handle_line(client, client->in, client->in_len);
    } else {
        handle_line(client, bytes, len);
    }
    client->in_len = 0;
    free(client->in);
    client->in = NULL;
}

static void handle_bytes(struct client *client, const char *bytes, uint32_t len)
{
    while (len > 0 && !client->leaving) {
        const char *end = memchr(bytes, '\n', len);
        if (!end) {
            keep(client, bytes, len);
            return;
        }
        uint32_t line = (uint32_t)(end - bytes);
        handle_ended_line(client, bytes, line);
        bytes += line + 1;
        len -= line + 1;
    }
}

static void read_from(struct client *client)
{
    while (!client->leaving) {
        ssize_t n = recv(client->fd, chunk, sizeof chunk, 0);
        if (n > 0) {
            handle_bytes(client, chunk, (uint32_t)n);
        } else if (n == 0) {
            if (client->in_len > 0)
                handle_ended_line(client, "", 0);
            end_of_input(client);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            drop(client);
        }
    }
}

static void flush(struct client *client)
{
    while (client->out_sent < client->out_len) {
        ssize_t n = send(client->fd, client->out + client->out_sent,
                         client->out_len - client->out_sent, MSG_NOSIGNAL);
        if (n > 0) {
            client->out_sent += (uint32_t)n;
        } else if (errno == EAGAIN) {
            client->blocked = true;
            break;
        } else if (errno != EINTR) {
            drop(client);
            return;
        }
    }
    uint32_t rest = client->out_len - client->out_sent;
    if (rest == 0) {
        give_buffer_back(client);
        if (client->leaving)
            drop(client);
    } else if (rest > MAX_OUTBOX) {
        drop(client);
    } else {
        memmove(client->out, client->out + client->out_sent, rest);
        client->out_len = rest;
        client->out_sent = 0;
    }
}

/* One write for each client and turn, however many lines it heard. */
static void flush_all(void)
{
    for (size_t i = 0; i < owed.len; i++) {
        struct client *client = owed.item[i];
        client->owed = false;
        if (client->dead)
            continue;
        if (!client->blocked)
            flush(client);
        else if (client->out_len - client->out_sent > MAX_OUTBOX)
            drop(client);
    }
    owed.len = 0;
}

static void watch_listener(bool on)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
    epoll_ctl(poller, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, listener, &event);
    accepting = on;
}

static void bury_the_dead(void)
{
    if (dead.len > 0 && !accepting)
        watch_listener(true);
    for (size_t i = 0; i < dead.len; i++) {
        give_buffer_back(dead.item[i]);
        free(dead.item[i]->in);
        free(dead.item[i]);
    }
    dead.len = 0;
}

static void welcome(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct client *client = must(calloc(1, sizeof *client));
    client->fd = fd;
    client->place = (uint32_t)everyone.len;
    push(&everyone, client);
    /* Both directions once: what is told to the kernel never changes again. */
    struct epoll_event event = { .data.ptr = client };
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    char name[32], line[128];
    client->name_len = (uint8_t)snprintf(name, sizeof name, "guest%llu",
                                         (unsigned long long)++guests);
    if (client->name_len > MAX_NAME)
        client->name_len = MAX_NAME;
    memcpy(client->name, name, client->name_len);
    snprintf(line, sizeof line, "* welcome, %s; /help lists the commands\n", name);
    answer(client, line);
}

static void accept_all(void)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            welcome(fd);
        } else if (errno == EMFILE || errno == ENFILE) {
            watch_listener(false);      /* until a client leaves */
            return;
        } else if (errno != ECONNABORTED && errno != EINTR) {
            return;
        }
    }
}

static void listen_on(const char *address)
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
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0
        || listen(listener, SOMAXCONN) < 0) {
        fprintf(stderr, "cannot listen on %s: %s\n", address, strerror(errno));
        exit(1);
    }
    getsockname(listener, (struct sockaddr *)&at, &len);
    printf("listening on %s:%d\n", host, ntohs(at.sin_port));
    fflush(stdout);
}

static void raise_limit_of_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int main(int argc, char **argv)
{
    static struct epoll_event events[EVENTS];
    signal(SIGPIPE, SIG_IGN);
    raise_limit_of_open_files();
    listen_on(argc == 3 && !strcmp(argv[1], "--addr") ? argv[2] : "127.0.0.1:7000");
    poller = epoll_create1(EPOLL_CLOEXEC);
    watch_listener(true);
    for (;;) {
        int n = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct client *client = events[i].data.ptr;
            if (!client) {
                accept_all();
                continue;
            }
            if (client->dead)
                continue;
            if (events[i].events & EPOLLOUT && client->blocked) {
                client->blocked = false;
                if (client->out && !client->owed) {
                    client->owed = true;
                    push(&owed, client);
                }
            }
            if (events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
                read_from(client);
        }
        flush_all();
        bury_the_dead();
    }
}
