import { wrapPort } from '../../../core/address/port.ts';
import { UdpSocket } from '../../network/udp-socket.ts';
import { REPLY_CODE, type Reply } from '../reply.ts';
import { ok, refuse } from './commands.ts';
import { type Nio, NullNio, UdpNio } from './nio.ts';
import { type Command, integer, names, type Objects, rename, withObject } from './objects.ts';

/** Every NIO costs a file descriptor, of which a process often has no more than this left. */
const MAX_NIOS = 4096;

const CANNOT_CREATE = 'unable to create UDP NIO';
const CANNOT_CREATE_AUTO = 'unable to create UDP Auto NIO';
const CANNOT_CONNECT = 'unable to connect NIO';

export const NIO_COMMANDS: readonly Command[] = [
  {
    name: 'create_udp',
    min: 4,
    max: 4,
    run: ([name = '', localPort = '', host = '', remotePort = ''], objects) =>
      createUdp(objects, name, { localPort: integer(localPort), host, remotePort: integer(remotePort) }),
  },
  {
    name: 'create_udp_auto',
    min: 4,
    max: 4,
    run: ([name = '', host = '', first = '', last = ''], objects) =>
      createUdpAuto(objects, name, { host, first: integer(first), last: integer(last) }),
  },
  {
    name: 'connect_udp_auto',
    min: 3,
    max: 3,
    run: ([name = '', host = '', port = ''], objects) =>
      withObject(objects.nios, name, (nio) => connectUdpAuto(nio, { host, port: integer(port) }, objects)),
  },
  {
    name: 'create_null',
    min: 1,
    max: 1,
    run: ([name = ''], { nios }) =>
      nios.size < MAX_NIOS && nios.add(new NullNio(name))
        ? ok(`NIO '${name}' created`)
        : refuse(REPLY_CODE.create, 'unable to create Null NIO'),
  },
  { name: 'rename', min: 2, max: 2, run: (args, { nios }) => rename(nios, args, { ok: 'NIO', refused: 'NIO' }) },
  {
    name: 'delete',
    min: 1,
    max: 1,
    run: async ([name = ''], { nios }) => {
      const nio = nios.remove(name);
      if (nio === undefined) return refuse(REPLY_CODE.delete, `unable to delete NIO '${name}'`);
      await nio.close();
      return ok(`NIO '${name}' deleted`);
    },
  },
  {
    name: 'get_stats',
    min: 1,
    max: 1,
    run: ([name = ''], { nios }) =>
      withObject(nios, name, (nio) => ok(`${nio.packetsIn} ${nio.packetsOut} ${nio.bytesIn} ${nio.bytesOut}`)),
  },
  {
    name: 'reset_stats',
    min: 1,
    max: 1,
    run: ([name = ''], { nios }) =>
      withObject(nios, name, (nio) => {
        nio.resetStats();
        return ok();
      }),
  },
  { name: 'list', min: 0, max: 0, run: (_args, { nios }) => names(nios) },
];

/**
 * Binds to every address and connects, as Dynamips does (docs/FACTS.md, "A UDP NIO", "Port numbers"); ports
 * wrap and are not looked at.
 */
async function createUdp(
  objects: Objects,
  name: string,
  { localPort, host, remotePort }: { localPort: number; host: string; remotePort: number },
): Promise<Reply> {
  const refused = refuse(REPLY_CODE.create, CANNOT_CREATE);
  const address = await resolved(host, objects);
  // A local port wraps, and a remote one below 0 is refused (seen).
  if (address === undefined || remotePort < 0 || objects.nios.size >= MAX_NIOS) return refused;
  let socket: UdpSocket | undefined;
  try {
    socket = await UdpSocket.open({
      family: address.family,
      localPort: wrapPort(localPort),
      reuseAddress: objects.version === '0.2.24',
    });
    const nio = new UdpNio(name, socket, { localPort, isAuto: false });
    // The kernel connects to port 0 and nothing ever arrives; Node does not connect at all, with the same
    // effect.
    if (wrapPort(remotePort) !== 0) await nio.connect(address.address, wrapPort(remotePort));
    nio.connectedTo(host, remotePort);
    if (objects.nios.add(nio)) return ok(`NIO '${name}' created`);
  } catch {
    // Dynamips does not tell why either.
  }
  await socket?.close();
  return refused;
}

/**
 * Binds the first free port of a range, without SO_REUSEADDR in every version (common/net.c:
 * udp_listen_range).
 */
async function createUdpAuto(
  objects: Objects,
  name: string,
  { host, first, last }: { host: string; first: number; last: number },
): Promise<Reply> {
  const refused = refuse(REPLY_CODE.create, CANNOT_CREATE_AUTO);
  const local = await resolved(host === '*' ? '0.0.0.0' : host, objects);
  if (local === undefined || first < 0 || objects.nios.size >= MAX_NIOS) return refused;
  // A range wider than all ports would only come round again.
  for (let port = first; port <= last && port - first <= 0xffff; port++) {
    const socket = await openFree({ family: local.family, address: local.address, port: wrapPort(port) });
    if (socket === 'not here') return refused;
    if (socket === 'taken') continue;
    const nio = new UdpNio(name, socket, { localPort: socket.localPort, isAuto: true });
    if (objects.nios.add(nio)) return ok(String(socket.localPort));
    await socket.close();
    return refused;
  }
  return refused;
}

/** A bound socket, or why there is none: another has the port, or the address is not one of this host. */
async function openFree({
  family,
  address,
  port,
}: {
  family: 4 | 6;
  address: string;
  port: number;
}): Promise<UdpSocket | 'taken' | 'not here'> {
  try {
    return await UdpSocket.open({ family, localAddress: address, localPort: port, reuseAddress: false });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL' ? 'not here' : 'taken';
  }
}

async function connectUdpAuto(
  nio: Nio,
  { host, port }: { host: string; port: number },
  objects: Objects,
): Promise<Reply> {
  const refused = refuse(REPLY_CODE.create, CANNOT_CONNECT);
  if (!(nio instanceof UdpNio) || !nio.isAuto || nio.isConnected || port < 0) return refused;
  // Noted first: of two clients that connect one NIO at once, the second is refused.
  nio.connectedTo(host, port);
  const address = await resolved(host, objects);
  try {
    if (address === undefined) return notConnected(nio, refused);
    await nio.connect(address.address, wrapPort(port));
    return ok(`NIO '${nio.name}' connected`);
  } catch {
    return notConnected(nio, refused);
  }
}

function notConnected(nio: UdpNio, reply: Reply): Reply {
  nio.forgetRemote();
  return reply;
}

async function resolved(host: string, { lookUp }: Objects): Promise<{ address: string; family: 4 | 6 } | undefined> {
  const answer = await lookUp(host);
  const [found] = 'addresses' in answer ? answer.addresses : [];
  return found && { address: found.address, family: found.family === 6 ? 6 : 4 };
}
