// Watches processes while the same thing is done thousands of times: does memory grow, is a descriptor left
// behind? Needs /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { report } from './row.ts';

/** What a process is asked at each look. */
interface Look {
  readonly rssKib: number;
  readonly descriptors: number;
}

/** Of all rounds, those in which code is compiled and heaps find their size; no look is taken then. */
const WARM_UP = 0.2;

/** So many looks are taken after that. */
const LOOKS = 100;

/** Memory may be so much larger at the end than after the warm-up, in percent. */
const MOST_GROWTH = 5;

/** In fewer rounds heaps have not found their size, and what they have grown by tells nothing. */
const ROUNDS_FOR_MEMORY = 2000;

/** How processes are watched while one of them does its rounds. */
export class Soak {
  /** Rounds after which looks are taken. */
  readonly warmUp: number;
  /** Rounds so far. */
  done = 0;
  private readonly looks: Map<string, Look[]>;
  private nextLook: number;

  /** `processes` are process ids with the names under which they are told of; their memory must not grow. */
  constructor(
    private readonly rounds: number,
    private readonly processes: Readonly<Record<string, number>>,
  ) {
    this.looks = new Map(Object.keys(processes).map((name) => [name, []]));
    this.warmUp = Math.ceil(rounds * WARM_UP);
    this.nextLook = this.warmUp;
  }

  /** To be called after each round, or some. */
  roundsAreDone(count = 1): void {
    this.done += count;
    if (this.done < this.nextLook) return;
    this.nextLook += (this.rounds - this.warmUp) / LOOKS;
    this.look();
  }

  look(): void {
    for (const [name, pid] of Object.entries(this.processes)) this.looks.get(name)?.push(lookAt(pid));
  }

  /**
   * Reports what has grown between the first and the last fifth of the looks; exit code 1 for a limit that is
   * broken.
   */
  tell(what: string): void {
    for (const [name, looks] of this.looks) {
      const fifth = Math.max(1, Math.floor(looks.length / 5));
      const [first, last] = [looks.slice(0, fifth), looks.slice(-fifth)];
      const before = middle(first.map(({ rssKib }) => rssKib));
      const growth = 100 * (middle(last.map(({ rssKib }) => rssKib)) / before - 1);
      const beginning = `from ${(before / 1024).toFixed(1)} MiB`;
      if (this.rounds >= ROUNDS_FOR_MEMORY)
        this.tellOne(`${what}: memory of ${name} grows`, growth, '%', MOST_GROWTH, beginning);
      // What is being closed when a look is taken is there in some looks; what leaks is there in all.
      const [fewest, atTheEnd] = [first, last].map((some) => Math.min(...some.map(({ descriptors }) => descriptors)));
      const more = (atTheEnd ?? Number.NaN) - (fewest ?? Number.NaN);
      this.tellOne(`${what}: more open files of ${name}`, more, 'files', 0, `from ${fewest}`);
    }
  }

  private tellOne(name: string, figure: number, unit: string, limit: number, beginning: string): void {
    report({ name, figure, unit, limit, remark: `${beginning}; ${this.done} rounds` });
    if (!(figure <= limit)) process.exitCode = 1;
  }
}

function lookAt(pid: number): Look {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return {
    rssKib: Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
