import { HEADROOM } from '../bases/headroom.ts';
import type { PlaceMap } from '../bases/place-map.ts';
import { placeOne, takenBy, USUAL_BASE } from '../bases/place-ranges.ts';
import { type PlacedMachine, placedMachines, placementRules } from '../bases/placed-machines.ts';
import { type UdpItem, windowsOf } from '../bases/udp-machines.ts';
import type { Lab } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';
import type { UsedRange } from './used-range.ts';

/** What nobody has asked anything of. */
const RULES = placementRules({});

/**
 * A machine with what is made when the first of its ranges is asked for: labs have 100,000 machines, and most
 * have no finding.
 */
class Proposals {
  private readonly machine: PlacedMachine;
  private madeItems: ReadonlyMap<UsedRange, UdpItem> | undefined;
  private madeTaken: PlaceMap | undefined;
  private madeTakenNow: PlaceMap | undefined;

  constructor(machine: PlacedMachine) {
    this.machine = machine;
  }

  itemOf(range: UsedRange): UdpItem | undefined {
    this.madeItems ??= new Map(this.machine.items.map((item) => [item.range, item]));
    return this.madeItems.get(range);
  }

  plannedBase(item: UdpItem): number | undefined {
    return this.machine.placement?.bases.get(item);
  }

  /** The ports that are taken once its ranges are where they are to be. */
  get taken(): PlaceMap {
    const { items, blocked, placement } = this.machine;
    this.madeTaken ??= takenBy(items, blocked, HEADROOM, placement?.bases);
    return this.madeTaken;
  }

  /** With the ranges as they are in addition, for ports that are proposed in place of a move. */
  get takenNow(): PlaceMap {
    const { items, blocked, placement } = this.machine;
    this.madeTakenNow ??= takenBy(items, [], HEADROOM, undefined, takenBy(items, blocked, HEADROOM, placement?.bases));
    return this.madeTakenNow;
  }
}

const finders = new WeakMap<CheckContext, BaseFinder>();

/** The one for all checks of a run: what one of them has proposed is taken for the next. */
export function basesOf(context: CheckContext): BaseFinder {
  let finder = finders.get(context);
  if (finder === undefined) {
    finder = new BaseFinder(context);
    finders.set(context, finder);
  }
  return finder;
}

/**
 * Proposes base UDP ports that are free on a machine: where `niostat plan` moves a hypervisor, that is its
 * base. One that was proposed is taken from then on. Nothing is worked out before somebody asks.
 */
class BaseFinder {
  private readonly context: CheckContext;
  private readonly proposed = new Map<UsedRange, number | undefined>();
  private known: ReadonlyMap<string, Proposals> | undefined;

  constructor(context: CheckContext) {
    this.context = context;
  }

  /** Those of the ranges that a plan moves; a finding that a plan removes has one of them at least. */
  movedOf(ranges: readonly UsedRange[]): UsedRange[] {
    return ranges.filter((range) => this.plannedBase(range) !== undefined);
  }

  /**
   * The base for a hypervisor to move to; the same one, however often and for whatever reason it is asked
   * for.
   */
  proposeFor(range: UsedRange): number | undefined {
    const planned = this.plannedBase(range);
    if (planned !== undefined) return planned;
    if (!this.proposed.has(range)) {
      const proposals = this.machines.get(range.machine) as Proposals;
      this.proposed.set(range, placeOne(proposals.itemOf(range) as UdpItem, proposals.taken, RULES));
    }
    return this.proposed.get(range);
  }

  /**
   * A port for one end of a tunnel on a machine that labs count up on, whether bases are moved as planned or
   * not.
   */
  proposePort(machine: string, lab: Lab): number | undefined {
    const proposals = this.machines.get(machine);
    if (proposals === undefined) return undefined;
    const windows = windowsOf(this.context, lab, {});
    const item = { base: USUAL_BASE, length: 1, lab: -1, isFixed: false, mustMove: true, windows, avoided: [] };
    return placeOne(item, proposals.takenNow, RULES);
  }

  private plannedBase(range: UsedRange): number | undefined {
    const proposals = this.machines.get(range.machine);
    const item = proposals?.itemOf(range);
    return item && proposals?.plannedBase(item);
  }

  private get machines(): ReadonlyMap<string, Proposals> {
    this.known ??= new Map(
      placedMachines(this.context, {}).map((machine) => [machine.machine, new Proposals(machine)]),
    );
    return this.known;
  }
}
