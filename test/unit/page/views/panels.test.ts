import { expect } from 'chai';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { check } from '../../../../src/features/check/check.ts';
import { simulate } from '../../../../src/features/simulate/simulate.ts';
import type { Element } from '../../../../src/output/markup/markup.ts';
import { act } from '../../../../src/page/actions.ts';
import { consolesPanel } from '../../../../src/page/views/consoles-panel.ts';
import { findingsPanel } from '../../../../src/page/views/findings-panel.ts';
import { stepPanel } from '../../../../src/page/views/step-panel.ts';
import { stepper } from '../../../../src/page/views/stepper.ts';
import { allOf, handMade, labOf, ofClass, rowsOf, stateOf, textOf } from './hand-made.ts';

/** A scene of these labs as they end. */
function sceneOf(text: string) {
  const model = LabModel.of(labOf(text));
  return handMade({ model, simulation: simulate(model), check: check(model) });
}

const ONE_BASE = `name: One base
hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201", console: 7200 }]
links: [R1 f0/0 -- R2 f0/0]`;

describe('the findings', () => {
  it('say what each generation shows, that of the page first, and what to paste', () => {
    const [first] = allOf(findingsPanel(sceneOf(ONE_BASE)), ofClass('finding')).filter((one) =>
      textOf(one).includes('NIO001'),
    );
    if (first === undefined) throw new Error('NIO001 is not shown');
    const [shown, other] = allOf(first, ofClass('seen')).flatMap(({ children }) => children.map(textOf));
    expect(shown).to.match(/^Dynamips 0\.2\.18 and later: no error is shown/);
    expect(other).to.match(/^Dynamips up to 0\.2\.17: .*206/);
    const copied = allOf(first, ({ attributes }) => attributes['data-do'] === 'copy').map(
      ({ attributes }) => attributes['data-text'],
    );
    expect(copied[0]).to.include('baseUdp: 10100');
    expect(copied[1]).to.equal('niostat explain NIO001');
  });

  it('say what was looked at where there is none', () => {
    expect(textOf(findingsPanel(handMade()))).to.include(
      'None. The checks looked at the lab file (1 link on 1 hypervisor)',
    );
  });
});

describe('the TCP ports', () => {
  it('mark a console that meets a control port, at both', () => {
    const rows = rowsOf(consolesPanel(sceneOf(ONE_BASE)), ofClass('clash'));
    expect(rows).to.deep.equal([
      ['7200', 'localhost:7200', 'control port✗ also console of R2', 'written in the lab'],
      ['7200', 'R2', 'console✗ also control port of localhost:7200', 'written in the lab'],
    ]);
  });

  it('come a hundred at a time, and a port is marked whose other owner is on another page', () => {
    const devices = Array.from({ length: 250 }, (_, index) => `{ name: R${index}, console: ${3000 + (index % 249)} }`);
    const lab = `name: Many
hypervisors: [{ address: "localhost:7200" }]
devices: [${devices.join(', ')}]
links: []`;
    const scene = sceneOf(lab);
    const rowsAt = (consolesPage?: number) =>
      rowsOf(
        consolesPanel({ ...scene, choices: { ...scene.choices, ...(consolesPage && { consolesPage }) } }),
        ({ tag, children }) => tag === 'tr' && children.some((cell) => typeof cell !== 'string' && cell.tag === 'td'),
      );
    // A console and an AUX each, and the hypervisor's own port.
    expect([rowsAt(), rowsAt(4), rowsAt(5), rowsAt(1e9)].map(({ length }) => length)).to.deep.equal([100, 100, 1, 1]);
    const clashes = [0, 1, 2, 3, 4, 5].flatMap((page) => rowsAt(page).filter(([, , what]) => what?.includes('also')));
    expect(clashes.map(([port, of]) => [port, of])).to.deep.equal([
      ['3000', 'R0'],
      ['3000', 'R249'],
    ]);
    const buttons = allOf(consolesPanel(scene), ({ attributes }) =>
      String(attributes['data-do']).startsWith('consoles-page'),
    );
    expect(buttons.map(({ attributes }) => [attributes['data-do'], attributes['disabled']])).to.deep.equal([
      ['consoles-page:-1', true],
      ['consoles-page:1', false],
    ]);
    expect(act(scene.choices, 'consoles-page:1', scene).consolesPage).to.equal(1);
  });

  it('list links that are not made, and why', () => {
    const lab = `name: Unplaced
hypervisors: [{ address: "localhost:7200" }]
devices: [{ name: R1 }]
links: [R1 f0/0 -- R9 f0/0]`;
    expect(textOf(consolesPanel(sceneOf(lab)))).to.include('R1 f0/0 -- R9 f0/0: a device is not in the lab');
  });

  it('list fifty links that are not made, and count the others', () => {
    const listed = (links: number): string[] => {
      const lab = `name: Unplaced
hypervisors: [{ address: "localhost:7200" }]
devices: [{ name: R1 }]
links: [${Array.from({ length: links }, (_, index) => `R1 f${index}/0 -- R9 f${index}/0`).join(', ')}]`;
      const [list] = allOf(consolesPanel(sceneOf(lab)), ofClass('not-made'));
      return allOf(list as Element, ({ tag }) => tag === 'li').map(textOf);
    };
    expect(listed(50)).to.have.length(50);
    const [last, more, ...none] = listed(61).slice(49);
    expect([last?.split(':')[0], more, none]).to.deep.equal(['R1 f49/0 -- R9 f49/0', 'and 11 more', []]);
  });
});

