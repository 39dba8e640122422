/**
 * A scenario nests four deep. Far deeper text is composed by recursion in the YAML library and would exhaust
 * the stack.
 */
export const MAX_DEPTH = 32;

/** More documents than a host runs labs at once; each one costs a pass of its own. */
export const MAX_DOCUMENTS = 100;

export const NO_ANCHORS = 'anchors (&) and aliases (*) are not used in the files of niostat; write the value out';
export const NO_TAGS = 'tags (!) are not used in the files of niostat';
export const NO_DIRECTIVES = 'YAML directives (%) are not used in the files of niostat';
export const NO_MAPPING = 'a scenario must be a mapping (key: value)';
export const NO_ODD_PARTS =
  'a directive (%), a document end (...), a carriage return alone and a byte order mark here are not used in the files of niostat';
export const NO_KEY = 'a key must be plain text';
export const TOO_MANY = `more than ${MAX_DOCUMENTS} documents in one file`;

/** An escape such as "\\uD800" makes half a character, which no pointer and no terminal can take. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
