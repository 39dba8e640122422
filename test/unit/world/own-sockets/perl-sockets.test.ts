import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { WorldError } from '../../../../src/core/errors/world-error.ts';
import { PerlSockets } from '../../../../src/world/own-sockets/perl-sockets.ts';

const PLAN = { family: 4, reuse: false, localAddress: '127.0.0.1', localPort: 0 } as const;

describe('sockets of perl', () => {
  it('are not there where perl is not, or does not run the program, and say so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'niostat-perl-'));
    try {
      const broken = join(folder, 'perl');
      await writeFile(broken, '#!/bin/sh\necho "Cannot locate Socket.pm" >&2\nexit 2\n');
      await chmod(broken, 0o755);
      for (const path of [join(folder, 'nosuch'), broken]) {
        const sockets = new PerlSockets({ path });
        expect(await sockets.works(), path).to.equal(false);
        const error = await sockets.open(PLAN).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(WorldError);
        expect((error as WorldError).code).to.equal('NO_PERL');
        expect((error as WorldError).message).to.include(path);
        await sockets.end();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
