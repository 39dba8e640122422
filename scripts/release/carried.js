// What bin/run.js takes the files of the package from in the one file; portable.mjs puts this into it. It must
// not fail before run.js has looked at the version of Node: nothing is required or read before it is asked for.

/** The text of the function that the one file consists of; in its comments are the files. */
let itself;

/** By their names, of all files: where their part begins in `itself`, how long it is, and how it is packed. */
let places;

/** What parts that were unpacked have, by where they begin. */
const unpacked = new Map();

function open() {
  if (places) return;
  itself = String(niostat);
  // A runtime that leaves out comments has not left them out of the file.
  if (!itself.endsWith('*/}')) {
    const file = require('node:fs').readFileSync(__filename, 'latin1');
    itself = file.slice(file.indexOf('function niostat('), file.lastIndexOf('*/}') + 3);
  }
  places = JSON.parse(itself.slice(itself.lastIndexOf('/*') + 2, -3));
}

/** Several files in one part are packed together. */
function filesOfPart([start, length]) {
  if (!unpacked.has(start)) {
    const { brotliDecompressSync } = require('node:zlib');
    const bytes = Buffer.from(itself.slice(start, start + length), 'base64');
    unpacked.set(start, JSON.parse(brotliDecompressSync(bytes).toString('utf8')));
  }
  return unpacked.get(start);
}

export const NIOSTAT_CARRIES = {
  /** As if the one file were the folder of the package. */
  get root() {
    return require('node:path').resolve(__filename);
  },
  get names() {
    open();
    return Object.keys(places);
  },
  read(name) {
    open();
    const place = places[name];
    const [start, length, isPacked] = place;
    return isPacked ? filesOfPart(place)[name] : itself.slice(start, start + length).replaceAll('*\x7f/', '*/');
  },
};
