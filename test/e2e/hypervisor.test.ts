import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Folder, niostat } from '../support/cli.ts';
import { LineClient } from '../support/line-client.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that has not said or done by then what it should hangs, and is killed. */
const LIMIT_MS = 60_000;

/** `niostat hypervisor`, on a free port unless `args` say another, as a child of the test. */
class HypervisorProgram {
  stdout = '';
  stderr = '';
  /** Exit code, or the signal that it died of. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
  private readonly child: ChildProcess;

  private constructor(args: readonly string[], temporary: string) {
    const listen = args.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
    this.child = spawn(process.execPath, ['bin/run.js', 'hypervisor', ...listen, ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    this.child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    this.exited = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(code ?? signal)));
  }

  /** Runs `work` with the program once it listens, and kills it if it is still there afterwards. */
  static async with(
    args: readonly string[],
    temporary: string,
    work: (program: HypervisorProgram, port: number) => Promise<void>,
  ): Promise<void> {
    const program = new HypervisorProgram(args, temporary);
    try {
      await work(program, await program.port());
    } finally {
      program.signal('SIGKILL');
      await program.exited;
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Reads no more of its standard output, as a pager that was left. */
  closeOutput(): void {
    this.child.stdout?.destroy();
  }

  /** The port that it says it listens on. */
  private port(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.child.stderr?.on('data', (chunk) => {
        this.stderr += chunk;
        const match = /^Listening on 127\.0\.0\.1:(\d+),.*\n/.exec(this.stderr);
        if (match !== null) resolve(Number(match[1]));
      });
      void this.exited.then((end) => reject(new Error(`it ended with ${end}: ${this.stderr}`)));
    });
  }
}

