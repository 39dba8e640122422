import { expect } from 'chai';
import { trace } from '../../../src/core/trace/trace.ts';
import type { TraceEvent } from '../../../src/core/trace/trace-event.ts';
import { sentenceOf } from '../../../src/output/trace-sentence/event-sentence.ts';
import { sentencesOf } from '../../../src/output/trace-sentence/step-sentences.ts';
import { modelOf } from '../../support/model.ts';
import { scenarioLab } from '../../support/read.ts';
import { file } from '../../support/text.ts';

const SERVER = scenarioLab(file`
  allocator: gns3-server-2.2.3
  hypervisors: [{ address: "localhost:7200" }]
  devices: [{ name: R1 }, { name: R2 }]
  links: [R1 f0/0 -- R2 f0/0]
  events: [{ stop: "localhost:7200" }]
`);

const ONE_BASE = scenarioLab(file`
  hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }]
  devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
  links: [R1 f0/0 -- R2 f0/0]
`);

/** What is said at each step. */
function said(events: readonly TraceEvent[]): string[] {
  const last = events.at(-1)?.step ?? 0;
  return Array.from({ length: last + 1 }, (_, step) =>
    sentencesOf(
      events.filter((event) => event.step === step),
      { os: 'linux' },
    ).join(' '),
  );
}

describe('sentences of a trace', () => {
  const server = [...trace(modelOf(SERVER), 'from-0.2.18')];
  const oneBase = [...trace(modelOf(ONE_BASE), 'from-0.2.18')];

  it('say who gives which port, and why one port may be two', () => {
    expect(said(oneBase).slice(1)).to.deep.equal([
      'localhost:7200 gives R1 f0/0 port 10000: its counter stands at 10000, and goes to 10001.',
      'localhost:7201 gives R2 f0/0 port 10000: its counter stands at 10000, and goes to 10001.',
      'The socket of R1 f0/0 binds port 10000 and sends to 127.0.0.1:10000.',
      'The socket of R2 f0/0 binds port 10000, which the socket of R1 f0/0 has. Both set SO_REUSEADDR (Dynamips 0.2.18 and later), so Linux allows it and no program is told. The socket of R2 f0/0 sends to 127.0.0.1:10000.',
      'The link R1 f0/0 -- R2 f0/0 is broken: an end hears itself. A frame of R1 f0/0 arrives at R2 f0/0. A frame of R2 f0/0 comes back to R2 f0/0.',
    ]);
  });

  it('say what stands between a router and its link', () => {
    expect(said(server).slice(3, 5)).to.deep.equal([
      'The pool gives R1 f0/0 ports 20002 and 20003 for the sockets between the router and its uBridge.',
      'R1 f0/0 has three sockets now: port 20002 of the router, and ports 20003 and 20000 of its uBridge.',
    ]);
    expect(said(server)[7]).to.equal('The link R1 f0/0 -- R2 f0/0 works: each end hears the other.');
    expect(said(server)[8]).to.include('localhost:7200 stops.').and.include('6 sockets close.');
  });

  it('say once what hypervisors of one pool take, and that bases are equal', () => {
    const hypervisors = [7200, 7201, 7202, 7203].map((port) => `{ address: "localhost:${port}" }`).join(', ');
    const many = (rules: string): string => {
      const lab = scenarioLab(`${rules}hypervisors: [${hypervisors}]\ndevices: []\nlinks: []\n`);
      return said([...trace(modelOf(lab), 'from-0.2.18')])[0] ?? '';
    };
    expect(many('allocator: gns3-server-2.2.3\n')).to.equal(
      'localhost:7200, localhost:7201 and 2 more take UDP ports from the pool of localhost, 20000 to 30000. No link is made yet.',
    );
    expect(many('')).to.equal(
      'localhost:7200, localhost:7201 and 2 more are there. Each counts its UDP ports from base 10000. No link is made yet.',
    );
  });

  it('say what becomes of sockets, ports and links when a hypervisor stops', () => {
    const stopped = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201", baseUdp: 10100 }]
      devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
      links: [R1 f0/0 -- R2 f0/0, R1 f1/0 -- R2 f1/0]
      events: [{ stop: "localhost:7201" }]
    `);
    const events = [...trace(modelOf(stopped), 'from-0.2.18')].filter(({ at }) => at.startsWith('e1'));
    expect(sentencesOf(events, { os: 'linux' })).to.deep.equal([
      'localhost:7201 stops. Programs at the far ends hear nothing of that.',
      'The socket of R2 f0/0 and the socket of R2 f1/0 close, and ports 10100 and 10101 are free. No counter goes back.',
      'The link R1 f0/0 -- R2 f0/0 is broken now: no frame arrives.',
      'The link R1 f1/0 -- R2 f1/0 is broken now: no frame arrives.',
      'A frame of R1 f0/0 is lost: the socket at the far end is closed.',
      'A frame of R1 f1/0 is lost: the socket at the far end is closed.',
    ]);
  });

  it('have none of the words that a beginner does not know', () => {
    for (const event of [...server, ...oneBase]) {
      expect(sentenceOf(event, { os: 'linux' })).to.not.match(/\bNIO|4-tuple|starve|misdelivered|looped|allocator/);
    }
  });
});
