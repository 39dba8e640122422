import { HEADROOM } from '../../core/bases/headroom.ts';
import { doHarm, type RangeItem } from '../../core/bases/range-item.ts';
import type { UdpItem } from '../../core/bases/udp-machines.ts';
import { countUpTo } from '../../core/count-up-to.ts';
import { groupBy } from '../../core/group-by.ts';
import { fewReasons } from './few-reasons.ts';

/** Why a range has to go: the others of its machine, in the order of their bases. */
export class Clashes {
  private readonly gap: number;
  /** Those that stay do each other no harm, so that they lie one behind the other. */
  private readonly staying: Row;
  private readonly moving: Row;
  private readonly ofLab: ReadonlyMap<number, Row>;
  private readonly atBase: ReadonlyMap<string, readonly UdpItem[]>;

  constructor(items: readonly UdpItem[], moved: ReadonlyMap<RangeItem, number>, gap: number) {
    this.gap = gap;
    const stay = items.filter((item) => !moved.has(item));
    this.staying = new Row(stay.filter((item) => item.length > 0 || gap > 0));
    this.moving = new Row(items.filter((item) => moved.has(item)));
    this.ofLab = new Map([...groupBy(stay, ({ lab }) => lab)].map(([lab, own]) => [lab, new Row(own)]));
    this.atBase = groupBy(stay, ({ lab, base }) => `${lab} ${base}`);
  }

  /** What is wrong with the place of an item that moves, the first three reasons in words. */
  reasonsFor(item: UdpItem): readonly string[] {
    const { some, count } = this.inTheWay(item);
    const reasons = [...item.faults, ...some.map((other) => clash(item, other))];
    if (reasons.length > 0) return fewReasons(reasons, item.moreFaults + count - some.length);
    return [this.nearness(item) ?? 'makes room for the others'];
  }

  /** What stays is what it has to give way to; else its neighbours. */
  private inTheWay(item: UdpItem): { some: readonly UdpItem[]; count: number } {
    const length = this.gap > 0 ? Math.max(item.length, 1) + this.gap : item.length;
    const first = this.staying.lastBefore(item.base + 1);
    const start = first !== undefined && doHarm(item, first, this.gap) ? first.base : item.base;
    const run = length === 0 ? { some: [], count: 0 } : this.staying.between(start, item.base + length);
    const twins = (this.atBase.get(`${item.lab} ${item.base}`) ?? []).filter((twin) => !run.some.includes(twin));
    if (run.count + twins.length > 0) {
      const some = [...twins, ...run.some];
      return { some, count: run.count + twins.length };
    }
    const near = this.moving.around(item).filter((other) => doHarm(item, other, this.gap));
    return { some: near, count: near.length };
  }

  /** The nearest range of the lab that stays, if there would be too little room between the two. */
  private nearness(item: UdpItem): string | undefined {
    const roomTo = (other: UdpItem): number =>
      other.base > item.base ? other.base - item.base - item.length : item.base - other.base - other.length;
    const [near] = (this.ofLab.get(item.lab)?.around(item) ?? [])
      .filter((other) => roomTo(other) >= 0 && roomTo(other) < HEADROOM)
      .sort((a, b) => roomTo(a) - roomTo(b));
    return near && `would be ${roomTo(near)} ports from ${near.range.hypervisor.name} (NIO003 little-headroom)`;
  }
}

/** As many as are told of one by one. */
const MAX_SHOWN = 3;

/** Items by their bases. */
class Row {
  private readonly sorted: readonly UdpItem[];
  private readonly bases: readonly number[];

  constructor(items: readonly UdpItem[]) {
    this.sorted = [...items].sort((a, b) => a.base - b.base);
    this.bases = this.sorted.map(({ base }) => base);
  }

  /** The last one with a base below `end`. */
  lastBefore(end: number): UdpItem | undefined {
    return this.sorted[countUpTo(this.bases, end - 1) - 1];
  }

  /** The first few with a base from `first` up to, not including, `end`, and how many there are. */
  between(first: number, end: number): { some: readonly UdpItem[]; count: number } {
    const start = countUpTo(this.bases, first - 1);
    const count = countUpTo(this.bases, end - 1) - start;
    return { some: this.sorted.slice(start, start + Math.min(count, MAX_SHOWN)), count };
  }

  /** The neighbours of an item below and above, without itself. */
  around(item: UdpItem): UdpItem[] {
    const place = countUpTo(this.bases, item.base - 1);
    const behind = this.sorted.slice(place, place + 2).find((other) => other !== item);
    const last = this.sorted[countUpTo(this.bases, item.base)];
    return [...new Set([this.sorted[place - 1], behind, last])].filter(
      (other): other is UdpItem => other !== undefined && other !== item,
    );
  }
}

function clash(item: UdpItem, other: UdpItem): string {
  const { name } = other.range.hypervisor;
  const isOneLab = item.lab === other.lab;
  const whose = isOneLab ? name : `${name} in ${other.range.lab.name}`;
  if (isOneLab && item.base === other.base) return `has the base of ${whose} (NIO001 same-base-udp)`;
  const first = Math.max(item.base, other.base);
  const last = Math.min(item.base + item.length, other.base + other.length) - 1;
  if (first > last) return `leaves too little room between it and ${whose} (--headroom)`;
  const ports = first === last ? `port ${first}` : `ports ${first}–${last}`;
  return `takes ${ports} of ${whose} (${isOneLab ? 'NIO002 overlapping-ranges' : 'NIO004 labs-collide'})`;
}
