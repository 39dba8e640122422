import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import { pause } from '../network/pause.ts';
import { spawnNode } from '../node-program.ts';
import { settlesWithin } from '../settles-within.ts';
import { logCommand } from '../wire-log.ts';
import { KEEPER_PROGRAM } from './keeper-program.ts';
import { type HypervisorAddress, withHypervisor } from './with-hypervisor.ts';

/** Dynamips listens within a tenth of a second; one that has to wait for a core takes longer. */
const START_LIMIT_MS = 10_000;

/** It is killed and its directory deleted: a matter of milliseconds. */
const STOP_LIMIT_MS = 5000;

/** How often it is looked whether it listens by now. */
const LOOK_MS = 10;

const HOST = '127.0.0.1';

/** A Dynamips that was started here, in a temporary directory of its own. */
export interface StartedDynamips {
  readonly address: HypervisorAddress;
  readonly pid: number;
  /** Kills it and deletes its directory. Never throws; may be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a Dynamips as a hypervisor on a TCP port of 127.0.0.1 that is free, and waits until it listens. A
 * keeper of its own, another Node, ends it and deletes its directory as soon as `stop` is called or this
 * process is gone, however that came. Throws `InputError` if there is no such program, and `WorldError` if it
 * does not listen.
 */
export async function startDynamips(program: string, port: number, signal?: AbortSignal): Promise<StartedDynamips> {
  // It is run in another directory. A name without a slash is looked for in PATH.
  const path = /[/\\]/.test(program) ? resolve(program) : program;
  // A session of its own: Ctrl-C goes to everything in the foreground of the terminal.
  const keeper = spawnNode(KEEPER_PROGRAM, [path, `${HOST}:${port}`], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  logCommand(keeper);
  const news = new KeeperNews(keeper);
  const stop = async (): Promise<void> => {
    keeper.stdin?.end();
    await settlesWithin(news.ended, STOP_LIMIT_MS);
  };
  try {
    const pid = await news.started(path);
    const deadline = performance.now() + START_LIMIT_MS;
    const address = { host: HOST, port, addresses: [HOST] };
    const options = { timeoutMs: START_LIMIT_MS, signal };
    while (!('result' in (await withHypervisor(address, options, async () => true)))) {
      if (news.failure !== undefined) throw notStarted(path, news.failure);
      if (signal?.aborted || performance.now() > deadline) throw notStarted(path, 'it does not listen');
      await pause(LOOK_MS);
    }
    if (news.failure !== undefined) throw notStarted(path, news.failure);
    return { address, pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function notStarted(path: string, why: string): WorldError {
  return new WorldError('NOT_STARTED', `${path} could not be started as a hypervisor: ${why}`, {
    next: `try it by hand: ${path} -H 7200`,
  });
}

/** What the keeper tells: a line for each thing that happens. */
class KeeperNews {
  readonly ended: Promise<void>;
  /** Why the program has ended. */
  failure: string | undefined;
  private readonly firstLine: Promise<string>;

  constructor(keeper: ChildProcess) {
    let why = 'it ended without an error message';
    this.ended = new Promise((settle) => {
      keeper.once('error', ({ message }) => {
        why = message;
        settle();
      });
      keeper.once('close', () => settle());
    });
    keeper.stdin?.on('error', () => undefined);
    const lines = createInterface(keeper.stdout as NodeJS.ReadableStream);
    this.firstLine = new Promise((settle) => {
      lines.once('line', settle);
      void this.ended.then(() => settle(`keeper ${why}`));
    });
    lines.on('line', (line) => {
      if (!line.startsWith('pid ')) this.failure ??= line.replace(/^\w+ /, '');
    });
  }

  /** The process number of the program. Throws `InputError`, and `WorldError` if the keeper did nothing. */
  async started(path: string): Promise<number> {
    const line = await this.firstLine;
    const pid = Number(/^pid (\d+)$/.exec(line)?.[1]);
    if (pid > 0) return pid;
    const ofKeeper = /^keeper (.*)/.exec(line)?.[1];
    if (ofKeeper !== undefined) {
      throw new WorldError(
        'NOT_STARTED',
        `${path} was not started: the process that would stop it again (Node) does not run: ${ofKeeper}`,
        {
          next: 'that process needs Node and a new directory in TMPDIR: make sure that it may have both',
        },
      );
    }
    throw new InputError('BAD_PROGRAM', `cannot start ${path}: ${line.replace(/^\w+ /, '')}`, {
      next: 'name the program of Dynamips, such as /usr/bin/dynamips',
    });
  }
}
