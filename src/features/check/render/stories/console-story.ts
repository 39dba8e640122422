import type { ConsoleEvidence, Finding } from '../../../../core/checks/finding.ts';
import { type PasteTarget, pastePorts } from '../../../../core/checks/paste.ts';
import { groupBy } from '../../../../core/group-by.ts';
import { someOf } from '../../../../core/text/listed.ts';
import { type Story, sharedStory, someLines } from './story.ts';

type ConsoleFinding = Finding & { readonly consoles: readonly ConsoleEvidence[] };

/** As many devices are named in the remedy; the lines to be pasted name all of them. */
const NAMED = 5;

/**
 * Consoles that clash on a host, as one story: routers that clash with their consoles clash with their AUX
 * ports as a rule, and where one pair does, others do for the same reason.
 */
export function consoleStory(group: readonly [ConsoleFinding, ...ConsoleFinding[]]): Story {
  const consoles = group.flatMap((finding) => finding.consoles);
  const saysLab = new Set(consoles.map(({ lab }) => lab)).size > 1;
  const proposals = consoles.filter(({ proposed }) => proposed !== undefined);
  const movers = [...new Set(proposals.map((one) => nameOf(one, saysLab)))];
  const bySet = groupBy(group, ({ consoles: all }) => all.map((one) => nameOf(one, saysLab)).join('\n'));
  return {
    ...sharedStory(group),
    message: `${group.length} TCP ports are each given to more than one console or AUX port of one host: only the device that starts first can be reached there, and no error is shown`,
    points: someLines([...bySet.values()].map((pair) => pointOf(pair, saysLab))),
    remedy: `give ${someOf(movers, NAMED)} these ports:`,
    paste: pasteOf(proposals, saysLab),
  };
}

/** `R10 and SW6: console 2028, AUX 2528`. */
function pointOf(group: readonly ConsoleFinding[], saysLab: boolean): string {
  const names = [...new Set(group[0]?.consoles.map((one) => nameOf(one, saysLab)))];
  const ports = group.map(({ consoles }) => {
    const kinds = new Set(consoles.map(({ type }) => type));
    const words = consoles.slice(0, MOST_NAMES).map((one) => `${WORDS[one.type]} of ${nameOf(one, saysLab)}`);
    const port = consoles[0]?.port;
    return kinds.size === 1
      ? `${[...kinds].map((kind) => WORDS[kind])} ${port}`
      : `TCP port ${port} (${words.join(', ')})`;
  });
  return `${namesText(names)}: ${ports.join(', ')}`;
}

/** A place on the screen is limited; one port that a thousand devices have is a rare accident. */
const MOST_NAMES = 20;

function namesText(names: readonly string[]): string {
  if (names.length > MOST_NAMES) return someOf(names, MOST_NAMES);
  return [...names.slice(0, -2), names.slice(-2).join(' and ')].join(', ');
}

function nameOf({ device, lab }: ConsoleEvidence, saysLab: boolean): string {
  return saysLab ? `${device} in ${lab}` : device;
}

const WORDS: Readonly<Record<ConsoleEvidence['type'], string>> = {
  console: 'console',
  aux: 'AUX',
  internal: 'inner console',
};

/** A section for each device with all its new ports, lab by lab. */
function pasteOf(proposals: readonly ConsoleEvidence[], saysLab: boolean): string | undefined {
  const lines = [...groupBy(proposals, ({ lab }) => lab)].flatMap(([lab, ofLab]) => {
    return [...(saysLab ? [`in ${lab}:`] : []), ...sections(ofLab)];
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}

function sections(proposals: readonly ConsoleEvidence[]): string[] {
  const known = new Map<string, { target: PasteTarget; ports: Record<string, number> }>();
  for (const { type, proposed } of proposals) {
    if (proposed === undefined) continue;
    const section = known.get(proposed.section) ?? { target: proposed, ports: {} };
    known.set(proposed.section, section);
    section.ports[type] = proposed.port;
  }
  return [...known.values()].map(({ target, ports }) => pastePorts(target, ports));
}
