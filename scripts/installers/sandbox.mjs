// An empty machine for one way of installing: folders of its own for everything, and a transcript.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { warningsIn } from './warnings.ts';

/** What the machine has for reaching a registry, and no installer's own configuration. */
const KEPT = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i;

/** Lines that are shown of what a command prints. */
const SHOWN_LINES = 6;

const FAILED_LINES = 60;

/** No command takes longer; installs with empty caches take half a minute on a busy machine. */
const TIMEOUT_MS = 300_000;

/**
 * Each installer has a variable of its own for the registry; those of Bun and Deno are npm's in capitals.
 * Yarn refuses plain http unless it is told that the host may have it.
 */
function registryVariables(registry) {
  const { protocol, hostname } = new URL(registry);
  return {
    npm_config_registry: registry,
    NPM_CONFIG_REGISTRY: registry,
    pnpm_config_registry: registry,
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
    ...(protocol === 'http:' && { YARN_UNSAFE_HTTP_WHITELIST: hostname }),
  };
}

/** A command did something else than was expected of it. */
export class Unexpected extends Error {}

export class Sandbox {
  /**
   * `registry` is the address that npm is set up for; each installer reads it from a variable of its own.
   * `programs` go to the head of the PATH, by the names under which a user has them.
   */
  constructor({ registry, programs, print }) {
    this.root = mkdtempSync(join(tmpdir(), 'niostat-way-'));
    this.print = print;
    this.running = new Set();
    for (const name of ['home', 'tmp', 'bin', 'work']) mkdirSync(join(this.root, name));
    this.home = join(this.root, 'home');
    this.bin = join(this.root, 'bin');
    this.work = join(this.root, 'work');
    for (const [name, path] of Object.entries(programs)) {
      // What is written for Node is started by it; a link would have the name of a package's file.
      if (path.endsWith('.js')) this.write(join(this.bin, name), `#!/bin/sh\nexec node '${path}' "$@"\n`, 0o755);
      else symlinkSync(path, join(this.bin, name));
    }
    this.env = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name))),
      ...registryVariables(registry),
      HOME: this.home,
      TMPDIR: join(this.root, 'tmp'),
      LANG: 'C.UTF-8',
      PATH: [this.bin, '/usr/bin', '/bin'].join(':'),
    };
  }

  /** What is found first from now on. */
  addToPath(folder) {
    this.env.PATH = `${folder}:${this.env.PATH}`;
  }

  /** Writes a file; a relative path begins in the folder of work. */
  write(path, text, mode = 0o644) {
    const file = join(path.startsWith('/') ? '' : this.work, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
    return file;
  }

  /**
   * Runs a command in the folder of work and returns its standard output. Throws `Unexpected` unless it ends
   * with `code` and prints what `shows` has, patterns for standard output and standard error together, or
   * nothing where it has to be silent.
   */
  run(words, { code = 0, shows = [], isSilent = false } = {}) {
    const { status, stdout, text } = this.execute(words);
    const missing = shows.find((pattern) => !pattern.test(text));
    const isRight = status === code && missing === undefined && !(isSilent && text !== '');
    this.show(text, isRight ? SHOWN_LINES : FAILED_LINES);
    if (status !== 0) this.print(`# exit code ${status}`);
    if (status !== code) throw new Unexpected(`exit code ${status} in place of ${code}`);
    if (!isRight) throw new Unexpected(isSilent ? 'it is not silent' : `it does not show ${missing}`);
    return stdout;
  }

  /** Runs an installer. Throws `Unexpected` if it warns of something else than what `allowed` has. */
  install(words, { allowed } = {}) {
    const { status, text } = this.execute(words);
    const warnings = warningsIn(text, allowed);
    const isRight = status === 0 && warnings.length === 0;
    this.show(text, isRight ? SHOWN_LINES : FAILED_LINES);
    if (status !== 0) throw new Unexpected(`exit code ${status}`);
    if (!isRight) throw new Unexpected(`it warns: ${warnings.join('; ')}`);
  }

  /** Runs a command to its end, and prints it. */
  execute([program, ...args]) {
    this.print(`$ ${[program, ...args].map((word) => this.short(word)).join(' ')}`);
    const { error, status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.work,
      env: this.env,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      maxBuffer: 64_000_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (error !== undefined) throw new Unexpected(`${program}: ${error.message}`);
    return { status, stdout, text: stdout + stderr };
  }

  /** Starts what runs on; returns its text once it shows `pattern`. `stop` ends it as Ctrl-C does. */
  async start(words, pattern) {
    this.print(`$ ${words.map((word) => this.short(word)).join(' ')} &`);
    const [program, ...args] = words;
    // A group of its own: an installer that starts a program is between it and here.
    const child = spawn(program, args, {
      cwd: this.work,
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.running.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    const ended = new Promise((resolve) => child.once('close', resolve));
    const until = Date.now() + TIMEOUT_MS;
    while (!pattern.test(text) && child.exitCode === null && Date.now() < until) await pause(50);
    this.show(text);
    if (!pattern.test(text)) throw new Unexpected(`it does not show ${pattern}`);
    const stop = async () => {
      process.kill(-child.pid, 'SIGINT');
      await ended;
      this.running.delete(child);
    };
    return { text, stop };
  }

  /** The first lines of a text. */
  show(text, count = SHOWN_LINES) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.slice(0, count)) this.print(this.short(line.slice(0, 160)));
    if (lines.length > count) this.print(`… ${lines.length - count} lines more`);
  }

  /** Paths of this run as a user would have them. */
  short(text) {
    return text
      .replaceAll(this.home, '~')
      .replaceAll(`${this.work}/`, '')
      .replaceAll(this.work, '.')
      .replaceAll(this.root, '');
  }

  /** Nothing is left. */
  close() {
    for (const child of this.running) {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
