// Many embedded hypervisors in one process, every so many of them replaced by a port that accepts and never
// answers.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedHypervisor } from '../src/world/hypervisor/embedded/embedded-hypervisor.ts';

const [count = 0, silentEvery = 0] = process.argv.slice(2).map(Number);
const workingDirectory = mkdtempSync(join(tmpdir(), 'niostat-farm-'));
const good: string[] = [];
const silent: string[] = [];
for (let index = 0; index < count; index++) {
  if (index % silentEvery === 0) {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    silent.push(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } else {
    const { port } = await EmbeddedHypervisor.start({
      host: '127.0.0.1',
      port: 0,
      version: '0.2.24',
      workingDirectory,
    });
    good.push(`127.0.0.1:${port}`);
  }
}
process.once('disconnect', () => {
  rmSync(workingDirectory, { recursive: true });
  process.exit();
});
process.send?.({ good, silent });
