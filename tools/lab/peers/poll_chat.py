"""A chat server on select.poll, as books taught it in 2015.

One thread, a dictionary of clients, and one rule: whoever has something to be
sent is registered for POLLOUT, everybody else for POLLIN. Each time a client is
writable it gets one message. `/nick`, `/ping` and the greeting are there so that
the lab can drive it; the rest is the style of its time, with what it leaves open:
accept is not guarded, and neither a line nor a queue has a limit.

    python3 poll_chat.py --addr 127.0.0.1:7000
"""

import select
import socket
import sys
from collections import deque

clients = {}
poll = select.poll()
guests = 0


class Client:
    """What is known about one connection."""

    def __init__(self, sock, name):
        self.sock = sock
        self.name = name
        self.rest = b''
        self.send_queue = deque()


def create_listen_socket(host, port):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(100)
    return sock


def parse_recvd_data(data):
    """Break what was received into whole lines and the rest."""
    parts = data.split(b'\n')
    return parts[:-1], parts[-1]


def queue_msg(client, msg):
    client.send_queue.append(msg)
    poll.register(client.sock, select.POLLOUT)


def broadcast_msg(sender, msg):
    for client in clients.values():
        if client is not sender:
            queue_msg(client, msg)


def handle_new_client(listener):
    global guests
    sock, addr = listener.accept()
    guests += 1
    client = Client(sock, b'guest%d' % guests)
    clients[sock.fileno()] = client
    poll.register(sock, select.POLLIN)
    queue_msg(client, b'* welcome, %s; /help lists the commands\n' % client.name)


def handle_line(client, line):
    line = line.rstrip(b'\r')
    if line.startswith(b'/nick '):
        client.name = line[6:]
        queue_msg(client, b'* you are now %s\n' % client.name)
    elif line.startswith(b'/ping '):
        queue_msg(client, b'* pong %s\n' % line[6:])
    elif line.startswith(b'/'):
        queue_msg(client, b'! unknown command\n')
    elif line:
        broadcast_msg(client, client.name + b': ' + line + b'\n')


def handle_readable(client):
    try:
        data = client.sock.recv(4096)
    except ConnectionError:
        data = b''
    if not data:
        close_client(client)
        return
    msgs, client.rest = parse_recvd_data(client.rest + data)
    for msg in msgs:
        handle_line(client, msg)


def handle_writable(client):
    if client.send_queue:
        msg = client.send_queue.popleft()
        try:
            sent = client.sock.send(msg)
        except ConnectionError:
            close_client(client)
            return
        if sent < len(msg):
            client.send_queue.appendleft(msg[sent:])
    if not client.send_queue:
        poll.modify(client.sock, select.POLLIN)


def close_client(client):
    poll.unregister(client.sock)
    del clients[client.sock.fileno()]
    client.sock.close()


def main():
    host, port = '127.0.0.1', 7000
    if len(sys.argv) == 3 and sys.argv[1] == '--addr':
        host, _, port = sys.argv[2].rpartition(':')
    listener = create_listen_socket(host, int(port))
    poll.register(listener, select.POLLIN)
    print('listening on %s:%d' % listener.getsockname(), flush=True)
    while True:
        for fd, event in poll.poll():
            if fd == listener.fileno():
                handle_new_client(listener)
            elif fd not in clients:
                continue
            elif event & (select.POLLIN | select.POLLHUP | select.POLLERR):
                handle_readable(clients[fd])
            elif event & select.POLLOUT:
                handle_writable(clients[fd])


if __name__ == '__main__':
    main()
