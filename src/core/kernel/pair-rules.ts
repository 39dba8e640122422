import type { Bases } from './bases.ts';
import type { BindAnswer, KernelKnowledge, ReceiverAnswer, SituationId } from './situation.ts';
import { NOT_ESTABLISHED } from './systems/statement.ts';

/** The kinds of sockets that programs of a lab make; `open`: what the program does is not established. */
const KINDS = ['plain', 'reuse', 'specific', 'vpcs', 'open'] as const;

type Kind = (typeof KINDS)[number];

export const KIND = { plain: 0, reuse: 1, specific: 2, vpcs: 3, open: 4 } as const satisfies Record<Kind, number>;

/** The family of a socket; `open` if it is that of a name which nobody has asked for. */
export const FAMILY = { ipv4: 0, ipv6: 1, open: 2 } as const;

const FAMILY_COUNT = 3;
const PARTY_COUNT = KINDS.length * FAMILY_COUNT * 2;

/** Kind, family and whether root owns it, as one number: what a second bind of the port depends on. */
export function partyOf(kind: number, family: number, isRoot: boolean): number {
  return (kind * FAMILY_COUNT + family) * 2 + Number(isRoot);
}

interface Party {
  readonly kind: Kind;
  readonly family: number;
  readonly isRoot: boolean;
}

function partyAt(number: number): Party {
  const family = Math.floor(number / 2) % FAMILY_COUNT;
  return { kind: KINDS[Math.floor(number / 2 / FAMILY_COUNT)] ?? 'open', family, isRoot: number % 2 === 1 };
}

/** What becomes of a socket that meets another on its port, and on what that rests (numbers of `Bases`). */
export interface Rule {
  readonly bind: BindAnswer;
  readonly receiver: ReceiverAnswer;
  readonly bindBasis: number;
  readonly receiverBasis: number;
  /** True if the program then succeeds with the next address of the name, and what that rests on. */
  readonly fallsBack: boolean;
  readonly fallbackBasis: number;
}

/** What one kernel does with each pair of parties; worked out when it is asked for. */
export class PairRules {
  private readonly knowledge: KernelKnowledge;
  private readonly bases: Bases;
  private readonly rules: Rule[] = [];

  constructor(knowledge: KernelKnowledge, bases: Bases) {
    this.knowledge = knowledge;
    this.bases = bases;
  }

  /** `isIdentical`: both are connected to one peer from one address. */
  ruleOf(first: number, second: number, isIdentical: boolean): Rule {
    const index = (first * PARTY_COUNT + second) * 2 + Number(isIdentical);
    let rule = this.rules[index];
    if (rule === undefined) {
      rule = this.rule(partyAt(first), partyAt(second), isIdentical);
      this.rules[index] = rule;
    }
    return rule;
  }

  private rule(first: Party, second: Party, isIdentical: boolean): Rule {
    if ((first.family === FAMILY.open) === (second.family === FAMILY.open)) {
      return this.ruleIn(situationOf(first, second, isIdentical, this.knowledge.system === 'darwin'), first, second);
    }
    // A name is IPv4 or IPv6: what is said holds for both.
    const [one, other] = [FAMILY.ipv4, FAMILY.ipv6].map((family) => {
      const [a, b] = [first, second].map((party) => (party.family === FAMILY.open ? { ...party, family } : party));
      return this.rule(a as Party, b as Party, isIdentical);
    }) as [Rule, Rule];
    return one.bind === other.bind && one.receiver === other.receiver ? one : this.ruleIn(undefined, first, second);
  }

  private ruleIn(id: SituationId | undefined, first: Party, second: Party): Rule {
    const { knowledge, bases } = this;
    const { bind, receiver } = id === undefined ? NOT_ESTABLISHED : knowledge.answerTo(id);
    const areNew = first.kind === 'reuse' && second.kind === 'reuse';
    const onLocalhost = knowledge.answerTo(areNew ? 'localhost-reuse' : 'localhost-plain').bind;
    return {
      bind: bind.value,
      receiver: receiver.value,
      bindBasis: bases.numberOf(bind),
      receiverBasis: bases.numberOf(receiver),
      fallsBack: onLocalhost.value === 'fallback',
      fallbackBasis: bases.numberOf(onLocalhost),
    };
  }
}

/** The situation of two sockets on one port; undefined if nobody has established what a program does. */
function situationOf(first: Party, second: Party, isIdentical: boolean, isDarwin: boolean): SituationId | undefined {
  if (first.kind === 'open' || second.kind === 'open') return undefined;
  const areNew = first.kind === 'reuse' && second.kind === 'reuse';
  if (first.family !== second.family) {
    // On macOS a socket on :: looks for IPv4 sockets on the port too (XNU in6_pcbbind), as one of IPv4 would.
    if (!isDarwin || first.family === FAMILY.ipv6) return areNew ? 'ipv6-ipv4-reuse' : 'ipv6-ipv4-plain';
  } else if (areNew && first.family === FAMILY.ipv6 && first.isRoot === second.isRoot) {
    return isIdentical ? 'ipv6-reuse-identical' : 'ipv6-reuse-different';
  }
  if (areNew && first.isRoot !== second.isRoot && !isIdentical)
    return first.isRoot ? 'root-then-user' : 'user-then-root';
  return situationOfKinds(first.kind, second.kind, isIdentical ? 'identical' : 'different');
}

function situationOfKinds(first: Kind, second: Kind, peers: 'identical' | 'different'): SituationId | undefined {
  // Towards VPCS a socket on one address is as any without SO_REUSEADDR.
  if (first === 'vpcs') return second === 'reuse' ? 'vpcs-reuse' : second === 'vpcs' ? 'vpcs-vpcs' : 'vpcs-plain';
  if (second === 'vpcs') return first === 'reuse' ? 'reuse-vpcs' : 'plain-vpcs';
  if (first === 'open' || second === 'open') return undefined;
  if (first === 'specific') return `specific-${second}`;
  return second === 'specific' ? `${first}-specific` : `${first}-${second}-${peers}`;
}
