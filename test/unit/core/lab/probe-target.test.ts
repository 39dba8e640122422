import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { parseTarget, probeableLabs, targetAt } from '../../../../src/core/lab/probe-target.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';

/** `host port name` of a target, or undefined for what is a path. */
function parsed(text: string): string | undefined {
  const target = parseTarget(text);
  return target && `${target.host} ${target.port} ${target.name}`;
}

describe('parseTarget', () => {
  it('takes no path of Windows for a host', () => {
    for (const path of [
      'C:\\labs\\a.net',
      'C:/labs/a.net',
      'c:lab.net',
      '\\\\server\\share\\a.net',
      '.\\a.net',
      '..\\7200',
    ]) {
      expect(parseTarget(path), path).to.equal(undefined);
    }
  });

  const TARGETS: Readonly<Record<string, string>> = {
    'localhost:7200': 'localhost 7200 localhost:7200',
    'Bender.example.:7201': 'Bender.example. 7201 Bender.example.:7201',
    '127.0.0.1:1': '127.0.0.1 1 127.0.0.1:1',
    '127.0.0.1:65535': '127.0.0.1 65535 127.0.0.1:65535',
    // The name of a file with a number behind it is no name of a file that anybody has.
    'lab.net:7200': 'lab.net 7200 lab.net:7200',
    // Addresses need no port: Dynamips' own is 7200.
    '192.0.2.7': '192.0.2.7 7200 192.0.2.7:7200',
    '::1': '::1 7200 [::1]:7200',
    '2001:db8::7': '2001:db8::7 7200 [2001:db8::7]:7200',
    // Without brackets all of it is the address.
    '2001:db8::7:7201': '2001:db8::7:7201 7200 [2001:db8::7:7201]:7200',
    '[::1]': '::1 7200 [::1]:7200',
    '[::1]:7201': '::1 7201 [::1]:7201',
    '[fe80::1%eth0]:7201': 'fe80::1%eth0 7201 [fe80::1%eth0]:7201',
  };
  for (const [text, expected] of Object.entries(TARGETS)) {
    it(`${text} is a hypervisor`, () => {
      expect(parsed(text)).to.equal(expected);
      expect(parseTarget(text)?.kind).to.equal('dynamips');
    });
  }

  const PATHS = [
    '',
    '-',
    'lab',
    'lab.net',
    'localhost',
    'localhost:',
    'localhost:port',
    ':7200',
    './lab.net',
    './localhost:7200',
    '/labs/lab.net:7200',
    'labs/7:7200',
    'C:\\labs\\lab.net',
    'C:lab.net',
    'my lab:7200',
    'localhost:0',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '[::1]:65536',
    '127.0.0.1:-1',
    '127.0.0.1:7200x',
    '[::1',
    '[]:7200',
  ];
  for (const text of PATHS) {
    it(`"${text}" is a path`, () => {
      expect(parsed(text)).to.equal(undefined);
    });
  }
});

describe('probeableLabs', () => {
  const project = gns3Lab({ version: '2.2.45', topology: { computes: [], nodes: [], links: [] } }, 'p.gns3');
  const net = netLab('[localhost]\n[[ROUTER R1]]\n');
  const target = { kind: 'dynamips', host: 'localhost', port: 7200, name: 'localhost:7200' } as const;

  it('leaves out GNS3 projects, and says why', () => {
    const remarks: string[] = [];
    const remark = (text: string): unknown => remarks.push(text);
    expect(probeableLabs([net, project], [], remark)).to.deep.equal([net]);
    expect(probeableLabs([project], [target], remark)).to.deep.equal([]);
    expect(probeableLabs([net], [], remark)).to.deep.equal([net]);
    expect(remarks).to.have.length(2);
    expect(remarks[0]).to.match(/^p\.gns3: .* left out$/);
  });

  it('has nothing to probe with a GNS3 project alone', () => {
    expect(() => probeableLabs([project], [], () => undefined)).to.throw(InputError, 'p.gns3');
  });
});

describe('targetAt', () => {
  it('reads an address, and says how one is written for what is none', () => {
    expect(targetAt('bender:7201')).to.deep.equal({
      kind: 'dynamips',
      host: 'bender',
      port: 7201,
      name: 'bender:7201',
    });
    for (const text of ['', 'lab.net', '127.0.0.1:70000', 'x:y:z']) {
      expect(() => targetAt(text), text)
        .to.throw(InputError, `"${text}" is no host:port`)
        .that.includes({ code: 'BAD_TARGET', exitCode: 2 });
    }
  });
});
