import type { FilePart, HostFiles, PartOf } from '../../src/world/gns3-host/host-files.ts';

/** What a path is in `GivenFiles`: text, the target of a link, or what may not be read. */
export type GivenFile =
  | string
  | { readonly link: string }
  | { readonly text: string; readonly changedMs: number }
  | 'denied';

/** The files of a host, as a test gives them; folders are there by their files. */
export class GivenFiles implements HostFiles {
  readonly denied = new Set<string>();
  /** Every path that was asked for. */
  readonly asked: string[] = [];
  private readonly files: Readonly<Record<string, GivenFile>>;

  constructor(files: Readonly<Record<string, GivenFile>>) {
    this.files = files;
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    if (this.at(folder) === 'denied') return undefined;
    const below = Object.keys(this.files).filter((path) => path.startsWith(`${folder}/`));
    const names = new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] as string));
    return names.size === 0 ? undefined : [...names];
  }

  async link(path: string): Promise<string | undefined> {
    const file = this.at(path);
    return typeof file === 'object' && 'link' in file ? file.link : undefined;
  }

  async read(path: string, { most, from = 0, atEnd = false }: PartOf): Promise<FilePart | undefined> {
    const file = this.at(path);
    if (file === undefined || file === 'denied') return undefined;
    const { text, changedMs } =
      typeof file === 'string' ? { text: file, changedMs: 0 } : { changedMs: 0, text: '', ...file };
    const bytes = Buffer.from(text);
    const start = atEnd ? Math.max(0, bytes.length - most) : from;
    return { bytes: bytes.subarray(start, start + most), size: bytes.length, changedMs };
  }

  private at(path: string): GivenFile | undefined {
    this.asked.push(path);
    const file = this.files[path];
    if (file === 'denied') this.denied.add(path);
    return file;
  }
}

interface GivenProcess {
  readonly name: string;
  readonly words?: readonly string[] | string;
  readonly parent?: number;
  readonly state?: string;
  readonly directory?: string | 'denied';
}

/** The files of /proc for processes. */
export function procOf(processes: Readonly<Record<number, GivenProcess>>): Record<string, GivenFile> {
  const files: Record<string, GivenFile> = {};
  for (const [pid, { name, words = name, parent = 1, state = 'S', directory }] of Object.entries(processes)) {
    const at = `/proc/${pid}`;
    files[`${at}/comm`] = `${name.slice(0, 15)}\n`;
    files[`${at}/cmdline`] = typeof words === 'string' ? words : words.map((word) => `${word}\0`).join('');
    files[`${at}/stat`] = `${pid} (${name}) ${state} ${parent} 1 1 0 -1`;
    if (directory === 'denied') files[`${at}/cwd`] = 'denied';
    else if (directory !== undefined) files[`${at}/cwd`] = { link: directory };
  }
  return files;
}
