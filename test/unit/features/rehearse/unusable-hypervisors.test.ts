import { expect } from 'chai';
import { type UnusableHypervisor, unusableError } from '../../../../src/features/rehearse/unusable-hypervisors.ts';

function refused(host: string, port: number): UnusableHypervisor {
  const hypervisor = { name: `${host}:${port}`, host, port, machine: host, expectedVersion: undefined };
  return { hypervisor, kind: 'refused', detail: 'connection refused' };
}

const CLEAN = 'niostat rehearse --clean lab.net';

describe('hypervisors that cannot be rehearsed on', () => {
  it('are told once when all are not started, with the commands that start each', () => {
    const { code, message, next } = unusableError([refused('near', 7200), refused('far', 7201)], CLEAN);
    expect([code, message]).to.deep.equal(['NOT_REACHED', 'near:7200, far:7201 are not started (connection refused)']);
    expect(next).to.equal(
      'start, then rehearse again:\n  dynamips -H near:7200   # on near\n  dynamips -H far:7201   # on far',
    );
  });

  it('each cause has its line and its advice, and the worst gives the code', () => {
    const busy: UnusableHypervisor = { ...refused('far', 7201), kind: 'busy', detail: 'nio n0' };
    const { code, message, next } = unusableError([refused('near', 7200), busy], CLEAN);
    expect(code).to.equal('BUSY');
    expect(message.split('\n')).to.deep.equal([
      'far:7201 is not empty: a rehearsal could take the frames of the lab that runs there (nio n0)',
      'near:7200 is not started (connection refused)',
    ]);
    expect(next?.split('\n')).to.deep.equal([
      'stop that lab, or start other hypervisors for the rehearsal',
      'start, then rehearse again:',
      '  dynamips -H near:7200',
    ]);
  });
});
