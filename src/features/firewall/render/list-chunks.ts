/** A cell of a table takes so much (src/output/columns.ts), with what stands before the list. */
const LONGEST = 250;

/** A list as texts that fit into cells: each ends behind an entry, all but the last with a comma. */
export function listChunks(entries: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const text = index === entries.length - 1 ? entry : `${entry},`;
    const last = chunks.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= LONGEST) chunks[chunks.length - 1] = `${last} ${text}`;
    else chunks.push(text);
  }
  return chunks;
}
