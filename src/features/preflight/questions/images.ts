import type { Device, Hypervisor } from '../../../core/lab/lab.ts';
import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import type { FileState } from '../../../world/files/file-state.ts';
import type { Facts } from '../live/facts.ts';
import type { Answer, PreflightDetail } from '../result.ts';
import { judged, type Question, skipped, unknown } from './question.ts';

type Problem = Exclude<FileState, 'usable'> | 'tilde';

const PROBLEMS: Readonly<Record<Problem, { readonly what: string; readonly remedy: string }>> = {
  missing: { what: 'does not exist', remedy: 'correct the path, or put the file there' },
  'not-a-file': { what: 'is not a file', remedy: 'name a file' },
  'not-readable': { what: 'cannot be read by this user', remedy: 'change its owner or its mode' },
  tilde: { what: 'begins with ~, which Dynamips does not expand', remedy: 'write the whole path' },
  compressed: { what: 'is an archive', remedy: 'unpack it: Dynamips takes the image itself' },
  'not-an-image': {
    what: 'is not an image for Dynamips, which takes ELF files of 32 bits, big endian',
    remedy: 'name an IOS image of the right platform',
  },
};

/** A file that routers need on this host, each once. */
interface NeededFile {
  readonly kind: 'image' | 'text';
  readonly written: string;
  readonly hypervisor: Hypervisor;
  readonly devices: [Device, ...Device[]];
}

export const IMAGES: Question = {
  id: 'images',
  title: 'Are the IOS images and configurations there?',
  async ask(facts) {
    const { needed, elsewhere } = await neededFiles(facts);
    if (needed.length === 0) {
      return skipped(whyNone(facts, elsewhere));
    }
    const details: PreflightDetail[] = [];
    const notKnown: NeededFile[] = [];
    let foreign = 0;
    for (const file of needed) {
      const place = await facts.pathOf(file.hypervisor, file.written);
      if ('why' in place) {
        if (place.why === 'foreign') foreign++;
        else if (place.why === 'tilde') details.push(detailOf(file, file.written, 'tilde'));
        else notKnown.push(file);
        continue;
      }
      const state = await facts.fileState(place.path, file.kind);
      if (state !== 'usable') details.push(detailOf(file, place.path, state));
    }
    const rest = [
      ...(foreign > 0 ? [`${counted(foreign, 'path')} of Windows`] : []),
      ...(elsewhere > 0 ? [`${counted(elsewhere, 'file')} on other hosts`] : []),
    ];
    return answerOf(details, { looked: needed.length - foreign - notKnown.length, notKnown, rest });
  },
};

/** A GNS3 server keeps its images in a folder of its own. */
function whyNone({ model }: Facts, elsewhere: number): string {
  if (elsewhere > 0) return `${counted(elsewhere, 'file')} on other hosts`;
  const isServers = model.labs.some(({ format, devices }) => format === 'gns3' && devices.some(({ image }) => image));
  return isServers ? 'the GNS3 server has them in its own folder' : 'the lab names none';
}

interface Looked {
  /** Number of files that were looked at. */
  readonly looked: number;
  /** Nobody knows where they are. */
  readonly notKnown: readonly NeededFile[];
  /** What was not looked at. */
  readonly rest: readonly string[];
}

function answerOf(details: readonly PreflightDetail[], { looked, notKnown, rest }: Looked): Answer {
  const aside = rest.length === 0 ? '' : `${listed(rest)} not looked at`;
  const [first] = notKnown;
  if (details.length === 0 && first !== undefined) {
    const others = notKnown.length === 1 ? '' : `, and ${counted(notKnown.length - 1, 'other')}`;
    return unknown(
      `${first.written}${others}: a relative path counts from the working directory of Dynamips, which is not known`,
      'write the whole path of the image, or of workingdir',
    );
  }
  if (looked === 0) return skipped(listed(rest));
  const lost = notKnown.length === 0 ? '' : `; where ${counted(notKnown.length, 'relative path')} lead is not known`;
  const suffix = `${lost}${aside === '' ? '' : `; ${aside}`}`;
  const all = counted(looked, 'file');
  return judged(details, `${all} there${suffix}`, `${details.length} of ${all} cannot be used${suffix}`);
}

/** A GNS3 server knows where its images are; what is on another host cannot be seen from here. */
async function neededFiles(facts: Facts): Promise<{ needed: NeededFile[]; elsewhere: number }> {
  const here = new Set(await facts.hypervisorsHere());
  const files = new Map<string, NeededFile>();
  const elsewhere = new Set<string>();
  for (const file of facts.model.allocations.flatMap(({ placement }) => [...placement].flatMap(filesOf))) {
    // A whole path is one file, whichever hypervisor needs it.
    const directory = /^(?:\/|\\\\|[a-z]:[/\\])/i.test(file.written) ? '' : file.hypervisor.name;
    const key = `${directory} ${file.kind} ${file.written}`;
    const known = files.get(key);
    if (!here.has(file.hypervisor)) elsewhere.add(key);
    else if (known === undefined) files.set(key, file);
    else known.devices.push(...file.devices);
  }
  return { needed: [...files.values()], elsewhere: elsewhere.size };
}

function filesOf([device, hypervisor]: readonly [Device, Hypervisor]): NeededFile[] {
  if (hypervisor.kind !== 'dynamips') return [];
  const { image, configFile } = device;
  const written = [
    { kind: 'image' as const, written: image },
    { kind: 'text' as const, written: configFile },
  ];
  return written.flatMap(({ kind, written }) =>
    written === undefined ? [] : [{ kind, written, hypervisor, devices: [device] }],
  );
}

function detailOf({ kind, devices }: NeededFile, path: string, state: Problem): PreflightDetail {
  const { what, remedy } = PROBLEMS[state];
  const [{ name, location }, ...others] = devices;
  const whose = others.length === 0 ? name : `${name} and ${counted(others.length, 'other router')}`;
  const noun = kind === 'image' ? 'the image' : 'the configuration';
  return present({
    severity: 'error' as const,
    rule: `${kind === 'image' ? 'image' : 'configuration'}-${state}`,
    about: [path],
    message: `${path}, ${noun} of ${whose}, ${what}`,
    remedy,
    location,
  });
}
