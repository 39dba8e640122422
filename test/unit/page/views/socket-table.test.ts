import { expect } from 'chai';
import { socketTable } from '../../../../src/page/views/socket-table.ts';
import { allOf, handMade, ofClass, rowsOf, socketOf, stateOf, textOf } from './hand-made.ts';

const isSocket = ofClass('socket');

/** The accident of one base, as netstat and the routers see it from 0.2.18 on (docs/FACTS.md). */
const SHARED = stateOf({
  sockets: [
    socketOf(0, 'R1 f0/0', 10_000, 10_000, { fate: 'peer', to: 1 }),
    socketOf(1, 'R2 f0/0', 10_000, 10_000, { bind: 'shared', holder: 0, fate: 'self', to: 1, hears: [0, 1] }),
  ],
});

describe('the table of sockets', () => {
  it('says of each end to whom it sends and whom it hears', () => {
    expect(rowsOf(socketTable(handMade({ state: SHARED })), isSocket)).to.deep.equal([
      ['R1 f0/0', '127.0.0.1:10000', '127.0.0.1:10000', 'R2 f0/0', 'nothing', '→ arrives'],
      ['R2 f0/0', '127.0.0.1:10000', '127.0.0.1:10000', 'itself', 'R1 f0/0, itself', '↺ comes back'],
    ]);
  });

  it('says why an end has no socket', () => {
    const refused = { bind: 'refused', holder: 0, hears: [], fate: 'nobody', why: 'refused' } as const;
    const { local, remote, ...r2 } = socketOf(1, 'R2 f0/0', 10_000, 10_000, refused);
    const state = stateOf({
      sockets: [socketOf(0, 'R1 f0/0', 10_000, 10_000, { fate: 'self', to: 0, hears: [0] }), r2],
    });
    expect(rowsOf(socketTable(handMade({ state })), isSocket)[1]).to.deep.equal([
      'R2 f0/0',
      '10000',
      '-',
      'refused: 206R1 f0/0 has port 10000',
      '-',
      '⊘ no socket',
    ]);
  });

  it('shows a port that was given before there is a socket, and one whose link is not ready', () => {
    const { bind, boundPort, local, remote, ...given } = socketOf(1, 'R2 f0/0', 10_001, 10_000);
    const state = stateOf({ sockets: [socketOf(0, 'R1 f0/0', 10_000, 10_001), given] });
    expect(rowsOf(socketTable(handMade({ state })), isSocket)).to.deep.equal([
      ['R1 f0/0', '127.0.0.1:10000', '127.0.0.1:10001', 'link not ready', '-', '-'],
      ['R2 f0/0', '10001', '-', 'no socket yet', '-', '-'],
    ]);
  });

  it('says which of the three boxes of an end has a socket', () => {
    const state = stateOf({
      sockets: [
        socketOf(0, 'R1 f0/0', 20_002, 20_003, { role: 'router', fate: 'peer', to: 1, hears: [1] }),
        socketOf(1, 'R1 f0/0', 20_003, 20_002, { role: 'tunnel', fate: 'peer', to: 0, hears: [0] }),
        socketOf(2, 'R1 f0/0', 20_000, 20_001, { role: 'link', fate: 'peer', to: 3, hears: [3] }),
        socketOf(3, 'SW1 1', 20_001, 20_000, { fate: 'peer', to: 2, hears: [2] }),
      ],
    });
    expect(
      rowsOf(socketTable(handMade({ state })), isSocket).map(([end, , , to, hears]) => [end, to, hears]),
    ).to.deep.equal([
      ['R1 f0/0 router', 'its uBridge', 'its uBridge'],
      ['R1 f0/0 uBridge to router', 'its router', 'its router'],
      ['R1 f0/0 uBridge to link', 'SW1 1', 'SW1 1'],
      ['SW1 1', 'R1 f0/0', 'R1 f0/0'],
    ]);
  });

  it('lights what happens at this step, and nothing else', () => {
    const events = [
      { step: 4, at: '1b.bind', event: 'bind', end: 'R2 f0/0', socket: 1, port: 10_000, outcome: 'shared' },
      { step: 4, at: '1b.connect', event: 'connect', end: 'R2 f0/0', socket: 1, local: 'a:1', remote: 'a:1' },
    ] as const;
    const table = socketTable(handMade({ state: SHARED, events }));
    expect(allOf(table, ofClass('lit')).map(({ attributes }) => attributes['data-socket'])).to.deep.equal([1]);
    expect(allOf(table, ({ attributes }) => attributes['aria-current'] === 'step')).to.have.length(1);
  });

  it('lights the socket that was made last, where an end is linked again', () => {
    const state = stateOf({
      sockets: [socketOf(0, 'SW1 1', 10_000, 10_001, { isClosed: true }), socketOf(1, 'SW1 1', 10_004, 10_005)],
    });
    const events = [
      { step: 8, at: 'e2a.bind', event: 'bind', end: 'SW1 1', socket: 1, port: 10_004, outcome: 'bound' },
    ] as const;
    const rows = allOf(socketTable(handMade({ state, events })), isSocket);
    expect(rows.map(({ attributes }) => [attributes['data-socket'], attributes['aria-current']])).to.deep.equal([
      [1, 'step'],
    ]);
  });

  it('shows a closed socket at the step that closes it, and then no more', () => {
    const state = stateOf({ sockets: [socketOf(0, 'SW1 1', 10_000, 10_001, { isClosed: true })] });
    const events = [
      { step: 6, at: 'e1.close', event: 'close', end: 'SW1 1', socket: 0, port: 10_000, isGivenBack: false },
    ] as const;
    expect(allOf(socketTable(handMade({ state, events })), isSocket)).to.have.length(1);
    expect(allOf(socketTable(handMade({ state })), isSocket)).to.have.length(0);
  });

  it('finds ends by the words that are typed, in any order', () => {
    const found = (find: string): unknown[] =>
      rowsOf(socketTable(handMade({ state: SHARED, choices: { find } })), isSocket).map(([end]) => end);
    expect(found('10000 r2')).to.deep.equal(['R2 f0/0']);
    expect(found(' ')).to.deep.equal(['R1 f0/0', 'R2 f0/0']);
    expect(found('r9')).to.deep.equal([]);
    const nothing = socketTable(handMade({ state: SHARED, choices: { find: 'r9' } }));
    expect(textOf(nothing)).to.include('No socket has "r9" (2 sockets at this step).');
  });

  it('has pages of 100 rows, and follows the step where no page is chosen', () => {
    const sockets = Array.from({ length: 250 }, (_, index) => socketOf(index, `SW1 ${index}`, 10_000 + index, 9));
    const events = [
      { step: 9, at: '2b.bind', event: 'bind', end: 'SW1 149', socket: 149, port: 10_149, outcome: 'bound' },
    ] as const;
    const shown = (tablePage: number): unknown[] => {
      const rows = allOf(
        socketTable(handMade({ state: stateOf({ sockets }), events, choices: { tablePage } })),
        isSocket,
      );
      return [rows.length, rows[0]?.attributes['data-socket']];
    };
    expect(shown(0)).to.deep.equal([100, 0]);
    expect(shown(2)).to.deep.equal([50, 200]);
    expect(shown(7)).to.deep.equal([50, 200]);
    expect(shown(-1)).to.deep.equal([100, 100]);
  });

  it('puts the sockets of one host together', () => {
    const state = stateOf({
      sockets: [
        socketOf(0, 'R1 f0/0', 10_000, 1),
        socketOf(1, 'R3 f0/0', 10_000, 1, { machine: '10.0.0.2' }),
        socketOf(2, 'R1 f1/0', 10_001, 1),
      ],
    });
    const bodies = allOf(socketTable(handMade({ state })), ({ tag }) => tag === 'tbody');
    expect(bodies.map((body) => rowsOf(body, ({ tag }) => tag === 'tr').map(([first]) => first))).to.deep.equal([
      ['host localhost', 'R1 f0/0', 'R1 f1/0'],
      ['host 10.0.0.2', 'R3 f0/0'],
    ]);
  });

  it('says so when no port is given yet', () => {
    expect(textOf(socketTable(handMade({ end: SHARED })))).to.include('No port is given yet');
    expect(textOf(socketTable(handMade()))).to.include('No link of this lab takes a UDP port');
  });

  it('shortens a name of 10 kB, and makes marks that turn text around harmless', () => {
    const long = `R${'x'.repeat(10_000)}`;
    const state = stateOf({
      sockets: [socketOf(0, `${long} f0/0`, 10_000, 1), socketOf(1, '\u202eR2 f0/0', 10_001, 1)],
    });
    const text = textOf(socketTable(handMade({ state })));
    expect(text.length).to.be.below(600);
    expect(text).to.include('·R2 f0/0').and.not.to.include('\u202e');
  });
});
