import type { HostFiles } from './host-files.ts';
import type { ProjectFolders } from './project-folders.ts';
import { parseUBridgeLog, type UBridgeLog } from './ubridge-log.ts';

/** The start of a log has its control port, a day of a busy lab is some kilobytes. */
const MAX_LOG_BYTES = 256 * 1024;
const HEAD_BYTES = 4096;

/** The log of a uBridge in the directory of a node. */
export interface NodeLog extends UBridgeLog {
  readonly directory: string;
  readonly changedMs: number;
}

/** The logs of uBridges in the directories of the project's nodes. */
export async function readNodeLogs(files: HostFiles, { nodes }: ProjectFolders): Promise<NodeLog[]> {
  const found = await Promise.all([...nodes.keys()].map((directory) => readLog(files, directory)));
  return found.flatMap((one) => one ?? []);
}

async function readLog(files: HostFiles, directory: string): Promise<NodeLog | undefined> {
  const path = `${directory}/ubridge.log`;
  const end = await files.read(path, { most: MAX_LOG_BYTES, atEnd: true });
  if (end === undefined) return undefined;
  const isWhole = end.size <= MAX_LOG_BYTES;
  const head = isWhole ? undefined : await files.read(path, { most: HEAD_BYTES });
  const text = `${head?.bytes.toString('utf8') ?? ''}\n${end.bytes.toString('utf8')}`;
  return { directory, changedMs: end.changedMs, ...parseUBridgeLog(text) };
}

/** The directory of the uBridge with this control port, TCP, by the log that was written last. */
export function directoryByLog(logs: readonly NodeLog[], port: number): string | undefined {
  let newest: NodeLog | undefined;
  for (const log of logs) if (log.port === port && log.changedMs >= (newest?.changedMs ?? 0)) newest = log;
  return newest?.directory;
}
