import type { ChildProcess } from 'node:child_process';
import type { NetworkNamespace } from './network-namespace.ts';

/** Sends datagrams of 1200 bytes as fast as it can. */
const FLOOD = `
  const [address, port] = process.argv.slice(1);
  const socket = require('node:dgram').createSocket('udp4');
  const datagram = Buffer.alloc(1200);
  const burst = () => {
    let left = 64;
    const sent = () => {
      if (--left === 0) setImmediate(burst);
    };
    for (let index = 0; index < 64; index++) socket.send(datagram, Number(port), address, sent);
  };
  burst();
`;

/** A process that keeps one core busy until it is killed. */
export function makeBusy(host: NetworkNamespace): ChildProcess {
  return host.launch(process.execPath, ['-e', 'for (;;);']);
}

/** A process that floods a UDP port until it is killed. */
export function flood(from: NetworkNamespace, address: string, port: number): ChildProcess {
  return from.launch(process.execPath, ['-e', FLOOD, address, String(port)]);
}
