import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type HypervisorOptions, startHypervisor } from '../../../../src/features/hypervisor/hypervisor.ts';

async function refusal(changes: Partial<HypervisorOptions>): Promise<unknown> {
  const options = { host: '127.0.0.1', port: 0, version: '0.2.24', workingDirectory: tmpdir(), onExchange: undefined };
  try {
    const hypervisor = await startHypervisor({ ...options, ...changes } as HypervisorOptions);
    hypervisor.close();
    return 'it listens';
  } catch (error) {
    return error;
  }
}

describe('startHypervisor', () => {
  it('says that a port is taken, and how to choose another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const { port } = server.address() as AddressInfo;
    try {
      expect(await refusal({ port })).to.include({
        code: 'EADDRINUSE',
        exitCode: 3,
        message: `cannot use 127.0.0.1:${port}: the port is in use by another program`,
        next: 'choose another address or port with --listen',
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('says that a working directory cannot be used, and how to name another', async () => {
    const path = join(tmpdir(), 'niostat-nosuch', 'deeper');
    expect(existsSync(path)).to.equal(false);
    const error = await refusal({ workingDirectory: path });
    expect(error).to.include({
      code: 'ENOENT',
      exitCode: 3,
      next: 'name a directory that this user can write to with --working-dir',
    });
    expect((error as Error).message).to.match(/^cannot use .*niostat-nosuch.deeper: ENOENT/);
  });
});
