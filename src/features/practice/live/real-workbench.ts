import type { LabModel } from '../../../core/model/lab-model.ts';
import { links } from '../../links/links.ts';
import type { Staged } from '../exercise.ts';
import type { Machine } from '../machine.ts';
import type { Sight } from '../session.ts';
import { type HeldPort, holdPort } from './held-port.ts';
import { type HypervisorPlace, Hypervisors, type StartHypervisor } from './hypervisors.ts';
import { clearLabs, loadLabs } from './load-labs.ts';
import { readConsoles } from './read-consoles.ts';
import type { LoadReport, Workbench } from './workbench.ts';

interface RealOptions {
  readonly start: StartHypervisor;
  /** Hears that somebody has ended the other program. */
  readonly onProgramEnded: () => void;
  readonly signal: AbortSignal;
}

/** Real sockets of this machine. */
export class RealWorkbench implements Workbench {
  private readonly staged: Staged;
  private readonly hypervisors: Hypervisors;
  /** By port. */
  private readonly held = new Map<number, HeldPort>();
  private readonly onProgramEnded: () => void;
  private readonly signal: AbortSignal;

  constructor(staged: Staged, { start, onProgramEnded, signal }: RealOptions) {
    this.staged = staged;
    this.hypervisors = new Hypervisors(start);
    this.onProgramEnded = onProgramEnded;
    this.signal = signal;
  }

  async load(model: LabModel, { isLoaded, empty, held }: Machine): Promise<LoadReport> {
    // A port that another program has is not to be a NIO's from the load before.
    await clearLabs(model, this.options);
    for (const port of held) await this.hold(port);
    const notStarted = await this.hypervisors.match(model.hypervisors);
    if (!isLoaded) return { made: 0, refused: 0, notStarted };
    const loaded = await loadLabs(model, { ...this.options, withConsoles: this.hasConsoles });
    const again = model.hypervisors.filter(({ name }) => empty.has(name));
    for (const one of again) await this.hypervisors.startAgain(one);
    return { ...loaded, notStarted };
  }

  async look(model: LabModel): Promise<Sight> {
    const { links: observed } = await links(model);
    const fileOf = new Map(model.labs.map(({ name, file }) => [name, file]));
    return {
      links: observed.flatMap(({ name, lab, state, a, b }) =>
        name === undefined || lab === undefined
          ? []
          : [{ file: fileOf.get(lab) ?? '', name, ports: [a.localPort, b?.localPort] as const, state }],
      ),
      stories: observed.flatMap(({ name, state, explanation }) =>
        name === undefined || explanation === '' ? [] : [{ name, state, says: explanation }],
      ),
      isProgramThere: this.held.size > 0,
      ...(this.hasConsoles && { consoles: await readConsoles(model) }),
    };
  }

  async close(): Promise<void> {
    await this.hypervisors.close();
    for (const one of [...this.held.values()]) await one.close();
  }

  private get options() {
    return { reach: (one: HypervisorPlace) => this.hypervisors.reach(one), signal: this.signal };
  }

  private get hasConsoles(): boolean {
    return this.staged.goals.some(({ goal }) => goal === 'consoles');
  }

  private async hold(port: number): Promise<void> {
    if (this.held.has(port)) return;
    const trouble = this.staged.trouble.find((one) => one.trouble === 'held port' && one.port === port);
    const held = await holdPort(trouble?.trouble === 'held port' ? trouble.program : 'program', port);
    if (held === undefined) return;
    this.held.set(port, held);
    void held.ended.then(() => {
      this.held.delete(port);
      this.onProgramEnded();
    });
  }
}
