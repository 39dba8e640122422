import { chmodSync } from 'node:fs';
import { expect } from 'chai';
import { openResponder } from '../../src/features/reach/live/responder.ts';
import { Folder, type RunOptions } from '../support/cli.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { expectValid } from '../support/result-schema.ts';
import { niostat } from '../support/run-in-process.ts';

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
      '--duration',
      '50ms',
    ]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^! no request with the token came in 0\.\d s\n/);
  });

  it('respond knows which host of a lab it is on, or asks', async () => {
    const [base = 0] = await freePorts(2);
    const control = await freeTcpPort();
    const text = (host: string): string =>
      `[${host}:${control}]\nudp = ${base}\n[[ETHSW SW1]]\n1 = access 1 SW2 1\n[[ETHSW SW2]]\n`;
    const own = folder.file('own.net', text('localhost'));
    const { code, stdout } = await niostat(['respond', own, '--json', '--duration', '50ms']);
    expect(code).to.equal(0);
    const result = JSON.parse(stdout);
    expect(result.tcpPorts).to.deep.equal([{ first: control, last: control }]);
    const foreign = folder.file('foreign.net', text('192.0.2.77'));
    const asked = await niostat(['respond', foreign, '--duration', '50ms']);
    expect(asked.code).to.equal(2);
    expect(asked.stderr).to.include('--host with one of 192.0.2.77');
    expect((await niostat(['respond', foreign, '--host', '192.0.2.77', '--duration', '50ms'])).code).to.equal(0);
    const unknown = folder.file('unknown.net', text('nosuch.invalid'));
    const left = await niostat(['respond', unknown, '--duration', '50ms']);
    expect(left.code).to.equal(3);
    expect(left.stderr)
      .to.include('which host of the lab this is could not be determined')
      .and.include('--host with one of nosuch.invalid');
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

  describe('where the token comes from', () => {
    const TOKEN = 'a-token-nobody-may-read';
    const OTHER = 'another-token-than-that';
    const file = (name: string, text: string | Buffer, mode = 0o600): string => {
      const path = folder.file(name, text);
      chmodSync(path, mode);
      return path;
    };
    /** `reach` of a responder that knows TOKEN, with these flags. */
    const reached = async (flags: readonly string[], options: RunOptions = {}) => {
      const [port = 0] = await freePorts(1);
      const opened = await openResponder({ address: '127.0.0.1', udpPorts: [port], tcpPorts: [], token: TOKEN });
      if ('refused' in opened) throw new Error('the port was taken');
      const run = await niostat(['reach', '127.0.0.1', '--udp', String(port), '--json', ...flags], options);
      await opened.responder.close();
      expect(run.stdout + run.stderr)
        .to.not.include(TOKEN)
        .and.not.include(OTHER);
      return { ...run, responder: JSON.parse(run.stdout).hosts[0].responder as string };
    };
    const variable = (token: string): RunOptions => ({ env: { NIOSTAT_TOKEN: token } });

    it('from a file, with one line break or none behind it', async () => {
      for (const end of ['', '\n', '\r\n']) {
        const { responder, stderr } = await reached(['--token-file', file('token', TOKEN + end)]);
        expect([responder, stderr], JSON.stringify(end)).to.deep.equal(['heard', '']);
      }
    });

    it('from the first line of standard input', async () => {
      const { responder } = await reached(['--token-file', '-'], { input: `${TOKEN}\nand what is behind it` });
      expect(responder).to.equal('heard');
    });

    it('from the variable, which is no token when it is empty', async () => {
      expect((await reached([], variable(TOKEN))).responder).to.equal('heard');
      expect((await reached([], variable(''))).responder).to.equal('not asked');
    });

    it('from the flag before the file, and from the file before the variable', async () => {
      const [good, bad] = [file('good', TOKEN), file('bad', OTHER)];
      expect((await reached(['--token', TOKEN, '--token-file', bad], variable(OTHER))).responder).to.equal('heard');
      expect((await reached(['--token-file', good], variable(OTHER))).responder).to.equal('heard');
      expect((await reached(['--token-file', bad], variable(TOKEN))).responder).to.equal('not heard');
    });

    it('warns of a file that others may read', async () => {
      for (const mode of [0o644, 0o640, 0o604]) {
        const path = file('open', TOKEN, mode);
        const { responder, stderr } = await reached(['--token-file', path]);
        expect([responder, stderr]).to.deep.equal([
          'heard',
          `niostat: other users may read ${path} (mode ${mode.toString(8)}): chmod 600 ${path}\n`,
        ]);
      }
    });

    it('not from what holds none, and says so without showing it', async () => {
      const cases: ReadonlyArray<readonly [flags: readonly string[], options: RunOptions, code: string]> = [
        [['--token-file', file('none', '')], {}, 'EMPTY'],
        [['--token-file', file('line', '\n')], {}, 'EMPTY'],
        [['--token-file', file('short', 'short')], {}, 'BAD_TOKEN'],
        [['--token-file', file('blank', `${TOKEN} ${TOKEN}`)], {}, 'BAD_TOKEN'],
        [['--token-file', file('lines', `${TOKEN}\n\n`)], {}, 'BAD_TOKEN'],
        [['--token-file', file('binary', Buffer.alloc(100, 0x80))], {}, 'BAD_TOKEN'],
        [['--token-file', file('huge', TOKEN.repeat(1000))], {}, 'TOO_LARGE'],
        [['--token-file', folder.path], {}, 'NOT_A_FILE'],
        [['--token-file', `${folder.path}/nosuch`], {}, 'ENOENT'],
        [['--token-file', '-'], {}, 'EMPTY'],
        [['--token-file', '-'], { input: TOKEN.repeat(1000) }, 'TOO_LARGE'],
        [[], variable('short'), 'BAD_TOKEN'],
      ];
      for (const command of [
        ['reach', '127.0.0.1', '--udp', '9'],
        ['respond', '--udp', '9'],
        ['preflight', 'x.net'],
      ]) {
        for (const [flags, options, code] of cases) {
          const { stdout, stderr, ...run } = await niostat([...command, ...flags, '--json'], options);
          expect([run.code, JSON.parse(stdout).error.code], [...command, ...flags].join(' ')).to.deep.equal([2, code]);
          expect(stdout + stderr).to.not.include(TOKEN);
        }
      }
    });

    it('not from standard input that is the lab', async () => {
      const { code, stderr } = await niostat(['reach', '-', '--token-file', '-'], { input: 'autostart = false\n' });
      expect([code, stderr.split('\n')[0]]).to.deep.equal([
        2,
        'niostat: standard input cannot be the lab and the token',
      ]);
    });
  });

  it('a name without an address is told with 3', async () => {
    const { code, stdout } = await niostat(['reach', 'nosuch.invalid', '--udp', '10000']);
    expect(code).to.equal(3);
    expect(stdout.split('\n')[0]).to.equal('! nosuch.invalid: 1 of 1 port could not be determined');
  });

  it('commands that are printed mean the same ports: assumptions, names with blanks, and labs from standard input', async () => {
    const [base = 0] = await freePorts(1);
    const control = await freeTcpPort();
    const text = `[localhost:${control}]\nudp = ${base}\n[[ETHSW SW1]]\n1 = access 1 SW2 1\n[[ETHSW SW2]]\n`;
    const path = folder.file('my lab.net', text);
    const flags = ['--allocator', 'gns3-server', '--dynamips', '0.2.14', '--os', 'linux'];
    const words = '--allocator gns3-server-3.0 --dynamips 0.2.14 --os linux';
    const file = await niostat(['respond', path, ...flags, '--token', 'a'.repeat(16), '--duration', '50ms']);
    expect(file.stderr).to.include(`\n  niostat reach '${path}' ${words} --token-file -\n`);
    expect(file.stderr).to.include('\nToken: the one that was given\n').and.not.include('a'.repeat(16));
    const piped = await niostat(['respond', '-', ...flags, '--duration', '50ms'], { input: text });
    expect(piped.stderr).to.include(`\n  niostat reach LAB ${words} --token-file -\n`);
    // Nobody answers on the loopback, so that reach says what to run there.
    const reached = await niostat(['reach', '-', ...flags, '--token', 'a'.repeat(16), '--json'], { input: text });
    expect(JSON.parse(reached.stdout).hosts[0].remedies.join('\n')).to.include(`\`niostat respond LAB ${words}\``);
  });
});
