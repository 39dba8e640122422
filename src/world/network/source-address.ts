import { familyOf } from '../../core/address/ip-address.ts';
import { UdpSocket } from './udp-socket.ts';

/** Any port does: nothing goes out. This one is that of the discard service. */
const NO_PORT = 9;

/** What bind and connect answer where no socket of this host can be connected to the address. */
const REFUSALS = new Set(['EACCES', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'EINVAL', 'ENETUNREACH']);

/**
 * The address of this host from which its kernel sends to another one: it is chosen when a UDP socket gets
 * its peer, and nothing is sent. Null where connect() is refused: no route, no such family here, a broadcast
 * address. Undefined if it cannot be found out. Never throws.
 */
export async function sourceAddress(address: string): Promise<string | null | undefined> {
  let socket: UdpSocket | undefined;
  try {
    socket = await UdpSocket.open({ family: familyOf(address), localPort: 0, reuseAddress: false });
    await socket.connect(address, NO_PORT);
    return socket.localAddress;
  } catch (error) {
    return REFUSALS.has((error as NodeJS.ErrnoException).code ?? '') ? null : undefined;
  } finally {
    await socket?.close();
  }
}
