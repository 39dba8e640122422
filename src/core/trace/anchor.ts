/** What happens while a link is made, in the usual order; a wrapper's end always comes first. */
const ORDER = ['a.port', 'b.port', 'a.tunnel', 'a.bind', 'b.tunnel', 'b.bind'] as const;

/** Where an anchor stands: `4:3a.frame` is at place `4`, at its end. */
interface AnchorParts {
  /** `0`, the number of a link, `e1` for an event, `end`, `s1` for a node that starts. */
  readonly place: string;
  /** Where in the place: parts with a lower one happen before. */
  readonly rank: number;
}

/** Undefined for a text that is no anchor. */
function anchorParts(anchor: string): AnchorParts | undefined {
  const [, place, end = '', what = ''] =
    /^(end|[es]?\d{1,9})([ab])?(?::[^.]{1,20})?\.([a-z]{1,20})$/.exec(anchor) ?? [];
  if (place === undefined) return undefined;
  const rank = ORDER.findIndex((one) => one === `${end}.${what === 'connect' ? 'bind' : what}`);
  const isInMaking = rank >= 0 && !anchor.includes(':');
  return { place, rank: isInMaking ? rank : what === 'fail' ? 2 : ORDER.length };
}

/** The steps of anchors in one trace. */
export class AnchorSteps {
  private readonly steps = new Map<string, number>();
  /** Place → its steps with their ranks, in their order. */
  private readonly places = new Map<string, Array<{ rank: number; step: number }>>();
  /** Kind of place, `` for links, `e`, `s` → the highest number: one may be asked for that is far above. */
  private readonly highest = new Map<string, number>();

  add(anchor: string, step: number): void {
    if (this.steps.has(anchor)) return;
    this.steps.set(anchor, step);
    const parts = anchorParts(anchor);
    if (parts === undefined) return;
    const known = this.places.get(parts.place) ?? [];
    this.places.set(parts.place, known);
    known.push({ rank: parts.rank, step });
    const { kind, number } = kindAndNumber(parts.place);
    this.highest.set(kind, Math.max(number, this.highest.get(kind) ?? 0));
  }

  /** The step of an anchor, or of the last one before it that is there; undefined if there is none. */
  stepOf(anchor: string): number | undefined {
    const exact = this.steps.get(anchor);
    const parts = anchorParts(anchor);
    if (exact !== undefined || parts === undefined) return exact;
    const here = this.places.get(parts.place);
    if (here !== undefined) return (here.findLast(({ rank }) => rank <= parts.rank) ?? here[0])?.step;
    return this.places.get(this.placeBefore(parts.place) ?? '')?.at(-1)?.step;
  }

  /** The last place of the same kind with a lower number. */
  private placeBefore(place: string): string | undefined {
    const { kind, number } = kindAndNumber(place);
    for (let before = Math.min(number - 1, this.highest.get(kind) ?? 0); before >= 0; before--)
      if (this.places.has(`${kind}${before}`)) return `${kind}${before}`;
    return undefined;
  }
}

/** `e` and 3 of `e3`; of `end`, which has no number, 0. */
function kindAndNumber(place: string): { readonly kind: string; readonly number: number } {
  const [, kind = '', digits = '0'] = /^([es]?)(\d+)$/.exec(place) ?? [];
  return { kind, number: Number(digits) };
}
