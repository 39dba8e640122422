import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { WorldError } from '../../src/core/errors/world-error.ts';
import { quietUi, type Ui } from '../../src/core/ui.ts';
import type { CleaningOptions } from '../../src/features/rehearse/live/clean-hypervisors.ts';
import { cleanRehearsal, rehearse } from '../../src/features/rehearse/rehearse.ts';
import { renderCleaning } from '../../src/features/rehearse/render/text.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts } from '../support/real-sockets.ts';
import { netText, objectsOf, PATIENT } from '../support/rehearsal.ts';
import { type SlowProxy, startSlowProxy } from '../support/slow-proxy.ts';
import { SUBJECTS, type Subject, withHypervisor } from '../support/subjects.ts';

/** Ends of links; each is a NIO that is deleted. */
const ENDS = 20;

/** After so long no more is deleted, and one deletion does not end in that time. */
const LIMIT_MS = 400;
const TOO_LONG_MS = 600_000;

/** Time enough to ask what is there and to delete a few objects, on a busy machine too. */
const AMPLE_MS = 5000;

const PLAIN = { good: String, bad: String, warn: String, dim: String, strong: String };

/** Lets the first deletions pass, and the next one wait. */
function slowAfter(count: number): SlowProxy['delayMs'] {
  let deletions = 0;
  return (command) => (/ delete /.test(command) && ++deletions > count ? TOO_LONG_MS : 0);
}

interface Scene {
  readonly proxy: SlowProxy;
  /** Of the hypervisor itself. */
  readonly port: number;
  rehearse(ui?: Ui): Promise<WorldError | undefined>;
  clean(options?: CleaningOptions): ReturnType<typeof cleanRehearsal>;
}

async function withScene(subject: Subject, work: (scene: Scene) => Promise<void>): Promise<void> {
  await withHypervisor(subject, async ({ port }) => {
    const proxy = await startSlowProxy(port);
    try {
      const [baseUdp = 0] = await freePorts(ENDS);
      const routers = Array.from({ length: ENDS / 2 }, (_, index) => [
        [`A${index}`, `f0/0 = B${index} f0/0`],
        [`B${index}`],
      ]);
      const lab = netLab(netText({ port: proxy.port, baseUdp, routers: routers.flat() }));
      await work({
        proxy,
        port,
        rehearse: (ui = quietUi()) =>
          rehearse(modelOf(lab), { ...PATIENT, cleanupMs: LIMIT_MS }, ui).then(
            () => undefined,
            (error: WorldError) => error,
          ),
        clean: (options) => cleanRehearsal(modelOf(lab), options),
      });
    } finally {
      await proxy.stop();
    }
  });
}

describe('the end of a rehearsal on a hypervisor that deletes slowly', () => {
  const state = mkdtempSync(join(tmpdir(), 'niostat-state-'));
  const before_ = process.env['XDG_STATE_HOME'];
  const records = (): string[] => (existsSync(join(state, 'niostat')) ? readdirSync(join(state, 'niostat')) : []);
  before(() => {
    process.env['XDG_STATE_HOME'] = state;
  });
  after(() => {
    if (before_ === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before_;
    rmSync(state, { recursive: true, force: true });
  });

  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      it('is bounded in all; what is left is counted, and --clean deletes it', () =>
        withScene(subject, async ({ proxy, port, rehearse, clean }) => {
          proxy.delayMs = slowAfter(4);
          const error = await rehearse();
          const left = (await objectsOf(port)).length;
          expect(error).to.include({ code: 'LEFTOVERS' });
          expect(error?.message).to.include(` ${left} objects may be left: `);
          // A switch, the NIOs, an injector and two of the waker were made.
          expect(left).to.be.within(ENDS + 4 - 4, ENDS + 4);
          expect(error?.next).to.match(/niostat rehearse --clean /);
          expect(records()).to.have.length(1);
          proxy.delayMs = () => 0;
          const { outcome, cleaned } = await clean();
          expect([outcome, cleaned[0]?.removed]).to.deep.equal(['clean', left]);
          expect([await objectsOf(port), records()]).to.deep.equal([[], []]);
        }));

      it('is bounded after Ctrl-C, too', () =>
        withScene(subject, async ({ proxy, port, rehearse, clean }) => {
          const interruption = new AbortController();
          let made = 0;
          const slow = slowAfter(1);
          proxy.delayMs = (command) => {
            if (/^nio create_udp/.test(command) && ++made === 10) interruption.abort();
            return slow(command);
          };
          const error = await rehearse({ ...quietUi(), signal: interruption.signal });
          expect(error).to.include({ code: 'LEFTOVERS' });
          expect(error?.message).to.match(/^interrupted\n/);
          expect(await objectsOf(port)).to.not.deep.equal([]);
          proxy.delayMs = () => 0;
          await clean();
          expect([await objectsOf(port), records()]).to.deep.equal([[], []]);
        }));

      it('and so is --clean, which goes on where it has stopped', () =>
        withScene(subject, async ({ proxy, port, rehearse, clean }) => {
          proxy.delayMs = slowAfter(0);
          await rehearse();
          const left = (await objectsOf(port)).length;
          proxy.delayMs = slowAfter(3);
          const slow = await clean({ cleanupMs: AMPLE_MS });
          expect([slow.outcome, slow.cleaned[0]?.removed]).to.deep.equal(['unknown', 3]);
          expect(await objectsOf(port)).to.have.length(left - 3);
          expect(renderCleaning(slow, { paint: PLAIN, width: 80 }).replace(/\s+/g, ' ')).to.match(
            /: 3 objects of a rehearsal deleted; then: .+ run the same command again to delete the others/,
          );
          expect(records()).to.have.length(1);
          proxy.delayMs = () => 0;
          await clean();
          expect([await objectsOf(port), records()]).to.deep.equal([[], []]);
        }));
    });
  }
});
