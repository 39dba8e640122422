import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LineClient } from './line-client.ts';

/** The title of a process may not be longer than its command line was. */
const ROOM_FOR_A_TITLE = '-'.repeat(100);

/** A run of tests that is broken off must not leave them behind. */
const running = new Set<EmulatorProcess>();
process.once('exit', () => {
  for (const emulator of running) emulator.killNow();
});

let built: Promise<string> | undefined;

/** The program in one file: it starts several times as fast as from its sources. */
function emulatorFile(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'niostat-emulator-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const outfile = join(folder, 'emulator.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('emulator-program.ts', import.meta.url))],
      ...{ outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' },
      // Packages of CommonJS ask for it.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return outfile;
  })();
  return built;
}

/** An embedded uBridge or hypervisor that is a process of its own, as GNS3 starts them. */
export class EmulatorProcess {
  /** The commands that it was told since it was wired. */
  readonly commands: string[] = [];
  /** True when it was killed. */
  isGone = false;

  private constructor(
    readonly program: 'ubridge' | 'dynamips',
    readonly pid: number,
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly closed: Promise<void>,
  ) {}

  /**
   * Starts it in a directory. An orphan is started by a shell that ends at once, so that the first process
   * has it.
   */
  static async start(
    program: 'ubridge' | 'dynamips',
    directory: string,
    { isOrphan = false }: { readonly isOrphan?: boolean } = {},
  ): Promise<EmulatorProcess> {
    const words = [process.execPath, await emulatorFile(), program, ROOM_FOR_A_TITLE];
    const [command = '', ...args] = isOrphan ? ['sh', '-c', '"$@" &', 'sh', ...words] : words;
    const child = spawn(command, args, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout);
    const closed = new Promise<void>((resolve) => lines.once('close', resolve));
    const emulator = await new Promise<EmulatorProcess>((resolve, reject) => {
      let found: EmulatorProcess | undefined;
      lines.on('line', (line) => {
        const [what, first = '', second = ''] = line.split(' ');
        if (what === 'command') found?.commands.push(line.slice('command '.length));
        if (what !== 'listens') return;
        found = new EmulatorProcess(program, Number(second), Number(first), child, closed);
        resolve(found);
      });
      void closed.then(() => reject(new Error(`${program} does not listen`)));
    });
    running.add(emulator);
    return emulator;
  }

  /** Gives it commands, all of which must succeed; they are not among `commands`. */
  async wire(...commands: readonly string[]): Promise<void> {
    const client = await LineClient.connect(this.port);
    for (const command of [...commands, 'hypervisor close']) {
      const reply = await client.ask(command);
      if (!reply.at(-1)?.startsWith('100-')) throw new Error(`${this.program}: ${command}: ${reply.join(' ')}`);
    }
    client.close();
    // What it says of its own accord has come when it has told the last command.
    while (this.commands.at(-1) !== 'hypervisor close') await new Promise((resolve) => setImmediate(resolve));
    this.commands.length = 0;
  }

  /** Kills it, and waits until it is gone. */
  async kill(): Promise<void> {
    this.isGone = true;
    this.killNow();
    await this.closed;
    running.delete(this);
  }

  killNow(): void {
    try {
      process.kill(this.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
    this.child.kill('SIGKILL');
  }
}
