/**
 * `niostat preflight` on this host: hypervisors that run, that are stopped, and who else has the lab's ports.
 * Needs a build.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { PreflightAnswer, PreflightDetail, PreflightResult } from '../../src/features/preflight/result.ts';
import { Folder, type Run } from '../support/cli.ts';
import { HYPERVISOR_PROGRAMS } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { holdPort } from '../support/port-holder.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';
import { HAS_DYNAMIPS, SUBJECTS } from '../support/subjects.ts';
import { squeezedLines } from '../support/text.ts';
import { writeTinyIos } from '../support/tiny-ios.ts';

const folder = new Folder();

interface Ports {
  /** Control ports of the two hypervisors. */
  readonly one: number;
  readonly two: number;
  /** UDP ports of R1 and R2. */
  readonly udp1: number;
  readonly udp2: number;
  /** Console port of R1; R2's is the next. */
  readonly console1: number;
}

/** Ports that nobody has, but for those that are given. */
async function freeOnes(given: Partial<Ports> = {}): Promise<Ports> {
  const [udp1 = 0, , udp2 = 0, one = 0, two = 0, console1 = 0] = await freePorts(7);
  return { one, two, udp1, udp2, console1, ...given };
}

/** R1 and R2 on a hypervisor each, with a link between them. */
function labFile({ one, two, udp1, udp2, console1 }: Ports): string {
  return folder.file(
    'two.net',
    `[127.0.0.1:${one}]\nudp = ${udp1}\n[[ROUTER R1]]\nconsole = ${console1}\nf0/0 = R2 f0/0\n` +
      `[127.0.0.1:${two}]\nudp = ${udp2}\n[[ROUTER R2]]\nconsole = ${console1 + 1}\n`,
  );
}

/** A connection to a hypervisor that is just being started. */
async function whenListening(port: number): Promise<LineClient> {
  for (;;) {
    const client = await LineClient.connect(port).catch(() => undefined);
    if (client !== undefined) return client;
    await setTimeout(20);
  }
}

interface Asked extends PreflightResult {
  readonly code: number | null;
}

/**
 * Two questions may have something against the ports, whatever they are; no test here is about them.
 */
async function asked(ports: Ports, ...args: readonly string[]): Promise<Asked> {
  const run = await niostat(['preflight', '--json', '--skip', 'checks,ranges', ...args, labFile(ports)]);
  return resultOf(run);
}

function resultOf({ code, stdout, stderr }: Run): Asked {
  expect(stderr).to.equal('');
  return { ...(JSON.parse(stdout) as PreflightResult), code };
}

function answerTo({ answers }: PreflightResult, id: string): PreflightAnswer {
  return answers.find((answer) => answer.id === id) as PreflightAnswer;
}

