import { expect } from 'chai';
import { type RefusedPort, refusalError } from '../../../../src/features/reach/refused-ports.ts';

function refused(...codes: string[]): RefusedPort[] {
  return codes.map((code, index) => ({ protocol: 'udp', port: 10_000 + index, code }));
}

function errorOf(codes: readonly string[], owners: readonly string[] = []) {
  const { code, message } = refusalError({ refused: refused(...codes), wanted: 5, address: '192.0.2.9', owners });
  return { code, lines: message.split('\n') };
}

describe('refused ports of respond', () => {
  it('names the owners of taken ports, then those that are forbidden, then the others', () => {
    expect(errorOf(['EOTHER', 'EACCES', 'EADDRINUSE'], ['UDP 10002: dynamips (pid 12)'])).to.deep.equal({
      code: 'PORTS_TAKEN',
      lines: [
        '3 of 5 ports cannot be opened; none is open',
        '  UDP 10002: dynamips (pid 12)',
        '  UDP 10001: this user may not open it',
        '  UDP 10000: EOTHER',
      ],
    });
  });

  it('what stops every port comes before what stops one', () => {
    expect(errorOf(['EADDRINUSE', 'EMFILE', 'EADDRNOTAVAIL']).code).to.equal('TOO_MANY_PORTS');
    expect(errorOf(['EADDRINUSE', 'EADDRNOTAVAIL'])).to.deep.equal({
      code: 'EADDRNOTAVAIL',
      lines: ['192.0.2.9 is not an address of this host; no port is open'],
    });
  });

  it('forbidden ports come before unknown reasons', () => {
    expect(errorOf(['EOTHER', 'EPERM']).code).to.equal('PORTS_FORBIDDEN');
    expect(errorOf(['EOTHER']).code).to.equal('PORTS_REFUSED');
  });
});
