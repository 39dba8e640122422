import { expect } from 'chai';
import { nextCommand } from '../../../../src/features/rehearse/next-command.ts';
import type { DirectionCause, RehearsedLink } from '../../../../src/features/rehearse/result.ts';

function links(cause?: DirectionCause): RehearsedLink[] {
  const end = { hypervisor: 'h:7200', device: 'R1', interface: 'f0/0', localPort: 1, remoteHost: 'h', remotePort: 2 };
  const basis = { verdict: 'lost', sent: 3, received: 0, evidence: 'frames' } as const;
  const direction = cause === undefined ? basis : { ...basis, cause };
  const directions = [{ ...direction, from: 'a' } as const, { ...basis, from: 'b' } as const] as const;
  return [{ name: 'l', lab: 'lab', a: end, b: end, directions }];
}

describe('the command that comes after a rehearsal', () => {
  it('mends the cause, or looks at the lab once it runs', () => {
    expect(nextCommand(links('one-port'), 'lab.net')).to.equal('niostat plan lab.net');
    expect(nextCommand(links('filtered'), 'lab.net')).to.equal('niostat firewall lab.net');
    expect(nextCommand(links(), 'lab.net')).to.equal('niostat links lab.net');
  });

  it('is none for what has to be mended by hand', () => {
    expect(nextCommand(links('addresses'), 'lab.net')).to.equal(undefined);
  });
});