function lines(details: readonly PreflightDetail[]): string[] {
  return details.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

describe('niostat preflight', () => {
  const [subject] = SUBJECTS;
  if (subject === undefined) throw new Error('there is always an embedded hypervisor');

  it('has nothing against a lab of which nothing runs yet', async () => {
    const result = await asked(await freeOnes());
    expect(result.code).to.equal(0);
    expect(answerTo(result, 'ports')).to.include({ state: 'ok' });
    expect(answerTo(result, 'orphans')).to.include({ state: 'ok' });
    expect(answerTo(result, 'hypervisors')).to.include({ state: 'skipped', summary: 'no hypervisor runs yet' });
    expect(answerTo(result, 'consoles')).to.include({ state: 'skipped' });
  });

  for (const { name, version, start } of SUBJECTS) {
    it(`tells the version of two that run and are empty: ${name}`, async () => {
      const started = [await start(), await start()] as const;
      try {
        const result = await asked(await freeOnes({ one: started[0].port, two: started[1].port }));
        expect(result.code).to.equal(0);
        const { state, summary } = answerTo(result, 'hypervisors');
        expect(state).to.equal('ok');
        expect(summary)
          .to.match(/^2 of 2 answer: /)
          .and.include(version)
          .and.include('empty');
      } finally {
        for (const one of started) await one.stop();
      }
    });
  }

  it('is certain of one that does not run on this host while the other does, and says how to start it', async () => {
    const running = await subject.start();
    try {
      const ports = await freeOnes({ one: running.port });
      const result = await asked(ports);
      expect(result.code).to.equal(1);
      const { state, summary, details, next } = answerTo(result, 'hypervisors');
      expect({ state, summary }).to.deep.equal({ state: 'failed', summary: '1 of 2 answer' });
      expect(lines(details).join('\n')).to.include(`127.0.0.1:${ports.two}`);
      expect(lines(details).join('\n')).to.not.include(`127.0.0.1:${ports.one}`);
      expect(next).to.equal(`dynamips -H 127.0.0.1:${ports.two}`);
      expect(result.next).to.equal(next);
      for (const id of ['file', 'ports', 'orphans']) expect(answerTo(result, id).state, id).to.equal('ok');
    } finally {
      await running.stop();
    }
  });

  it('names a foreign program on a UDP port and on a console port', async () => {
    const ports = await freeOnes();
    const webmin = await holdPort('webmin', { protocol: 'udp', port: ports.udp1 });
    const httpd = await holdPort('httpd', { protocol: 'tcp', port: ports.console1 });
    try {
      const result = await asked(ports);
      expect(result.code).to.equal(1);
      const { state, details, next } = answerTo(result, 'ports');
      expect(state).to.equal('failed');
      expect(next).to.equal(`niostat plan ${folder.path}/two.net --avoid live`);
      expect(lines(details)).to.deep.equal([
        `error port-taken: UDP port ${ports.udp1} is in use by webmin (pid ${webmin.pid}); R1 f0/0 needs it`,
        `error port-taken: TCP port ${ports.console1} is in use by httpd (pid ${httpd.pid}); the console of R1 needs it`,
      ]);
      expect(answerTo(result, 'orphans')).to.include({ state: 'ok' });
    } finally {
      webmin.stop();
      httpd.stop();
    }
  });

  it('names a foreign program on a control port, as a fault and not as something unknown', async () => {
    const ports = await freeOnes();
    const mail = await holdPort('smtpd', { protocol: 'tcp', port: ports.one, greeting: '220 mail.example ESMTP\r\n' });
    try {
      const result = await asked(ports);
      expect(result.code).to.equal(1);
      const { state, summary, details } = answerTo(result, 'ports');
      expect({ state, summary }).to.deep.equal({ state: 'failed', summary: '1 of 7 ports in use' });
      expect(result.next).to.equal('fix the failures above, then run preflight again');
      const causes = result.answers.flatMap((one) => one.details.map(({ cause }) => cause?.id));
      expect(new Set(causes)).to.deep.equal(new Set([`pid ${mail.pid}`]));
      expect(lines(details)).to.deep.equal([
        `error port-taken: TCP port ${ports.one}, the control port of 127.0.0.1:${ports.one}, is in use by smtpd (pid ${mail.pid}), which is not a hypervisor`,
      ]);
      expect(answerTo(result, 'hypervisors').state).to.equal('failed');
    } finally {
      mail.stop();
    }
  });

  it('tells a program that has a control port and says nothing as one failure', async () => {
    const ports = await freeOnes();
    const mute = await holdPort('mute', { protocol: 'tcp', port: ports.one, isMute: true });
    try {
      const result = await asked(ports);
      const screen = await niostat(['preflight', '--skip', 'checks,ranges', labFile(ports)]);
      const { details } = answerTo(result, 'ports');
      expect(lines(details)).to.deep.equal([
        `error port-taken: TCP port ${ports.one}, the control port of 127.0.0.1:${ports.one}, is in use by mute (pid ${mute.pid}), which does not answer`,
      ]);
      expect(details[0]?.remedy).to.match(/^see what it is \(`ps -fp \d+`\), then stop it, and start the hypervisor/);
      const causes = result.answers.flatMap((one) => one.details.map(({ cause }) => cause?.id));
      expect(causes).to.deep.equal([`pid ${mute.pid}`, `pid ${mute.pid}`]);
      expect(screen.stdout.match(/^✗ error/gm)).to.have.length(1);
    } finally {
      mute.stop();
    }
  });

  it('warns of a lab that runs already, and calls its hypervisors neither foreign nor left over', async () => {
    const [program] = HYPERVISOR_PROGRAMS;
    const running = [await program?.start(), await program?.start()];
    const clients: LineClient[] = [];
    try {
      const ports = await freeOnes({ one: running[0]?.port ?? 0, two: running[1]?.port ?? 0 });
      const { one, two, udp1, udp2 } = ports;
      for (const [port, command] of [
        [one, `nio create_udp n0 ${udp1} 127.0.0.1 ${udp2}`],
        [two, `nio create_udp n0 ${udp2} 127.0.0.1 ${udp1}`],
      ] as const) {
        const client = await LineClient.connect(port);
        clients.push(client);
        await client.must(command);
      }
      const result = await asked(ports, '--only', 'ports,orphans');
      expect(result.code).to.equal(1);
      const { state, summary, details, next } = answerTo(result, 'ports');
      expect({ state, summary }).to.deep.equal({ state: 'warning', summary: 'the lab seems to run already' });
      expect(lines(details)).to.deep.equal([
        "warning lab-runs: the lab's own hypervisors hold 2 ports of it: it runs already, or was not stopped",
      ]);
      expect(next).to.equal(`niostat links ${folder.path}/two.net`);
      expect(answerTo(result, 'orphans').state).to.equal('ok');
    } finally {
      for (const client of clients) client.close();
      for (const one of running) await one?.stop();
    }
  });

  it('tells an emulator whose program is gone from one of a lab that runs', async () => {
    for (const isOrphan of [true, false]) {
      const ports = await freeOnes();
      const left = await holdPort('ubridge', { protocol: 'udp', port: ports.udp2 }, isOrphan);
      try {
        const result = await asked(ports);
        expect(result.code).to.equal(1);
        const { state, summary, details } = answerTo(result, 'orphans');
        expect({ state, summary }).to.deep.equal({ state: 'failed', summary: '1 process holds ports of the lab' });
        const holds = `ubridge (pid ${left.pid}) holds 1 port of the lab`;
        expect(lines(details)).to.deep.equal([
          isOrphan ? `error orphan: ${holds}, and the program that started it is gone` : `error other-lab: ${holds}`,
        ]);
        const remedy = isOrphan
          ? `if it is not in use any more: \`kill ${left.pid}\``
          : 'stop the lab to which it belongs';
        expect(details[0]?.remedy).to.equal(remedy);
      } finally {
        left.stop();
      }
    }
  });

  describe('before a GNS3 project is opened', () => {
    /** The project of two routers, whose pool and consoles are free ports of this machine. */
    async function project(): Promise<{ readonly ports: readonly number[]; ask(): Promise<Asked> }> {
      const ports = await freePorts(12);
      const [first = 0] = ports;
      const [console = 0] = await freePorts(10);
      const conf = folder.file(
        'gns3_server.conf',
        `[Server]\nudp_start_port_range = ${first}\nudp_end_port_range = ${first + 11}\n` +
          `console_start_port_range = ${console}\nconsole_end_port_range = ${console + 9}\n`,
      );
      const args = ['--json', '--only', 'ports,orphans', '--server-conf', conf];
      const ask = async (): Promise<Asked> =>
        resultOf(await niostat(['preflight', ...args, 'test/fixtures/cases/two-routers.gns3']));
      return { ports, ask };
    }

    it('a port that an orphan uBridge shares is an error: the server gives it out all the same', async () => {
      const { ports, ask } = await project();
      const [first = 0] = ports;
      const left = await holdPort('ubridge', { protocol: 'udp', port: first, isShared: true }, true);
      try {
        const result = await ask();
        expect(result.code).to.equal(1);
        const { state, details } = answerTo(result, 'ports');
        expect(state).to.equal('failed');
        const [detail, ...more] = details.filter(({ rule }) => rule !== 'console-passed-over');
        expect(more).to.deep.equal([]);
        expect([detail?.severity, detail?.rule]).to.deep.equal(['error', 'orphan']);
        const holds = `ubridge (pid ${left.pid}) of a server that is gone holds 1 UDP port (${first})`;
        expect(detail?.message).to.equal(
          `${holds}. The server gives ${first} out again: links are dead, or the project does not open (409)`,
        );
        expect(detail?.remedy).to.include(`kill ${left.pid}`);
        expect(answerTo(result, 'orphans').details).to.deep.equal([detail]);
      } finally {
        left.stop();
      }
    });

    it('a port that a program has alone is a warning: the server passes it over, and the others move', async () => {
      const { ports, ask } = await project();
      const webmin = await holdPort('webmin', { protocol: 'udp', port: ports[2] ?? 0 });
      // The lab needs six ports, and the seventh in place of the third.
      const shared = await holdPort('strange', { protocol: 'udp', port: ports[6] ?? 0, isShared: true });
      try {
        const { details } = answerTo(await ask(), 'ports');
        const rules = details.map(({ severity, rule }) => `${severity} ${rule}`);
        expect(rules).to.include.members(['warning pool-port-passed-over', 'error pool-port-shared']);
      } finally {
        webmin.stop();
        shared.stop();
      }
    });
  });

  it('asks an orphan that is a hypervisor for its routers before it says how to end it', async function () {
    if (!HAS_DYNAMIPS) this.skip();
    const ports = await freeOnes();
    const control = await freeTcpPort();
    const directory = new Folder().path;
    // The shell ends at once, and leaves Dynamips behind.
    const start = `dynamips -H 127.0.0.1:${control} >/dev/null 2>&1 </dev/null & echo $!`;
    const pid = Number(execFileSync('sh', ['-c', start], { cwd: directory, encoding: 'utf8' }));
    const client = await whenListening(control);
    try {
      await client.must(
        `nio create_udp n0 ${ports.udp2} 127.0.0.1 9`,
        'vm create R9 0 c7200',
        `vm set_ios R9 ${await writeTinyIos(directory)}`,
        'vm set_blk_direct_jump R9 0',
      );
      const detail = async (): Promise<PreflightDetail | undefined> =>
        answerTo(await asked(ports), 'orphans').details[0];
      expect(await detail()).to.include({ rule: 'orphan', remedy: `if it is not in use any more: \`kill ${pid}\`` });
      await client.must('vm start R9');
      const { message, remedy } = (await detail()) as PreflightDetail;
      expect(message).to.include('with 1 router, 1 running');
      expect(remedy).to.include(`niostat probe 127.0.0.1:${control}`);
      await client.must('vm stop R9');
    } finally {
      client.close();
      process.kill(pid, 'SIGKILL');
    }
  });

  it('tries the directories of this host', async () => {
    const { one } = await freeOnes();
    const lab = (directory: string): string =>
      folder.file('dir.net', `[127.0.0.1:${one}]\nworkingdir = ${directory}\nudp = 9000\n[[ROUTER R1]]\n`);
    const answer = async (directory: string): Promise<PreflightAnswer> =>
      answerTo(
        resultOf(await niostat(['preflight', '--json', '--only', 'directories', lab(directory)])),
        'directories',
      );
    expect(await answer(folder.path)).to.include({ state: 'ok', summary: '1 working directory can be written to' });
    const away = folder.file('away.net', '[198.18.7.7:7200]\nworkingdir = /srv/far\n[[ROUTER R1]]\n');
    const elsewhere = resultOf(await niostat(['preflight', '--json', '--only', 'directories', away]));
    expect(answerTo(elsewhere, 'directories')).to.include({
      state: 'skipped',
      summary: '198.18.7.7:7200: not seen from this host, run preflight there',
    });
    const missing = await answer(`${folder.path}/nosuch`);
    expect(missing.state).to.equal('failed');
    expect(lines(missing.details)).to.deep.equal([
      `error directory-missing: ${folder.path}/nosuch, the working directory of 127.0.0.1:${one}, does not exist`,
    ]);
    expect(missing.details[0]?.location).to.include({ line: 1 });
  });

  it('does not know where a relative directory is, unless the hypervisor runs', async () => {
    const [program] = HYPERVISOR_PROGRAMS;
    const running = await program?.start();
    try {
      for (const [port, expected] of [
        [(await freeOnes()).one, 'unknown'],
        [running?.port ?? 0, 'ok'],
      ] as const) {
        const lab = folder.file('relative.net', `[127.0.0.1:${port}]\nworkingdir = .\nudp = 9000\n[[ROUTER R1]]\n`);
        const result = resultOf(await niostat(['preflight', '--json', '--only', 'directories', lab]));
        expect(answerTo(result, 'directories').state).to.equal(expected);
      }
    } finally {
      await running?.stop();
    }
  });

  describe('images', () => {
    const imagesOf = async (settings: string, host = '127.0.0.1'): Promise<PreflightAnswer> => {
      const lab = folder.file('images.net', `[${host}]\nworkingdir = ${folder.path}\n[[ROUTER R1]]\n${settings}\n`);
      return answerTo(resultOf(await niostat(['preflight', '--json', '--only', 'images', lab])), 'images');
    };

    it('are there: an image that Dynamips starts, and a configuration', async () => {
      const image = await writeTinyIos(folder.path);
      folder.file('R1.cfg', 'hostname R1\n');
      const answer = await imagesOf(`image = ${image}\ncnfg = R1.cfg`);
      expect(answer).to.include({ state: 'ok', summary: '2 files there' });
    });

    it('are missing, archives, or something else', async () => {
      folder.file('packed.bin', Buffer.from('PK\x03\x04', 'latin1'));
      folder.file('page.bin', '<html>');
      const rules = async (settings: string): Promise<(string | undefined)[]> => {
        const { state, details } = await imagesOf(settings);
        expect(state).to.equal('failed');
        return details.map(({ rule }) => rule);
      };
      expect(await rules('image = nosuch.bin\ncnfg = nosuch.cfg')).to.deep.equal([
        'image-missing',
        'configuration-missing',
      ]);
      expect(await rules('image = packed.bin')).to.deep.equal(['image-compressed']);
      expect(await rules('image = page.bin')).to.deep.equal(['image-not-an-image']);
    });

    it('of Windows and of other hosts are not looked at', async () => {
      const windows = await imagesOf('image = C:\\Images\\c7200.bin');
      expect(windows).to.include({ state: 'skipped', summary: '1 path of Windows' });
      const away = await imagesOf('image = /images/c7200.bin', '192.0.2.1');
      expect(away.state).to.equal('skipped');
      expect(away.summary).to.equal('1 file on other hosts');
    });

    it('with a relative path are not known where the working directory is not', async () => {
      const { one } = await freeOnes();
      const lab = folder.file('relative.net', `[127.0.0.1:${one}]\n[[ROUTER R1]]\nimage = c7200.bin\n`);
      const result = resultOf(await niostat(['preflight', '--json', '--only', 'images', lab]));
      expect(result.code).to.equal(3);
      expect(answerTo(result, 'images').state).to.equal('unknown');
    });
  });

  it('warns of more RAM than there is, and says what lessens the need', async () => {
    const { one } = await freeOnes();
    const memory = async (ram: number): Promise<PreflightAnswer> => {
      const lab = folder.file('ram.net', `[127.0.0.1:${one}]\n[[ROUTER R1]]\nram = ${ram}\n[[ROUTER R2]]\nram = 1\n`);
      return answerTo(resultOf(await niostat(['preflight', '--json', '--only', 'memory', lab])), 'memory');
    };
    // 95 TiB, and 2 MiB.
    const much = await memory(99_999_999);
    expect(much.state).to.equal('warning');
    expect(much.details[0]?.message).to.include('100000000 MiB');
    expect(much.details[0]?.remedy).to.include('ghostios').and.include('mmap');
    expect(await memory(1)).to.include({ state: 'ok' });
  });

  it('reads how many descriptors a hypervisor that runs may still open', async () => {
    for (const program of HYPERVISOR_PROGRAMS) {
      const running = await program.start();
      try {
        const lab = labFile(await freeOnes({ one: running.port }));
        const ask = async (): Promise<PreflightAnswer> =>
          answerTo(resultOf(await niostat(['preflight', '--json', '--only', 'descriptors', lab])), 'descriptors');
        expect((await ask()).state).to.equal('ok');
        const open = readdirSync(`/proc/${running.pid}/fd`).length;
        execFileSync('prlimit', [`--pid=${running.pid}`, `--nofile=${open + 2}`]);
        const { state, details } = await ask();
        expect(state).to.equal('failed');
        expect(details[0]).to.include({ severity: 'error', rule: 'out-of-descriptors' });
        expect(details[0]?.message)
          .to.include(`pid ${running.pid}`)
          .and.include(`of ${open + 2} descriptors`);
      } finally {
        await running.stop();
      }
    }
  });

  it('looks at nothing here for a hypervisor that ssh passes on to another host', async () => {
    const ports = await freeOnes();
    const tunnel = await holdPort('ssh', { protocol: 'tcp', port: ports.one });
    const other = await holdPort('ssh', { protocol: 'tcp', port: ports.two });
    try {
      const result = await asked(ports, '--only', 'ports,orphans', '--timeout', '1s');
      for (const id of ['ports', 'orphans']) {
        const { state, summary } = answerTo(result, id);
        expect({ id, state }).to.deep.equal({ id, state: 'skipped' });
        expect(summary).to.equal(
          `ssh (pid ${tunnel.pid}) passes 127.0.0.1:${ports.one} on to another host, which is not looked at`,
        );
      }
      expect(result.next).to.not.include('start the lab');
    } finally {
      tunnel.stop();
      other.stop();
    }
  });

  it('shows it all to people, the sum and what to do next at the end', async () => {
    const ports = await freeOnes();
    const webmin = await holdPort('webmin', { protocol: 'udp', port: ports.udp1 });
    try {
      const { code, stdout } = await niostat(['preflight', '--skip', 'checks,ranges', labFile(ports)], {
        env: { COLUMNS: '80' },
      });
      expect(code).to.equal(1);
      const shown = squeezedLines(stdout);
      expect(shown.slice(0, 3)).to.deep.equal([
        'two: before the lab starts',
        '✗ error port-taken',
        `UDP port ${ports.udp1} is in use by webmin (pid ${webmin.pid}); R1 f0/0 needs it`,
      ]);
      expect(shown).to.include('ok: file, orphans').and.to.include('reach - all hypervisors are on this host');
      const [sum, ...next] = shown.slice(shown.findIndex((line) => /^✗ \d+ questions: 1 failure, /.test(line)));
      expect(sum).to.match(/^✗ /);
      expect(next).to.deep.equal([
        `Next: niostat plan ${folder.path}/two.net --avoid live`,
        'then run preflight again',
      ]);
    } finally {
      webmin.stop();
    }
  });

  it('waits for no time limit with a lab on one host, nothing of which runs', async () => {
    const args = ['preflight', '--json', '--timeout', '1h', '--deadline', '1h', 'scenarios/full-mesh-3-routers.yaml'];
    const { answers } = resultOf(await niostat(args));
    expect(answers.map(({ id }) => id)).to.include.members(['ports', 'hypervisors', 'reach']);
    expect(answers.filter(({ state }) => state === 'unknown')).to.deep.equal([]);
  });
});
