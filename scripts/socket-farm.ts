// Holds many pairs of connected UDP sockets under the name of Dynamips, as a hypervisor with a large lab
// does. `socket-farm.ts SOCKETS [ADDRESS [CONTROL_PORT]]`; tells its parent how many there are.
import { createServer } from 'node:net';
import { UdpSocket } from '../src/world/network/udp-socket.ts';

const [wanted = '0', address = '127.0.0.1', controlPort] = process.argv.slice(2);
process.title = 'dynamips';
if (controlPort !== undefined) createServer().listen(Number(controlPort), address);
const sockets: UdpSocket[] = [];
try {
  for (let port = 10_000; sockets.length < Number(wanted) && port < 65_000; port += 2) {
    const pair = await Promise.all([port, port + 1].map((localPort) => open(localPort)));
    const [a, b] = pair;
    if (a === undefined || b === undefined) {
      await Promise.all(pair.map((socket) => socket?.close()));
      continue;
    }
    await a.connect(address, b.localPort);
    await b.connect(address, a.localPort);
    sockets.push(a, b);
  }
} catch {
  // The process may not open more: what there is must do.
}
process.once('disconnect', () => process.exit());
process.send?.(sockets.length);

/** Undefined if the port is taken. */
async function open(localPort: number): Promise<UdpSocket | undefined> {
  try {
    return await UdpSocket.open({ family: 4, localAddress: address, localPort, reuseAddress: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
