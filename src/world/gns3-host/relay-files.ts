import type { FilePart, HostFiles, PartOf } from './host-files.ts';
import type { Relay, RelayAnswer } from './relay.ts';

/** The files of another host. */
export class RelayFiles implements HostFiles {
  readonly denied = new Set<string>();
  private readonly relay: Relay;

  constructor(relay: Relay) {
    this.relay = relay;
  }

  async list(path: string): Promise<readonly string[] | undefined> {
    const names = (await this.ask(path, { do: 'list', path }))?.names;
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
  }

  async link(path: string): Promise<string | undefined> {
    const link = (await this.ask(path, { do: 'link', path }))?.link;
    return typeof link === 'string' ? link : undefined;
  }

  async read(path: string, { most, from = 0, atEnd = false }: PartOf): Promise<FilePart | undefined> {
    const answer = await this.ask(path, { do: 'read', path, most, from, atEnd });
    if (typeof answer?.data !== 'string') return undefined;
    const bytes = Buffer.from(answer.data, 'base64').subarray(0, most);
    return { bytes, size: Number(answer.size) || 0, changedMs: Number(answer.changed) || 0 };
  }

  private async ask(path: string, request: object): Promise<RelayAnswer | undefined> {
    const answer = await this.relay.ask(request);
    if (answer?.error === 'EACCES' || answer?.error === 'EPERM') this.denied.add(path);
    return answer?.error === undefined ? answer : undefined;
  }
}
