import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { WorldError } from '../../../../src/core/errors/world-error.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { preflight, QUESTIONS } from '../../../../src/features/preflight/preflight.ts';
import { CHECK } from '../../../../src/features/preflight/questions/checks.ts';
import type { Answer, PreflightAnswer, PreflightResult } from '../../../../src/features/preflight/result.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab } from '../../../support/read.ts';
import { freeTcpPort } from '../../../support/real-sockets.ts';

/** Nobody waits that long: what waits for it is not done when the test is broken off. */
const ENDLESS_MS = 3_600_000;

/** A lab whose hypervisor is on this host, and that no check has anything against. */
function labOn(port: number, file = 'lab.net'): Lab {
  return netLab(`[127.0.0.1:${port}]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`, file);
}

function answerTo(result: PreflightResult, id: string): PreflightAnswer {
  return result.answers.find((answer) => answer.id === id) as PreflightAnswer;
}

/** Asks while one question is answered by `ask`. */
async function withAnswer(ask: () => Promise<Answer>, work: () => Promise<void>): Promise<void> {
  const original = CHECK.ask;
  CHECK.ask = ask;
  try {
    await work();
  } finally {
    CHECK.ask = original;
  }
}

/** A TCP server that accepts and says nothing. */
async function withSilence(work: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('preflight', () => {
  it('answers every question that is not on request, in their order, but for that about GNS3 servers', async () => {
    const { answers, labs } = await preflight(modelOf(labOn(await freeTcpPort())));
    expect(answers.map(({ id }) => id)).to.deep.equal(
      QUESTIONS.filter(({ id, onRequest }) => !onRequest && id !== 'server').map(({ id }) => id),
    );
    expect(answers.map(({ id }) => id)).to.include.members(['file', 'checks', 'ports', 'hypervisors', 'consoles']);
    expect(labs).to.deep.equal([{ name: 'lab', file: 'lab.net' }]);
  });

  it('tells the lines that were passed over', async () => {
    const location = { file: 'lab.net', line: 3, column: 1 };
    const warnings = [{ severity: 'warning' as const, message: '"idle" is not known here', location }];
    const result = await preflight(modelOf(labOn(7200)), { only: ['file'], warnings });
    expect(result.answers[0]).to.deep.include({
      state: 'warning',
      summary: '1 link, 1 hypervisor; 1 line passed over',
      details: warnings,
    });
    expect(result.outcome).to.equal('findings');
  });

  it('asks only what is named, whatever the order, and leaves out what is not wanted', async () => {
    const labs = [labOn(7200)];
    const ids = async (options: object): Promise<string[]> =>
      (await preflight(modelOf(labs), options)).answers.map(({ id }) => id);
    expect(await ids({ only: ['checks', 'file'] })).to.deep.equal(['file', 'checks']);
    expect(await ids({ only: ['checks', 'file'], skip: ['file'] })).to.deep.equal(['checks']);
    const nothing = await ids({ skip: QUESTIONS.map(({ id }) => id) }).catch((thrown) => thrown);
    expect(nothing).to.include({ code: 'UNKNOWN_QUESTION', message: 'no question is left to ask' });
  });

  it('throws for a question that there is not, and names those that there are', async () => {
    for (const options of [{ only: ['bogus'] }, { skip: ['bogus'] }]) {
      const error = await preflight(modelOf(labOn(7200)), options).catch((thrown) => thrown);
      expect(error).to.include({ code: 'UNKNOWN_QUESTION', exitCode: 2, message: 'there is no question "bogus"' });
      expect(error.next).to.include('ports').and.include('orphans');
    }
  });

  it('throws for a question that does not exist, and leaves nothing behind that would keep a program alive', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    // mocha sets its own timer when the test has given it a promise.
    await new Promise((resolve) => setImmediate(resolve));
    const before = timers();
    const error = await preflight(modelOf(labOn(7200)), { only: ['bogus'] }).catch((thrown) => thrown);
    expect(error).to.include({ code: 'UNKNOWN_QUESTION', exitCode: 2 });
    expect(timers()).to.equal(before);
  });

  it('asks many hypervisors without a warning of Node about listeners', async () => {
    const warnings: Error[] = [];
    const collect = (warning: Error): void => void warnings.push(warning);
    process.on('warning', collect);
    const controller = new AbortController();
    const lines = Array.from({ length: 40 }, (_, index) => `[127.0.0.1:${20_000 + index}]\n[[ROUTER R${index}]]\n`);
    const result = await preflight(
      modelOf(netLab(lines.join(''))),
      { only: ['hypervisors'] },
      { ...quietUi(), signal: controller.signal },
    );
    // Warnings come with the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('warning', collect);
    expect(warnings).to.deep.equal([]);
    expect(answerTo(result, 'hypervisors').summary).to.equal('no hypervisor runs yet');
  });

  it('does not know, after the deadline, what a silent hypervisor is, and answers the rest', () =>
    withSilence(async (port) => {
      const result = await preflight(modelOf(labOn(port)), { timeoutMs: ENDLESS_MS, deadlineMs: 200 });
      expect(answerTo(result, 'hypervisors')).to.include({ state: 'unknown', summary: 'not known after 0.2 s' });
      expect(answerTo(result, 'file').state).to.equal('ok');
      expect(answerTo(result, 'checks').state).to.equal('ok');
      expect(result.outcome).to.equal('unknown');
    }));

  it('ends when its signal is aborted, before it begins or meanwhile', () =>
    withSilence(async (port) => {
      const signals = [AbortSignal.abort(), AbortSignal.timeout(100)];
      for (const signal of signals) {
        const result = await preflight(modelOf(labOn(port)), { timeoutMs: ENDLESS_MS }, { ...quietUi(), signal });
        expect(answerTo(result, 'hypervisors')).to.include({ state: 'unknown', summary: 'interrupted' });
      }
    }));

  it('does not know what the world would not let a question know', async () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open '/proc/net/udp'"), {
      code: 'EACCES',
      syscall: 'open',
    });
    for (const error of [new WorldError('NOT_REACHED', 'nobody answers'), denied]) {
      await withAnswer(
        () => Promise.reject(error),
        async () => {
          const result = await preflight(modelOf(labOn(7200)), { only: ['file', 'checks'] });
          expect(answerTo(result, 'checks')).to.deep.include({ state: 'unknown', summary: error.message, details: [] });
          expect(answerTo(result, 'file').state).to.equal('ok');
        },
      );
    }
  });

  it('does not hide a bug of ours', () =>
    withAnswer(
      () => Promise.reject(new TypeError('x is undefined')),
      async () => {
        const error = await preflight(modelOf(labOn(7200)), { only: ['file', 'checks'] }).catch((thrown) => thrown);
        expect(error).to.be.instanceOf(TypeError);
      },
    ));

  it('says next what helps most: what failed before what is not known, and that before warnings', async () => {
    const states: readonly [Answer['state'], string][] = [
      ['failed', 'mend it'],
      ['unknown', 'mend it'],
      ['warning', 'mend it'],
      ['ok', 'niostat preflight lab.net'],
    ];
    for (const [state, next] of states) {
      await withAnswer(
        () => Promise.resolve({ state, summary: 'so it is', details: [], next: 'mend it' }),
        async () => {
          expect((await preflight(modelOf(labOn(7200)), { only: ['file', 'checks'] })).next).to.equal(next);
        },
      );
    }
  });

  it('writes a file into the next command so that a shell takes it for one word', async () => {
    const next = async (file: string): Promise<string> =>
      (await preflight(modelOf(labOn(7200, file)), { only: ['file'] })).next;
    expect(await next('labs/two.net')).to.equal('niostat preflight labs/two.net');
    expect(await next("Ann's lab.net")).to.equal("niostat preflight 'Ann'\\''s lab.net'");
    expect(await next('$(reboot).net')).to.equal("niostat preflight '$(reboot).net'");
    expect(await next('(stdin)')).to.equal('niostat preflight LAB');
  });
});