describe('niostat hypervisor', () => {
  it('prints the port that the system chose, and is a hypervisor there', () => {
    const folder = new Folder();
    return HypervisorProgram.with([], folder.path, async ({ stderr, stdout }, port) => {
      expect(port).to.be.within(1, 65_535);
      expect(stderr).to.include('as Dynamips 0.2.24').and.to.include('\nCtrl-C ends it.\n');
      const { code, stdout: table } = await niostat(['probe', `127.0.0.1:${port}`]);
      expect(code).to.equal(0);
      expect(table).to.include(`127.0.0.1:${port} open`).and.to.include('0.2.24-niostat');
      expect(stdout).to.equal('');
    });
  });

  it('is the older generation if it is told so', () => {
    const folder = new Folder();
    return HypervisorProgram.with(['--dynamips', '0.2.17'], folder.path, async ({ stderr }, port) => {
      expect(stderr).to.include('as Dynamips 0.2.17');
      const { stdout } = await niostat(['probe', `127.0.0.1:${port}`]);
      expect(stdout).to.include('0.2.17-niostat').and.to.include('refuse a NIO whose UDP port is in use (206)');
    });
  });

  it('listens on the loopback at a port that stands alone', async () => {
    const folder = new Folder();
    const wanted = await freeTcpPort();
    await HypervisorProgram.with(['--listen', String(wanted)], folder.path, async (_program, port) => {
      expect(port).to.equal(wanted);
      const client = await LineClient.connect(port);
      expect(await client.ask('hypervisor version')).to.deep.equal(['100-0.2.24-niostat']);
      client.close();
    });
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`ends in order with ${signal}: clients, consoles and the temporary directory are gone`, () => {
      const folder = new Folder();
      return HypervisorProgram.with([], folder.path, async (program, port) => {
        const client = await LineClient.connect(port);
        await client.must('nio create_udp n0 0 127.0.0.1 9', 'hypervisor save_config saved.cfg');
        const [directory = '', ...more] = readdirSync(folder.path);
        expect(more).to.deep.equal([]);
        expect(readdirSync(`${folder.path}/${directory}`)).to.deep.equal(['saved.cfg']);
        program.signal(signal);
        expect(await program.exited).to.equal(0);
        expect(await client.ended()).to.equal('');
        expect(readdirSync(folder.path)).to.deep.equal([]);
        expect(program.stderr.split('\n').slice(1)).to.deep.equal([
          'Ctrl-C ends it.',
          `In another terminal: niostat probe 127.0.0.1:${port}`,
          '',
        ]);
      });
    });
  }

  it('ends with SIGINT while commands of a client still wait for their turn', async () => {
    const folder = new Folder();
    const ports = await freePorts(18);
    await HypervisorProgram.with([], folder.path, async (program, port) => {
      const client = await LineClient.connect(port);
      client.send(ports.map((local, index) => `nio create_udp n${index} ${local} localhost 9\n`).join(''));
      expect(await client.reply()).to.deep.equal(["100-NIO 'n0' created"]);
      program.signal('SIGINT');
      // A socket that is made after everything was closed would keep the program alive until it is killed.
      expect(await program.exited).to.equal(0);
      await client.ended();
      expect(readdirSync(folder.path)).to.deep.equal([]);
    });
  });

  it('removes the temporary directory also when the reader of its log goes away', () => {
    const folder = new Folder();
    return HypervisorProgram.with(['--verbose'], folder.path, async (program, port) => {
      expect(readdirSync(folder.path)).to.have.length(1);
      const client = await LineClient.connect(port);
      await client.must('hypervisor save_config saved.cfg');
      program.closeOutput();
      client.send('hypervisor version\n');
      expect(await program.exited).to.equal(0);
      await client.ended();
      expect(readdirSync(folder.path)).to.deep.equal([]);
    });
  });

  it('ends in order when a client says hypervisor stop, and keeps a directory that it was given', () => {
    const folder = new Folder();
    const given = `${folder.path}/given`;
    return HypervisorProgram.with(['--working-dir', given], folder.path, async (program, port) => {
      const client = await LineClient.connect(port);
      await client.must('hypervisor save_config saved.cfg');
      const { code, stdout } = await niostat(['send', '--yes', `127.0.0.1:${port}`, 'hypervisor', 'stop']);
      expect([code, stdout]).to.deep.equal([0, '100-OK\n']);
      expect(await program.exited).to.equal(0);
      expect(readdirSync(folder.path)).to.deep.equal(['given']);
      expect(readdirSync(given)).to.deep.equal(['saved.cfg']);
    });
  });

  it('logs every command and its reply with --verbose, and nothing that a terminal would obey', () => {
    const folder = new Folder();
    return HypervisorProgram.with(['--verbose'], folder.path, async (program, port) => {
      const client = await LineClient.connect(port);
      await client.ask('nio create_null n0');
      await client.ask('nio list');
      await client.ask('bogus \u001b[2J');
      await client.ask('"not closed');
      program.signal('SIGINT');
      expect(await program.exited).to.equal(0);
      const lines = program.stdout.trimEnd().split('\n');
      const [name = ''] = lines[0]?.split(' ') ?? [];
      expect(name).to.match(/^127\.0\.0\.1:\d+$/);
      expect(lines.map((line) => line.replace(`${name} `, ''))).to.deep.equal([
        '> nio create_null n0',
        "< 100-NIO 'n0' created",
        '> nio list',
        '< 101 n0',
        '< 100-OK',
        '> bogus ·[2J',
        "< 201-Unknown module 'bogus'",
        '> (not a command)',
        '< 200-Parse error: unexpected end of line',
      ]);
    });
  });

  it('lets 256 clients that do nothing make way to the next, and says so', () => {
    const folder = new Folder();
    return HypervisorProgram.with([], folder.path, async (program, port) => {
      const idle: LineClient[] = [];
      for (let count = 0; count < 256; count++) {
        const client = await LineClient.connect(port);
        // Every other one sends a command that never ends.
        client.send(count % 2 === 0 ? '' : 'hypervisor vers');
        idle.push(client);
      }
      // The oldest is no longer idle, and stays.
      const [first, second] = idle as [LineClient, LineClient];
      await first.must('hypervisor version');
      const next = await LineClient.connect(port);
      await next.must('hypervisor version');
      expect(await second.ended()).to.equal('');
      await first.must('hypervisor version');
      program.signal('SIGINT');
      await program.exited;
      expect(program.stderr).to.match(
        /\nniostat: too many clients: 127\.0\.0\.1:\d+, idle for \d+ s, made way to 127\.0\.0\.1:\d+\n/,
      );
    });
  });
});
