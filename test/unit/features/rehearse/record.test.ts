import { expect } from 'chai';
import { runOf } from '../../../../src/core/words/rehearsal-names.ts';
import type { RehearsalEnd } from '../../../../src/features/rehearse/ends.ts';
import { isWaker, RehearsalNames } from '../../../../src/features/rehearse/names.ts';
import { readRecord, writeRecord } from '../../../../src/features/rehearse/record.ts';

const names = new RehearsalNames(Uint8Array.of(0x1f, 0x2e, 0x03, 0xff, 9, 9, 9, 9));

function endsOf(count: number): RehearsalEnd[] {
  return Array.from({ length: count }, (_, id) => ({ id }) as RehearsalEnd);
}

describe('the names of a rehearsal', () => {
  it('are marked with it, and known as such', () => {
    expect(names.all(endsOf(2)).map(({ module, name }) => `${module} ${name}`)).to.deep.equal([
      'ethsw niostat-1f2e03ff-switch-1',
      'nio niostat-1f2e03ff-nio-0',
      'nio niostat-1f2e03ff-nio-1',
      'nio niostat-1f2e03ff-injector-1',
      'nio_bridge niostat-1f2e03ff-waker',
      'nio niostat-1f2e03ff-waker',
    ]);
    for (const object of names.all(endsOf(2))) expect(runOf(object)).to.equal('1f2e03ff');
  });

  it('are of as many switches as the ends need, 63 for each', () => {
    const switches = (count: number): number =>
      names.all(endsOf(count)).filter(({ module }) => module === 'ethsw').length;
    expect([0, 63, 64, 126, 127].map(switches)).to.deep.equal([1, 1, 2, 2, 3]);
  });

  it('are none of names that only begin like them, or are of another module', () => {
    const strangers = [
      ...[['nio', 'niostat-nio-0'] as const, ['nio', 'niostat-1f2e03ff-nio-0x'] as const],
      ...[['nio', 'niostat-1F2E03FF-nio-0'] as const, ['ethsw', 'niostat-1f2e03ff-waker'] as const],
      ['vm', 'niostat-1f2e03ff-nio-0'] as const,
    ];
    for (const [module, name] of strangers) expect(runOf({ module, name }), `${module} ${name}`).to.equal(undefined);
    expect(['niostat-1f2e03ff-waker', 'niostat-1f2e03ff-nio-0', 'my-waker'].map(isWaker)).to.deep.equal([
      ...[true, false, false],
    ]);
  });
});

describe('the record of a rehearsal', () => {
  const record = { hypervisor: '[::1]:7200', pid: 4711, objects: names.all(endsOf(100)) };

  it('is read as it was written', () => {
    expect(readRecord(writeRecord(record))).to.deep.equal(record);
  });

  it('has none of what no rehearsal makes, and no last line that is cut', () => {
    const text = 'h:7200 1\nvm R1\nnio nio_udp0\nnio niostat-1f2e03ff-nio-0\nnio niostat-1f2e03ff-nio-1';
    expect(readRecord(text).objects).to.deep.equal([{ module: 'nio', name: 'niostat-1f2e03ff-nio-0' }]);
    expect(readRecord('').objects).to.deep.equal([]);
  });
});
