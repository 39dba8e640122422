import { expect } from 'chai';
import { parseTarget } from '../../../src/services/probe-target.ts';

/** `host port name` of a target, or undefined for what is a path. */
function parsed(text: string): string | undefined {
  const target = parseTarget(text);
  return target && `${target.host} ${target.port} ${target.name}`;
}

describe('parseTarget', () => {
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
