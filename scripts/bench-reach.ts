// Benchmark of `reach` on the loopback: ports that a responder has and ports that keep silent. Prints figures
// and never fails.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOKEN = 'a'.repeat(16);
const RUNS = 3;

/** A socket that nobody reads from: its port is neither open nor closed to those who ask. */
async function silentSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind({ address: '127.0.0.1', port: 0, exclusive: true });
  await once(socket, 'listening');
  return socket;
}

/** Seconds that `reach` takes for these UDP ports. */
function seconds(ports: readonly number[], ...args: readonly string[]): number {
  const start = performance.now();
  const words = ['bin/run.js', 'reach', '127.0.0.1', '--udp', ports.join(','), ...args];
  const { error } = spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'ignore' });
  if (error !== undefined) throw error;
  return (performance.now() - start) / 1000;
}

const silent = await Promise.all(Array.from({ length: 50 }, silentSocket));
const ports = silent.map((socket) => socket.address().port);

const held = await Promise.all(Array.from({ length: 50 }, silentSocket));
const open = held.map((socket) => socket.address().port);
for (const socket of held) socket.close();
const respond = ['respond', '--listen', '127.0.0.1', '--udp', open.join(','), '--token', TOKEN];
const responder = spawn(process.execPath, ['bin/run.js', ...respond], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'pipe'],
});
await once(responder.stderr, 'data');
const show = (name: string, measure: () => number): void =>
  report({ name, ...summary(Array.from({ length: RUNS }, measure)), unit: 's', limit: 3 });
show('50 ports of a responder and 50 that are silent', () => seconds([...open, ...ports], '--token', TOKEN));
responder.kill();
show('a sample of 50 silent ports without a responder', () => seconds(ports));
show('eight silent ports without a responder', () => seconds(ports.slice(0, 8)));
for (const socket of silent) socket.close();
