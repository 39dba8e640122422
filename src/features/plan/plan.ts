import { unansweredNamesText } from '../../core/address/unanswered.ts';
import { CheckContext } from '../../core/checks/context.ts';
import type { Finding } from '../../core/checks/finding.ts';
import { groupBy } from '../../core/group-by.ts';
import { editLabs, type LabEdit } from '../../core/lab/edit/edit-lab.ts';
import type { ChangedSetting } from '../../core/lab/edit/lab-change.ts';
import { applyEdits, hunksOf, type TextEdit } from '../../core/lab/edit/text-edit.ts';
import type { Device, Lab, Location, PortRange } from '../../core/lab/lab.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { LabFile } from '../../world/files/lab-files.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { check, isAtLeast } from '../check/check.ts';
import { HYPERVISOR_FIELDS } from './changed-lab.ts';
import { livePorts } from './live/ports-in-use.ts';
import { type PortPlan, planPorts } from './plan-ports.ts';
import type { PlannedChange } from './planned-change.ts';

export interface PlanOptions {
  /** The files of the labs, in the order of the model's labs. */
  readonly files: readonly LabFile[];
  /** Free UDP ports to be kept behind each range. */
  readonly headroom?: number | undefined;
  /** Bases are multiples of it. */
  readonly stride?: number | undefined;
  /** Where all UDP ports must lie. */
  readonly range?: PortRange | undefined;
  /** Ports that are in use on this host now are taken for occupied. */
  readonly avoidLive?: boolean;
  /** @internal The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames;
}

/** One number that is to be changed. */
export interface ChangeSummary {
  readonly lab: string;
  readonly file: string;
  /** Of these two the one that the number belongs to. */
  readonly hypervisor?: string;
  readonly device?: string;
  readonly setting: ChangedSetting;
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly string[];
  readonly location?: Location;
}

/** Lines of a file that go and come, and for which of the changes. */
export interface HunkSummary {
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /**
   * True if the last of these lines are the last of the file, and have no line end, neither before nor after.
   */
  readonly lacksLastLineEnd?: true;
  /** Indexes into `changes`. */
  readonly changes: readonly number[];
}

/** A finding that is still there when everything is changed. */
export type LeftFinding = Pick<Finding, 'id' | 'slug' | 'severity' | 'message' | 'location'> & {
  readonly remedy: string;
};

/** Result of `plan`; its JSON Schema is docs/schemas/plan.schema.json. */
export interface PlanResult {
  readonly schemaVersion: 1;
  /** `findings` if a finding is left, or something found no room. */
  readonly outcome: Outcome;
  readonly labs: ReadonlyArray<{ readonly name: string; readonly file: string }>;
  readonly changes: readonly ChangeSummary[];
  readonly files: ReadonlyArray<{ readonly file: string; readonly hunks: readonly HunkSummary[] }>;
  /** Machines whose UDP ranges find no room. */
  readonly obstacles: ReadonlyArray<{ readonly host: string; readonly message: string }>;
  /** True if no plan changes less. */
  readonly isLeast: boolean;
  /** Errors and warnings before and after; the latter are listed. */
  readonly findingsBefore: number;
  readonly left: readonly LeftFinding[];
  /** What could not be seen, in sentences. */
  readonly limits: readonly string[];
  /**
   * The command line that writes the changed lab; absent if there is nothing to write, or files cannot be.
   */
  readonly nextCommand?: string;
  /** The file that was written. */
  readonly written?: string;
  /** The files that were written into a folder, those of the labs that change; empty if none does. */
  readonly writtenFiles?: readonly string[];
  /** Why no file was written although one was asked for. */
  readonly notWritten?: string;
}

/** The result, and each file as it is to be. */
export interface Planned {
  readonly result: PlanResult;
  /** The labs as they are to be, in the order of those of the model. */
  readonly labs: readonly Lab[];
  /** In the order of the files that were given. */
  readonly texts: readonly string[];
  /** What is changed in each of them. */
  readonly edits: ReadonlyArray<readonly TextEdit[]>;
}

/**
 * Proposes the smallest change of ports with which the labs of all files can run at once, and proves it: the
 * changed texts are read and checked again. Writes nothing. With `avoidLive` throws `WorldError` if the
 * sockets of this host cannot be read.
 */
export async function plan(model: LabModel, options: PlanOptions): Promise<Planned> {
  const { labs, assumptions } = model;
  const { files } = options;
  const live = options.avoidLive ? await livePorts(labs, model.machines, options.names) : undefined;
  const context = new CheckContext(model);
  const planned = planPorts(context, { ...options, inUse: live?.inUse });
  const edited = editedFiles(files, planned);
  const deviceOf = deviceFinder(labs);
  const before = marksOf(model, context);
  const isChanged = planned.changes.length > 0;
  const after = isChanged ? readAgain(files, edited, planned) : labs;
  const left = isChanged ? marksOf(LabModel.of(after, assumptions)) : before;
  const isWritable = isChanged && planned.obstacles.length === 0 && canBeWritten(files);
  return {
    labs: after,
    texts: edited.map(({ text }) => text),
    edits: edited.map(({ edits }) => edits),
    result: present({
      schemaVersion: 1 as const,
      outcome: outcomeOf({ findings: left.length > 0 || planned.obstacles.length > 0 }),
      labs: labs.map(({ name, file }) => ({ name, file })),
      changes: planned.changes.map((change) => summaryOf(change, labs, deviceOf)),
      files: edited.flatMap(({ hunks }, index) =>
        hunks.length === 0 ? [] : [{ file: (files[index] as LabFile).file, hunks }],
      ),
      obstacles: planned.obstacles.map(({ machine, message }) => ({ host: machine, message })),
      isLeast: planned.isLeast,
      findingsBefore: before.length,
      left: left.map(leftFrom),
      limits: [...new Set([unansweredNamesText(assumptions.unanswered) ?? [], live?.limits ?? []].flat())],
      nextCommand: isWritable ? nextCommand(model, options) : undefined,
    }),
  };
}

/** Errors and warnings, which count. */
function marksOf(model: LabModel, context = new CheckContext(model)): Finding[] {
  return check(model, { context }).findings.filter((finding) => isAtLeast(finding, 'warning'));
}

/** Several files go into one folder, if each has a name of its own. */
function canBeWritten(files: readonly LabFile[]): boolean {
  const names = files.map(({ file }) => fileName(file).toLowerCase());
  if (files.some(({ within }) => within !== undefined)) return false;
  return files.length <= 1 || (new Set(names).size === names.length && !files.some(({ file }) => file === '(stdin)'));
}

function fileName(file: string): string {
  return /[^/\\]*$/.exec(file)?.[0] ?? file;
}

/**
 * The command that writes what this one shows: with all that was assumed and asked for, or the new one would
 * plan otherwise.
 */
function nextCommand({ labs, assumptions }: LabModel, options: PlanOptions): string {
  const { headroom, stride, range, avoidLive } = options;
  const [{ file = '', scenario } = {}] = labs;
  const isFilter = file === '(stdin)';
  return [
    'niostat plan',
    labWords({ labs: isFilter ? labs.map((lab) => ({ ...lab, file: '-' })) : labs, assumptions }),
    ...(headroom === undefined ? [] : [`--headroom ${headroom}`]),
    ...(stride === undefined ? [] : [`--stride ${stride}`]),
    ...(range === undefined ? [] : [`--range ${range.first}-${range.last}`]),
    ...(avoidLive ? ['--avoid live'] : []),
    ...(assumptions.addresses === undefined ? [] : ['--resolve']),
    options.files.length > 1
      ? '--write-dir planned'
      : `--write ${isFilter ? '-' : commandWord(newName(scenario === undefined ? file : `${scenario}.yaml`))}`,
  ].join(' ');
}

/** `lab.net` becomes `lab.planned.net`. */
function newName(file: string): string {
  return /\.[^./\\]+$/.test(file) ? file.replace(/(\.[^./\\]+)$/, '.planned$1') : `${file}.planned`;
}

interface EditedFile {
  readonly text: string;
  readonly hunks: readonly HunkSummary[];
  readonly edits: readonly TextEdit[];
}

function editedFiles(files: readonly LabFile[], { changes }: PortPlan): EditedFile[] {
  let firstLab = 0;
  const byLab = groupBy(changes, ({ lab }) => lab);
  const numbers = new Map(changes.map((change, index) => [change, index]));
  return files.map(({ text, labs }) => {
    const changesOf = labs.map((_, number) => byLab.get(firstLab + number) ?? []);
    firstLab += labs.length;
    const edits = editLabs(
      text,
      labs.map((lab, number) => ({ lab, changes: changesOf[number] ?? [] })),
    );
    const indexOf = ({ labNumber, changeNumber }: LabEdit): number =>
      numbers.get(changesOf[labNumber]?.[changeNumber] as PlannedChange) ?? -1;
    const hunks = hunksOf(text, edits).map(({ edits: made, ...hunk }) => ({
      ...hunk,
      changes: [...new Set(made.map((number) => indexOf(edits[number] as LabEdit)))],
    }));
    return { text: applyEdits(text, edits), hunks, edits };
  });
}

/** The labs as they are in the changed texts; formats that are not edited have not changed. */
function readAgain(files: readonly LabFile[], edited: readonly EditedFile[], { changes }: PortPlan): Lab[] {
  const again = files.flatMap(({ file, text, labs: old }, index) => {
    const changed = edited[index]?.text ?? text;
    return changed === text ? old : readLab(changed, file).labs;
  });
  if (again.length !== files.flatMap(({ labs }) => labs).length) throw new Error('a changed lab cannot be read again');
  const deviceOf = deviceFinder(again);
  for (const { lab, target, setting, to } of changes) {
    const one = again[lab];
    const found =
      target.type === 'device'
        ? deviceOf(lab, target.name)?.[setting as 'console' | 'aux']
        : one?.hypervisors[target.index]?.[HYPERVISOR_FIELDS[setting]];
    if (found !== to)
      throw new Error(`${setting} of ${JSON.stringify(target)} is ${found} in the changed lab, not ${to}`);
  }
  return again;
}

/** Finds devices by lab and name; the first of a name. */
function deviceFinder(labs: readonly Lab[]): (lab: number, name: string) => Device | undefined {
  const known = new Map<number, ReadonlyMap<string, Device>>();
  return (lab, name) => {
    let devices = known.get(lab);
    if (devices === undefined) {
      devices = new Map(labs[lab]?.devices.toReversed().map((device) => [device.name, device]));
      known.set(lab, devices);
    }
    return devices.get(name);
  };
}

function summaryOf(
  { lab, target, setting, from, to, reasons }: PlannedChange,
  labs: readonly Lab[],
  deviceOf: (lab: number, name: string) => Device | undefined,
): ChangeSummary {
  const { name, file, hypervisors } = labs[lab] as Lab;
  const owner = target.type === 'hypervisor' ? hypervisors[target.index] : deviceOf(lab, target.name);
  return present({
    lab: name,
    file,
    hypervisor: target.type === 'hypervisor' ? (owner?.name ?? '') : undefined,
    device: target.type === 'device' ? target.name : undefined,
    setting,
    from,
    to,
    reasons,
    location: owner?.location,
  });
}

function leftFrom({ id, slug, severity, message, remedy, location }: Finding): LeftFinding {
  return present({ id, slug, severity, message, remedy: remedy.text, location });
}
