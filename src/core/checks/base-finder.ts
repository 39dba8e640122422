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

/** A machine with the ports that are taken once its ranges are where they are to be. */
interface Proposals {
  readonly machine: PlacedMachine;
  readonly itemOf: ReadonlyMap<UsedRange, UdpItem>;
  readonly taken: PlaceMap;
  /**
   * With the ranges as they are in addition, for ports that are proposed in place of a move; made when the
   * first one is.
   */
  takenNow: PlaceMap | undefined;
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
      const { itemOf, taken } = this.machines.get(range.machine) as Proposals;
      this.proposed.set(range, placeOne(itemOf.get(range) as UdpItem, taken, RULES));
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
    proposals.takenNow ??= takenNowOn(proposals.machine);
    return placeOne(item, proposals.takenNow, RULES);
  }

  private plannedBase(range: UsedRange): number | undefined {
    const { machine, itemOf } = this.machines.get(range.machine) as Proposals;
    const item = itemOf.get(range);
    return item && machine.placement?.bases.get(item);
  }

  private get machines(): ReadonlyMap<string, Proposals> {
    this.known ??= new Map(
      placedMachines(this.context, {}).map((machine) => {
        const { items, blocked, placement } = machine;
        const itemOf = new Map(items.map((item) => [item.range, item]));
        const taken = takenBy(items, blocked, HEADROOM, placement?.bases);
        return [machine.machine, { machine, itemOf, taken, takenNow: undefined }];
      }),
    );
    return this.known;
  }
}

/** What is taken on a machine as it is, and as it is planned. */
function takenNowOn({ items, blocked, placement }: PlacedMachine): PlaceMap {
  const planned = takenBy(items, blocked, HEADROOM, placement?.bases);
  return takenBy(items, [], HEADROOM, undefined, planned);
}
