import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { freePorts } from '../support/real-sockets.ts';
import { expectValid } from '../support/result-schema.ts';
import { niostat } from '../support/run-in-process.ts';
import { freeTcpPort } from '../support/subjects.ts';

describe('niostat respond and reach', () => {
  const folder = new Folder();

  it('respond ends by itself, with 0', async () => {
    const [port = 0] = await freePorts(1);
    const { code, stdout } = await niostat([
      'respond',
      '--listen',
      '127.0.0.1',
      '--udp',
      String(port),
      '--for',
      '50ms',
    ]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^! 0 requests answered in 0\.\d s\n/);
  });

  it('respond knows which host of a lab it is on, or asks', async () => {
    const [base = 0] = await freePorts(2);
    const control = await freeTcpPort();
    const text = (host: string): string =>
      `[${host}:${control}]\nudp = ${base}\n[[ETHSW SW1]]\n1 = access 1 SW2 1\n[[ETHSW SW2]]\n`;
    const own = folder.file('own.net', text('localhost'));
    const { code, stdout } = await niostat(['respond', own, '--json', '--for', '50ms']);
    expect(code).to.equal(0);
    const result = JSON.parse(stdout);
    expect(result.tcpPorts).to.deep.equal([{ first: control, last: control }]);
    const foreign = folder.file('foreign.net', text('192.0.2.77'));
    const asked = await niostat(['respond', foreign, '--for', '50ms']);
    expect(asked.code).to.equal(2);
    expect(asked.stderr).to.include('--host with one of 192.0.2.77');
    expect((await niostat(['respond', foreign, '--host', '192.0.2.77', '--for', '50ms'])).code).to.equal(0);
  });

  it('what reach and respond cannot use is told with 2', async () => {
    for (const args of [
      ['reach'],
      ['reach', '127.0.0.1'],
      ['reach', '127.0.0.1:7200', '--tcp', '7200'],
      ['reach', 'nosuch.net'],
      ['reach', '127.0.0.1', '--udp', '10000-'],
      ['reach', '127.0.0.1', '--udp', '9', '--token', 'short'],
      ['respond'],
      ['respond', '--udp', '70000'],
      ['respond', '--udp', '9', '--listen', 'everywhere'],
    ]) {
      const [text, json] = [await niostat(args), await niostat([...args, '--json'])];
      expect([text.code, json.code, text.stdout, json.stderr], args.join(' ')).to.deep.equal([2, 2, '', '']);
      expectValid('error', JSON.parse(json.stdout));
    }
  });

  it('a name without an address is told with 3', async () => {
    const { code, stdout } = await niostat(['reach', 'nosuch.invalid', '--udp', '10000']);
    expect(code).to.equal(3);
    expect(stdout.split('\n')[0]).to.equal('! nosuch.invalid: its name has no address; 1 port: 1 not tried');
  });

  it('commands that are printed mean the same ports: assumptions, names with blanks, and labs from standard input', async () => {
    const [base = 0] = await freePorts(1);
    const control = await freeTcpPort();
    const text = `[localhost:${control}]\nudp = ${base}\n[[ETHSW SW1]]\n1 = access 1 SW2 1\n[[ETHSW SW2]]\n`;
    const path = folder.file('my lab.net', text);
    const flags = ['--allocator', 'gns3-server', '--dynamips', '0.2.14', '--os', 'linux'];
    const words = '--allocator gns3-server-3.0 --dynamips 0.2.14 --os linux';
    const file = await niostat(['respond', path, ...flags, '--token', 'a'.repeat(16), '--for', '50ms']);
    expect(file.stderr).to.include(`\n  niostat reach '${path}' ${words} --token ${'a'.repeat(16)}\n`);
    const piped = await niostat(['respond', '-', ...flags, '--for', '50ms'], { input: text });
    expect(piped.stderr).to.include(`\n  niostat reach LAB ${words} --token `);
    // Nobody answers on the loopback, so that reach says what to run there.
    const reached = await niostat(['reach', '-', ...flags, '--token', 'a'.repeat(16), '--json'], { input: text });
    expect(JSON.parse(reached.stdout).hosts[0].remedies.join('\n')).to.include(`niostat respond LAB ${words} on `);
  });
});
