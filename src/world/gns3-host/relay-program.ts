/**
 * What runs on another host while it is read, in Python, which every GNS3 server needs: it reads files and
 * folders of /proc, runs the script that prints the socket table, and passes on what is said to uBridges and
 * Dynamips, which listen on 127.0.0.1 there. Requests and answers are lines of JSON. It writes no file, and
 * ends when its input does. It has no single quotes, so that a shell can be given it in some.
 */
export const RELAY_PROGRAM = `
import base64, errno, json, os, selectors, socket, stat, subprocess, sys
waiting = selectors.DefaultSelector()
open_ones = {}
out = sys.stdout
def say(id, **more):
    more["id"] = id
    out.write(json.dumps(more) + "\\n")
    out.flush()
def code(error):
    return errno.errorcode.get(error.errno or 0, "EIO")
def encoded(data):
    return base64.b64encode(data).decode("ascii")
def read(id, path, most, start, at_end):
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        about = os.fstat(file)
        data = b""
        if stat.S_ISREG(about.st_mode):
            place = max(0, about.st_size - most) if at_end else start
            while len(data) < most:
                piece = os.pread(file, most - len(data), place + len(data))
                if not piece: break
                data += piece
        say(id, data=encoded(data), size=about.st_size, changed=about.st_mtime * 1000)
    finally:
        os.close(file)
def end(id):
    one = open_ones.pop(id, None)
    if one is None: return
    source = one.stdout if isinstance(one, subprocess.Popen) else one
    waiting.unregister(source)
    source.close()
    if isinstance(one, subprocess.Popen): one.wait()
def dial(id, host, port):
    one = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    one.setblocking(False)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    result = one.connect_ex((host, port))
    if result not in (0, errno.EINPROGRESS):
        one.close()
        raise OSError(result, "")
    open_ones[id] = one
    waiting.register(one, selectors.EVENT_WRITE, (id, "dialled"))
def dialled(id):
    one = open_ones[id]
    result = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if result:
        end(id)
        say(id, error=errno.errorcode.get(result, "EIO"))
        return
    waiting.modify(one, selectors.EVENT_READ, (id, "heard"))
    say(id, local=one.getsockname()[0])
def heard(id):
    one = open_ones[id]
    try:
        data = one.recv(65536) if isinstance(one, socket.socket) else os.read(one.stdout.fileno(), 65536)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EINTR): return
        data = b""
    if data: say(id, data=encoded(data))
    else:
        end(id)
        say(id, end=True)
def run(id, script):
    one = subprocess.Popen(["sh", "-s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    one.stdin.write(script.encode("utf-8"))
    one.stdin.close()
    open_ones[id] = one
    waiting.register(one.stdout, selectors.EVENT_READ, (id, "heard"))
def send(id, data):
    one = open_ones.get(id)
    if one is None: return
    one.setblocking(True)
    one.settimeout(5)
    try: one.sendall(base64.b64decode(data))
    finally: one.setblocking(False)
def request(line):
    asked = json.loads(line)
    id, verb = asked["id"], asked["do"]
    try:
        if verb == "read": read(id, asked["path"], asked["most"], asked["from"], asked["atEnd"])
        elif verb == "list": say(id, names=os.listdir(asked["path"]))
        elif verb == "link": say(id, link=os.readlink(asked["path"]))
        elif verb == "dial": dial(id, asked["host"], asked["port"])
        elif verb == "send": send(id, asked["data"])
        elif verb == "run": run(id, asked["script"])
        elif verb == "close": end(id)
    except OSError as error:
        end(id)
        say(id, error=code(error))
waiting.register(0, selectors.EVENT_READ, (0, "asked"))
say(0, user=os.getuid())
rest = b""
while True:
    for key, _ in waiting.select():
        id, what = key.data
        if what == "asked":
            data = os.read(0, 65536)
            if not data: sys.exit(0)
            lines = (rest + data).split(b"\\n")
            rest = lines.pop()
            for line in lines: request(line.decode("utf-8"))
        elif id in open_ones:
            if what == "dialled": dialled(id)
            else: heard(id)
`;
