import { expect } from 'chai';
import type { PlannedChange } from '../../../../src/features/plan/planned-change.ts';
import { asOneEdit, mendText } from '../../../../src/page/playground/mend-text.ts';
import { readText } from '../../../../src/page/playground/read-text.ts';

const LABS =
  readText('hypervisors: [{ address: "localhost:7200" }]\ndevices: [{ name: R1 }]\nlinks: []\n').model?.labs ?? [];

const change = (one: Pick<PlannedChange, 'target' | 'setting' | 'to'>): PlannedChange => ({
  lab: 0,
  from: 1,
  reasons: [],
  ...one,
});

describe('what a button of the playground says', () => {
  it('names the number that it writes', () => {
    const hypervisor = { type: 'hypervisor', index: 0 } as const;
    const device = { type: 'device', name: 'R1' } as const;
    const udp = change({ target: hypervisor, setting: 'udp', to: 10100 });
    expect(mendText([udp], LABS)).to.equal('Set base UDP of localhost:7200 to 10100');
    expect(mendText([change({ target: device, setting: 'console', to: 2001 }), udp], LABS)).to.equal(
      'Set console port of R1 to 2001, and 1 more',
    );
    expect(mendText([change({ target: hypervisor, setting: 'port', to: 7201 })], LABS)).to.equal(
      'Set control port of localhost:7200 to 7201',
    );
  });
});

describe('several edits as one', () => {
  it('reach from the first character that changes to the last', () => {
    const edits = [
      { start: 2, end: 3, text: 'XX' },
      { start: 5, end: 5, text: '!' },
    ];
    expect(asOneEdit('abcdefg', edits)).to.deep.equal({ start: 2, end: 5, text: 'XXde!' });
  });
});
