import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chosenChecks } from '../features/check/check.ts';
import type { Rule } from '../output/notice.ts';

/**
 * The checks that run, all of them or those that were chosen by id or slug, as reports name them; with their
 * pages from the folder of the program if `withPages`. Throws `InputError` for a check that does not exist.
 */
export async function checkRules(
  chosen: readonly string[] | undefined,
  { root, withPages }: { readonly root: string; readonly withPages: boolean },
): Promise<Rule[]> {
  // A report without one of its help texts is better than none.
  const pageOf = (fileName: string): Promise<string | undefined> =>
    readFile(join(root, 'docs', 'checks', fileName), 'utf8').catch(() => undefined);
  return Promise.all(
    chosenChecks(chosen ?? []).map(async ({ id, slug, severity, title }) => ({
      id,
      name: slug,
      severity,
      title,
      page: withPages ? await pageOf(`${id}-${slug}.md`) : undefined,
    })),
  );
}
