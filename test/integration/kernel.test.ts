import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { SituationId } from '../../src/core/kernel/situation.ts';
import { LINUX } from '../../src/core/kernel/systems/linux.ts';
import { askSituations } from '../../src/features/kernel/live/ask-situations.ts';
import { OwnEnds } from '../../src/features/kernel/live/ends.ts';
import type { KernelResult, SituationResult } from '../../src/features/kernel/result.ts';
import { NodeSockets } from '../../src/world/own-sockets/node-sockets.ts';
import type { OwnSockets } from '../../src/world/own-sockets/own-sockets.ts';
import { PerlSockets } from '../../src/world/own-sockets/perl-sockets.ts';
import { DatagramPeer } from '../support/datagram-peer.ts';
import type { LineClient } from '../support/line-client.ts';
import { freePorts } from '../support/real-sockets.ts';
import { expectValid } from '../support/result-schema.ts';
import { niostat } from '../support/run-in-process.ts';
import { HAS_DYNAMIPS, SUBJECTS, type Subject, withClient } from '../support/subjects.ts';
import { hasTool } from '../support/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A run of `niostat kernel`, whose result must be as docs/schemas/ has it. */
async function asked(...args: string[]): Promise<{ code: number | null; result: KernelResult; stderr: string }> {
  const { code, stdout, stderr } = await niostat(['kernel', '--json', ...args]);
  const result = JSON.parse(stdout);
  expectValid('error' in result ? 'error' : 'kernel', result);
  return { code, result, stderr };
}

function differences({ situations }: KernelResult): readonly SituationResult[] {
  return situations.filter(({ verdict, why }) => verdict === 'differs' || why === 'two tries gave two answers');
}

/** What Linux does with sockets that one maker makes, by situation. */
async function askedWith(maker: OwnSockets): Promise<Map<SituationId, unknown>> {
  const peers = new NodeSockets();
  const asked = await askSituations(
    {
      means: { system: 'linux', isRoot: false, hasPerl: true, hasIpv6: true, isLocalhostIpv6: true },
      peers,
      waitMs: 50,
      endsFor: () => new OwnEnds({ first: maker, second: maker }),
      end: async () => {
        await maker.end();
        await peers.end();
      },
    },
    (situation) => LINUX[situation],
    { signal: new AbortController().signal, progress: () => undefined },
  );
  return new Map(
    asked.flatMap(({ result: { situation, observed } }) => {
      if (observed === undefined) return [];
      const { bind, receiver, error } = observed;
      return [[situation, { bind, receiver, error }]];
    }),
  );
}

/** Names and counters of all that a hypervisor has. */
async function objectsOf(client: LineClient): Promise<readonly string[]> {
  const lists = ['nio list', 'nio_bridge list', 'ethsw list', 'vm list'];
  const replies: string[] = [];
  for (const list of lists) replies.push(...(await client.ask(list)));
  return replies;
}

