import { fileOf, type Notice } from './notice.ts';

/**
 * Names by which a notice is known again in a later run, though lines were put in above it: the rule, the
 * file, and what it is about. Notices that are the same in all of these are counted in their order. One
 * fingerprint for each notice.
 */
export function fingerprints(notices: readonly Notice[]): string[] {
  const seen = new Map<string, number>();
  return notices.map((notice) => {
    const hash = fnv1a64(JSON.stringify([notice.ruleId, fileOf(notice) ?? '', ...notice.subject]));
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}

/**
 * FNV-1a with 64 bits over UTF-16 units (draft-eastlake-fnv): short and the same everywhere, which is all
 * that is asked of it.
 */
function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
