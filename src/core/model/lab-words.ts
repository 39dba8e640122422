import { commandWord } from '../text/shell-word.ts';
import type { LabModel } from './lab-model.ts';

/**
 * Labs, and what is assumed about them, as the arguments of a command that is printed: run by anybody, it
 * means the same ports. A lab from standard input has no name, and is called LAB, whose place the user's own
 * word takes. `takesServerConf`: the command knows the flag for the server's configuration.
 */
export function labWords(
  { labs, assumptions }: Pick<LabModel, 'labs' | 'assumptions'>,
  { takesServerConf = false }: { readonly takesServerConf?: boolean } = {},
): string {
  const files = labs.map(({ file }) => (file === '(stdin)' ? 'LAB' : commandWord(file)));
  const flags = (['allocator', 'dynamips', 'os'] as const).flatMap((name) => {
    const value = assumptions[name];
    return value === undefined ? [] : [`--${name} ${commandWord(value)}`];
  });
  const { serverConf } = assumptions;
  const conf = takesServerConf && serverConf !== undefined ? [`--server-conf ${commandWord(serverConf.file)}`] : [];
  return [...new Set(files), ...flags, ...conf].join(' ');
}
