import { commandWord } from '../text/shell-word.ts';
import type { LabModel } from './lab-model.ts';

/**
 * Labs, and what is assumed about them, as the arguments of a command that is printed: run by anybody, it
 * means the same ports. A lab from standard input has no name, and is called LAB, whose place the user's own
 * word takes. `takesServerConf`: the command knows the flags for the server's configuration and the kernel's
 * answers; without the latter the system is named.
 */
export function labWords(
  { labs, assumptions }: Pick<LabModel, 'labs' | 'assumptions'>,
  { takesServerConf = false }: { readonly takesServerConf?: boolean } = {},
): string {
  const files = labs.map(({ file, scenario = file }) => (file === '(stdin)' ? 'LAB' : commandWord(scenario)));
  const { serverConf, kernel } = assumptions;
  const os = assumptions.os ?? (takesServerConf ? undefined : kernel?.kernel.system);
  const values = { ...assumptions, os };
  const flags = (['allocator', 'dynamips', 'os'] as const).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name} ${commandWord(value)}`];
  });
  const conf = takesServerConf && serverConf !== undefined ? [`--server-conf ${commandWord(serverConf.file)}`] : [];
  const asked = takesServerConf && kernel !== undefined ? [`--kernel ${commandWord(kernel.file)}`] : [];
  return [...new Set(files), ...flags, ...conf, ...asked].join(' ');
}