describe('niostat kernel on Linux', () => {
  before(() => {
    if (process.platform !== 'linux') throw new Error('the test is about Linux; run it there');
  });

  it('observes what the model predicts', async () => {
    const { code, result, stderr } = await asked();
    expect(differences(result)).to.deep.equal([]);
    expect([code, stderr]).to.deep.equal([0, '']);
    // Everything that needs neither root nor perl was tried.
    const tried = result.situations.filter(({ verdict }) => verdict === 'agrees').map(({ situation }) => situation);
    expect(tried).to.include.members(['plain-plain-itself', 'reuse-reuse-identical', 'localhost-reuse', 'vpcs-vpcs']);
  });

  if (hasTool('perl')) {
    it('observes the same with sockets of Node and of perl, word for word', async () => {
      const [byNode, byPerl] = [await askedWith(new NodeSockets()), await askedWith(new PerlSockets())];
      // Node connects to no port 0.
      for (const id of ['peer-port-zero', 'root-then-user', 'user-then-root', 'two-users'] as const) {
        byNode.delete(id);
        byPerl.delete(id);
      }
      expect([...byNode]).to.deep.equal([...byPerl]);
      expect(byNode.get('plain-plain-itself')).to.deep.equal({
        bind: 'refused',
        receiver: 'first',
        error: 'EADDRINUSE',
      });
    });
  }

  it('writes the file for --kernel as a whole, and overwrites none without --yes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'niostat-kernel-test-'));
    try {
      const path = join(folder, 'kernel.json');
      const { result } = await asked('--write', path);
      const file = JSON.parse(await readFile(path, 'utf8'));
      expectValid('kernel-file', file);
      expect(file.observations).to.have.length(result.situations.length - result.counts['not-tried']);
      expect((await niostat(['kernel', '--write', path])).code).to.equal(2);
      expect((await niostat(['kernel', '--write', path, '--yes'])).stdout).to.include(`--kernel ${path}`);
      expect((await niostat(['kernel', '--write', join(folder, 'no', 'kernel.json')])).code).to.equal(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('starts a program twice and ends it again; what is no Dynamips is an error', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'niostat-kernel-test-'));
    const script = async (name: string, text: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\n${text}\n`);
      await chmod(path, 0o755);
      return path;
    };
    try {
      const pids = join(folder, 'pids');
      // Like Dynamips 0.2.17, but without IOS.
      const like = `cd "${ROOT}" && exec "${process.execPath}" --import tsx "$0.mts" "$2"`;
      const program = await script('like-dynamips', `pwd >> "${pids}"\necho $$ >> "${pids}"\n${like}`);
      const embedded = join(ROOT, 'src/world/hypervisor/embedded/embedded-hypervisor.ts');
      await writeFile(
        `${program}.mts`,
        `import { EmbeddedHypervisor } from ${JSON.stringify(embedded)};
const [host, port] = process.argv[2].split(':');
await EmbeddedHypervisor.start({ host, port: Number(port), version: '0.2.17', workingDirectory: ${JSON.stringify(folder)} });`,
      );
      const { code, result, stderr } = await asked('--program', program);
      expect([result.counts?.differs, code, stderr], JSON.stringify(result)).to.deep.equal([0, 0, '']);
      expect(result.method).to.deep.include({ by: 'program', generation: 'before-0.2.18' });
      const [place, first, otherPlace, second] = (await readFile(pids, 'utf8')).trim().split('\n');
      expect(place).to.not.equal(otherPlace);
      for (const pid of [first, second]) expect(() => process.kill(Number(pid), 0), pid).to.throw('ESRCH');
      for (const directory of [place, otherPlace]) {
        expect(directory).to.include('niostat-kernel-');
        expect(await readFile(directory ?? '').catch((error) => error.code)).to.equal('ENOENT');
      }

      const noDynamips = await niostat([
        'kernel',
        '--program',
        await script('ends', 'echo no such option >&2; exit 4'),
      ]);
      expect([noDynamips.code, noDynamips.stdout]).to.deep.equal([3, '']);
      expect(noDynamips.stderr).to.include('it ended with exit code 4: no such option');
      const missing = await niostat(['kernel', '--program', join(folder, 'nosuch')]);
      expect(missing.code).to.equal(2);
      expect(missing.stderr).to.include('there is no such program');
      const noRoom = await niostat(['kernel', '--program', program], { env: { TMPDIR: join(folder, 'gone') } });
      expect(noRoom.code).to.equal(3);
      expect(noRoom.stderr).to.include('(Node) does not run: ENOENT').and.include('TMPDIR');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  if (HAS_DYNAMIPS) {
    it('observes with the Dynamips that is installed what the model predicts', async () => {
      const { code, result } = await asked('--program', 'dynamips');
      expect([code, differences(result)]).to.deep.equal([0, []]);
      expect(result.counts.agrees).to.be.at.least(14);
    });
  }

  for (const subject of SUBJECTS) {
    it(`asks two hypervisors that run, and leaves them empty: ${subject.name}`, async () => {
      await withPair(subject, async (first, second) => {
        const args = ['--hypervisor', `127.0.0.1:${first.port}`, '--hypervisor', `localhost:${second.port}`];
        const { code, result } = await asked(...args);
        expect([code, differences(result)]).to.deep.equal([0, []]);
        // The sockets of the embedded one are Node's, which connects to no port 0.
        const zero = result.situations.find(({ situation }) => situation === 'peer-port-zero');
        expect(zero?.verdict).to.equal(subject.isReal ? 'agrees' : 'not-tried');
        expect(result.method).to.deep.include({ by: 'program', generation: subject.generation });
        for (const { client } of [first, second])
          expect(await objectsOf(client)).to.deep.equal(Array(4).fill('100-OK'));
      });
    });

    it(`knows what a run that was killed has left, and deletes none of it: ${subject.name}`, async () => {
      await withPair(subject, async (first, second) => {
        const [port = 0] = await freePorts(1);
        const name = 'niostat-0123abcd-kernel-first';
        await first.client.must(`nio create_udp ${name} ${port} 127.0.0.1 9`, `nio_bridge create ${name}`);
        const before = await objectsOf(first.client);
        const places = [first, second].map((one) => `127.0.0.1:${one.port}`);
        const { code, stderr } = await niostat(['kernel', ...places.flatMap((place) => ['--hypervisor', place])]);
        expect(code).to.equal(3);
        const send = `niostat send --yes ${places[0]}`;
        expect(stderr).to.include(`${send} nio_bridge delete ${name} && ${send} nio delete ${name}`);
        expect(await objectsOf(first.client)).to.deep.equal(before);
      });
    });

    it(`refuses hypervisors that are not empty, and changes nothing: ${subject.name}`, async () => {
      await withPair(subject, async (first, second) => {
        await second.client.must('nio create_null mine');
        const before = await objectsOf(second.client);
        const args = ['--hypervisor', `127.0.0.1:${first.port}`, '--hypervisor', `127.0.0.1:${second.port}`];
        const { code, stderr } = await niostat(['kernel', ...args]);
        expect(code).to.equal(3);
        expect(stderr).to.include('is not empty').and.to.include('mine');
        expect(await objectsOf(second.client)).to.deep.equal(before);
        expect(await objectsOf(first.client)).to.deep.equal(Array(4).fill('100-OK'));
      });
    });

    it(`disturbs no lab, ten times beside its frames: ${subject.name}`, async () => {
      await withPair(subject, async (first, second) => {
        const [own = 0, into = 0, a = 0, b = 0, out = 0, other = 0] = await freePorts(6);
        // Our datagrams go into the first hypervisor, over a link to the second, and out of it again.
        await first.client.must(
          `nio create_udp into ${into} 127.0.0.1 ${own}`,
          `nio create_udp link ${a} 127.0.0.1 ${b}`,
          'nio_bridge create wire',
          'nio_bridge add_nio wire into',
          'nio_bridge add_nio wire link',
        );
        await second.client.must(
          `nio create_udp link ${b} 127.0.0.1 ${a}`,
          `nio create_udp out ${out} 127.0.0.1 ${other}`,
          'nio_bridge create wire',
          'nio_bridge add_nio wire link',
          'nio_bridge add_nio wire out',
        );
        const sender = await DatagramPeer.open({ ownPort: own, nioPort: into });
        const receiver = await DatagramPeer.open({ ownPort: other, nioPort: out });
        let isOver = false;
        let sent = 0;
        const stream = async (): Promise<void> => {
          // The next one goes when the one before has come, so that none can get lost in a queue.
          while (!isOver) {
            const frame = Buffer.from(`frame ${sent++}`);
            await sender.send(frame);
            expect((await receiver.next()).toString()).to.equal(frame.toString());
          }
        };
        const streaming = stream();
        try {
          for (let run = 0; run < 10; run++) {
            const args = subject.isReal && run % 5 === 4 ? ['--program', 'dynamips'] : [];
            expect(differences((await asked(...args)).result)).to.deep.equal([]);
          }
        } finally {
          isOver = true;
          await streaming;
          sender.close();
          receiver.close();
        }
        expect(sent).to.be.greaterThan(100);
        for (const { client } of [first, second]) {
          const [stats] = await client.ask('nio get_stats link');
          const [packetsIn, packetsOut] = (stats ?? '').slice('100-'.length).split(' ').map(Number);
          expect([packetsIn, packetsOut].sort()).to.deep.equal([0, sent].sort());
        }
      });
    });
  }
});

interface End {
  readonly client: LineClient;
  readonly port: number;
}

/** Runs `work` with two hypervisors of one kind. */
function withPair(subject: Subject, work: (first: End, second: End) => Promise<void>): Promise<void> {
  return withClient(subject, (firstClient, { port: firstPort }) =>
    withClient(subject, (secondClient, { port: secondPort }) =>
      work({ client: firstClient, port: firstPort }, { client: secondClient, port: secondPort }),
    ),
  );
}
