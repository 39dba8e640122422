import { join } from 'node:path';
import { chosenChecks } from '../features/check/check.ts';
import type { Rule } from '../output/notice.ts';
import { readOwnFile } from '../world/files/own-files.ts';

/**
 * The checks that run, all of them or those that were chosen by id or slug, as reports name them; with their
 * pages from the folder of the program if `withPages`. Throws `InputError` for a check that does not exist.
 */
export function checkRules(
  chosen: readonly string[] | undefined,
  { root, withPages }: { readonly root: string; readonly withPages: boolean },
): Rule[] {
  return chosenChecks(chosen ?? []).map(({ id, slug, severity, title }) => ({
    id,
    name: slug,
    severity,
    title,
    pagePath: `docs/checks/${id}-${slug}.md`,
    page: withPages ? pageAt(join(root, 'docs', 'checks', `${id}-${slug}.md`)) : undefined,
  }));
}

/** A report without one of its help texts is better than none. */
function pageAt(path: string): string | undefined {
  try {
    return readOwnFile(path);
  } catch {
    return undefined;
  }
}
