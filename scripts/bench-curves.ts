// Benchmark of curves: how much longer each operation takes for ten times the input, for labs that put very
// much of one thing into one place. Prints a table and never fails.
//   npm run bench -- curves [--sizes 1000,10000,100000] [--shape WORD] [--only WORD] [--except WORD] [--all]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { report } from './bench/row.ts';
import { measure, type Row } from './curve-shapes/measure.ts';
import { SHAPES } from './curve-shapes/shapes.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    shape: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    except: { type: 'string', default: '' },
    all: { type: 'boolean', default: false },
    here: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const sizes = values.sizes.split(',').map(Number);

/** Ten times the input may take this many times the time. */
const MOST = 15;

/** What takes less than this, in milliseconds, is not looked at: the machine's own noise is as large. */
const LEAST_MS = 5;

/** A shape may crash the process that measures it; longer than this none is waited for. */
const MOST_MINUTES = 3;

const shapes = SHAPES.filter(({ name }) => (values.here ? name === values.shape : name.includes(values.shape)));
if (values.here) {
  for (const shape of shapes) {
    for (const row of measure(shape, sizes, {
      only: values.only,
      except: values.except,
      most: MOST,
      leastMs: LEAST_MS,
    }))
      console.log(JSON.stringify(row));
  }
} else {
  let [straight, bent, left] = [0, 0, 0];
  for (const { name } of shapes) {
    const rows = rowsOf(name);
    const isLong = (row: Row): boolean =>
      row.bent !== undefined || row.left !== undefined || row.ms.some((ms) => ms >= LEAST_MS);
    const shown = values.all ? rows : rows.filter(isLong);
    console.log(`\n${name}`);
    console.log(`  ${'operation'.padEnd(34)}${sizes.map((size) => `${size} ms`.padStart(11)).join('')}  ratios`);
    for (const row of shown) console.log(lineOf(row));
    if (shown.length < rows.length)
      console.log(`  ${rows.length - shown.length} others take less than ${LEAST_MS} ms in every size`);
    for (const { operation, ms } of shown) {
      // The largest size that was measured; where that is another one, it is another row.
      const [figure, size] = [ms.at(-1), sizes[ms.length - 1]];
      if (figure !== undefined) report({ name: `${name}: ${operation}, ${size}`, figure, unit: 'ms', isPrinted: true });
    }
    bent += rows.filter((row) => row.bent !== undefined).length;
    left += rows.filter((row) => row.left !== undefined).length;
    straight += rows.filter((row) => row.bent === undefined && row.left === undefined).length;
  }
  const remark = `${straight} take at most ${MOST} times the time for ten times the input; ${left} were not measured to the end`;
  report({ name: 'curves that are bent', figure: bent, unit: 'curves', limit: 0, remark });
}

/** Measures a shape in a process of its own, so that each begins with the same memory. */
function rowsOf(shape: string): Row[] {
  const script = fileURLToPath(import.meta.url);
  const flags = ['--expose-gc', '--max-old-space-size=6000', '--import', 'tsx', script, '--here'];
  const args = [...flags, '--shape', shape, '--sizes', values.sizes, '--only', values.only, '--except', values.except];
  const { stdout, signal, status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: MOST_MINUTES * 60_000,
  });
  const lines = stdout.split('\n').slice(0, -1);
  const told = lines.map((line) => JSON.parse(line) as Row);
  // Each size tells the curve as far as it has come.
  const rows = [...new Map(told.map((row) => [row.operation, row])).values()];
  if (status === 0) return rows;
  if (signal === 'SIGTERM') {
    const left = `not measured in ${MOST_MINUTES} minutes`;
    return [...rows, { shape, operation: '(the rest)', ms: [], ratios: [], left }];
  }
  const why = /(?:RangeError|Error|FATAL ERROR): .*/.exec(stderr)?.[0] ?? `ended by ${signal ?? status}`;
  return [...rows, { shape, operation: '(the rest)', ms: [], ratios: [], bent: why }];
}

function lineOf({ operation, ms, ratios, bent, left }: Row): string {
  const times = sizes.map((_, index) => (ms[index] === undefined ? '-' : ms[index].toFixed(1)).padStart(11)).join('');
  const factors = ratios.map((ratio) => ratio.toFixed(1)).join('  ');
  const remark = bent === undefined ? left : `BENT: ${bent}`;
  return `  ${operation.padEnd(34)}${times}  ${[factors, remark ?? ''].join('  ').trim()}`;
}
