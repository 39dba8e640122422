// What bin/run.js takes the files of the package from in the one file; portable.mjs puts this into it. It
// must not fail before run.js has looked at the version of Node: nothing is required before it is asked for.

/** The text of the function that the one file consists of; in its comments are the files. */
let itself;

/** Of all files by their names: where their part begins and ends in `itself`, and whether it is packed. */
let places;

/** How the function ends: with the places of files, and its brace. */
const END = '}\n}';

/** What parts that were unpacked have, by where they begin. */
const unpacked = new Map();

function open() {
  if (places) return;
  itself = String(niostat);
  // Git and editors of Windows end lines with a carriage return, which the file is written without.
  if (!itself.endsWith(END)) itself = itself.replace(/\r\n/g, '\n');
  // A runtime that leaves comments out of functions has not left them out of the file.
  if (!itself.endsWith(END)) {
    const file = require('node:fs').readFileSync(__filename, 'latin1').replace(/\r\n/g, '\n');
    itself = file.slice(file.indexOf('function niostat('), file.lastIndexOf(END) + END.length);
  }
  places = JSON.parse(itself.slice(itself.lastIndexOf('\n//') + 3, 1 - END.length));
}

/** Several files in one part are packed together. */
function filesOfPart([start, end]) {
  if (!unpacked.has(start)) {
    const { brotliDecompressSync } = require('node:zlib');
    const bytes = Buffer.from(itself.slice(start, end), 'base64');
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
    const [start, end, isPacked] = place;
    return isPacked ? filesOfPart(place)[name] : itself.slice(start, end).split('\n//').join('\n');
  },
};