describe('the step', () => {
  it('says which link it is about, and which event of the lab', () => {
    const link = { link: 'SW1 3 -- SW2 3', number: 3, isRemoved: false, hasFailed: false };
    const end = stateOf({ links: [1, 2, 3].map((number) => ({ ...link, number })) });
    const events = [{ step: 8, at: 'e2.link', event: 'link', link: link.link, number: 3, verdict: 'ok' }] as const;
    const panel = stepPanel(handMade({ state: stateOf({ step: 8 }), end, events, lastStep: 10 }));
    expect(textOf(panel)).to.include('Step 8 of 10');
    expect(allOf(panel, ofClass('about')).map(textOf)).to.deep.equal([
      'event 2 of the lab · link 3 of 3: SW1 3 -- SW2 3',
    ]);
  });

  it('names no single link where a hypervisor stops', () => {
    const stop = { step: 6, at: 'e1.stop', event: 'stop', hypervisor: 'localhost:7201' } as const;
    const close = { step: 6, at: 'e1:2b.close', event: 'link', link: 'R1 f1/0 -- R3 f0/0', number: 2 } as const;
    const events = [stop, { ...close, verdict: 'dead' as const }];
    const link = { link: close.link, number: 2, isRemoved: false, hasFailed: false };
    const panel = stepPanel(handMade({ events, end: stateOf({ links: [link] }), lastStep: 6 }));
    expect(allOf(panel, ofClass('about')).map(textOf)).to.deep.equal(['event 1 of the lab']);
  });

  it('shortens a name of 10 kB within a sentence', () => {
    const end = `${'R'.repeat(10_000)} f0/0`;
    const bind = { step: 3, at: '1a.bind', event: 'bind', end, socket: 0, port: 10_000, outcome: 'bound' } as const;
    const text = textOf(stepPanel(handMade({ events: [bind] })));
    expect(text).to.include('10000').and.to.have.length.below(300);
  });
});

describe('the bar of steps', () => {
  const offAt = (step: number): unknown[] =>
    allOf(
      stepper(handMade({ state: stateOf({ step }) })),
      ({ attributes }) => attributes['aria-disabled'] === 'true',
    ).map(({ attributes }) => attributes['data-do']);

  it('can do nothing beyond its ends, and keeps the buttons where they are', () => {
    expect(offAt(0)).to.deep.equal(['first', 'back']);
    expect(offAt(3)).to.deep.equal([]);
    expect(offAt(5)).to.deep.equal(['forward', 'last']);
  });
});
