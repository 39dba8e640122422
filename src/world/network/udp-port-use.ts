import { createSocket } from 'node:dgram';

/**
 * `free`: nobody is in the way of a socket of every address; `shared`: those who are have SO_REUSEADDR, so
 * that another socket with that option may have the port too; `held`: somebody has it alone; `unknown`: the
 * system says something else.
 */
export type PortUse = 'free' | 'shared' | 'held' | 'unknown';

/**
 * How a UDP port of IPv4 is used, found by binding it for a moment: no socket table shows SO_REUSEADDR. The
 * second of the two attempts is the test by which a GNS3 server looks for free ports (gns3-server
 * `compute/port_manager.py`, `_check_port`). A connected socket, such as a NIO, gets its frames all the
 * while: the kernel prefers it to one without a peer. A socket without a peer that shares its port may miss a
 * datagram at that moment, as it does when the server looks.
 */
export async function udpPortUse(port: number): Promise<PortUse> {
  const alone = await tryBind(port, false);
  if (alone === 'bound') return 'free';
  if (alone !== 'EADDRINUSE') return 'unknown';
  const together = await tryBind(port, true);
  if (together === 'bound') return 'shared';
  return together === 'EADDRINUSE' ? 'held' : 'unknown';
}

/** `bound`, or the code of the error. */
function tryBind(port: number, reuseAddr: boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code ?? '');
    });
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve('bound')));
  });
}
