/** What the codes of refusals mean (docs/FACTS.md, "Hypervisor protocol"). */
const MEANINGS: Readonly<Record<number, string>> = {
  200: 'the hypervisor cannot read this line',
  201: 'the hypervisor has no such module',
  202: 'the module has no such command',
  203: 'the command takes another number of arguments',
  204: 'an argument has a value that the command does not take',
  205: 'an object could not be bound to another',
  206: 'the object could not be created',
  207: 'the object could not be deleted',
  208: 'there is no object of this name',
  209: 'it could not be started',
  211: 'the file could not be read or written',
  212: 'the object is not of the right kind',
  213: 'the object could not be renamed',
  214: 'it was not found',
  215: 'an error without a further name',
};

/** A refusal in plain words; undefined where the command was carried out. */
export function refusalWords(code: number): string | undefined {
  if (code < 200) return undefined;
  return `refused (${code}): ${MEANINGS[code] ?? 'the command was not carried out'}; niostat explain ${code} says more`;
}
