import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import type { ServerProject } from '../../../../src/core/open-project/server.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { chooseQuestions } from '../../../../src/features/preflight/choose-questions.ts';
import { findServer, portsBefore, preflight, QUESTIONS } from '../../../../src/features/preflight/preflight.ts';
import type { PreflightAnswer } from '../../../../src/features/preflight/result.ts';
import type { ServerHere } from '../../../../src/features/preflight/server-here.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';

/** Two routers and one link: 1 + 1 ports for its ends, and two for the tunnel of each router. */
const LAB = gns3Lab(
  JSON.parse(readFileSync(new URL('../../../fixtures/cases/two-routers.gns3', import.meta.url), 'utf8')),
  '/home/user/GNS3/projects/two/two.gns3',
);

interface World {
  readonly range?: readonly [number, number];
  readonly udpPorts?: readonly number[];
  readonly consolePorts?: readonly number[];
  readonly own?: readonly ServerProject[];
  readonly others?: readonly ServerProject[];
}

function serverOf({
  range = [20_000, 30_000],
  udpPorts = [],
  consolePorts = [],
  own = [],
  others = [],
}: World): ServerHere {
  return {
    server: { host: '127.0.0.1', port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
    projects: [...own, ...others],
    computes: [{ id: 'local', name: 'vm', host: '127.0.0.1', port: 3080, protocol: 'http', isConnected: true }],
    portsInUse: [{ computeId: 'local', udpRange: range, consoleRange: [5000, 10_000], udpPorts, consolePorts }],
    limits: [],
    own,
  };
}

async function answerOf(server: ServerHere | { why: string }): Promise<PreflightAnswer> {
  const model = LabModel.of([LAB], { runningServer: portsBefore(server) });
  const { answers } = await preflight(model, { server, only: ['server'] }, quietUi());
  return answers[0] as PreflightAnswer;
}

const OPEN = { id: 'b', name: 'Other', status: 'opened' };

describe('preflight with a GNS3 server that runs', () => {
  it('is asked about by itself only for projects of GNS3, and always by its name', () => {
    const asks = (labs: readonly Lab[], only: readonly string[] = []): boolean =>
      chooseQuestions(QUESTIONS, labs, { only }).some(({ id }) => id === 'server');
    const net = netLab('[localhost:7200]\n');
    expect([asks([LAB]), asks([net]), asks([net, LAB]), asks([net], ['server'])]).to.deep.equal([
      true,
      false,
      true,
      true,
    ]);
  });

  it('says how much of the range is needed and free', async () => {
    const answer = await answerOf(serverOf({ udpPorts: [20_000, 20_001] }));
    expect([answer.state, answer.summary]).to.deep.equal(['ok', 'GNS3 2.2.59, 6 of 9999 free UDP ports needed']);
  });

  it('has an error where the range has no room for the project', async () => {
    const full = Array.from({ length: 6 }, (_, index) => 20_000 + index);
    const answer = await answerOf(serverOf({ range: [20_000, 20_010], udpPorts: full }));
    expect([answer.state, answer.details.map(({ rule }) => rule)]).to.deep.equal(['failed', ['no-room']]);
    expect(answer.details[0]?.message).to.match(/and 5 of 20000-20010 are free/);
  });

  it('notes other projects that are open with what they hold', async () => {
    const { state, details } = await answerOf(
      serverOf({ others: [OPEN], udpPorts: [20_000, 20_001, 20_005], consolePorts: [5000] }),
    );
    expect([state, details.map(({ severity, rule }) => `${severity} ${rule}`)]).to.deep.equal([
      'ok',
      ['note other-project'],
    ]);
    expect(details[0]?.message).to.contain('3 UDP ports (20000-20001, 20005) and 1 console');
  });

  it('warns of a project that is open already, and says what shows how it is', async () => {
    const { state, details, next } = await answerOf(serverOf({ own: [{ id: 'a', name: 'two', status: 'opened' }] }));
    expect([state, details.map(({ rule }) => rule), next]).to.deep.equal([
      'warning',
      ['project-open'],
      'niostat simulate gns3:///a',
    ]);
  });

  it('does not know what a server has that says nothing', async () => {
    const answer = await answerOf({ why: 'it asks for a password' });
    expect([answer.state, answer.summary]).to.deep.equal([
      'unknown',
      'a GNS3 server runs here and was not asked: it asks for a password',
    ]);
  });

  it('gives ports behind those that are given out, and consoles that are taken move', () => {
    const server = serverOf({ others: [OPEN], udpPorts: [20_000, 20_001], consolePorts: [5000] });
    const [allocation] = LabModel.of([LAB], { runningServer: portsBefore(server) }).allocations;
    expect([...(allocation?.created ?? [])].map(({ localPort }) => localPort).sort()[0]).to.equal(20_002);
    expect(allocation?.consoles.map(({ port }) => port)).not.to.include(5000);
  });

  it('asks nothing for labs that no GNS3 server runs', async () => {
    const lab = { ...LAB, format: 'dynagen' as const };
    const options = { insecure: false, timeoutMs: 1, confFiles: ['/nonexistent'] };
    expect(await findServer([lab], options, { ...quietUi(), progress: () => expect.fail('asked') })).to.equal(
      undefined,
    );
  });
});
