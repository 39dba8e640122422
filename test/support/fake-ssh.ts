import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Sets `$mark` to what begins each part of the answer that is asked for. */
const READ_MARK = `mark=$(sed -n "s/.*echo '\\(%niostat[^ ]* \\)linux'.*/\\1/p" | head -1)`;

/** A folder with a program called `ssh`, which behaves as a test says. */
export class FakeSsh {
  readonly folder = mkdtempSync(join(tmpdir(), 'niostat-ssh-'));

  /** In this environment it is the first ssh on the PATH. */
  get env(): { readonly PATH: string } {
    return { PATH: `${this.folder}${delimiter}${process.env['PATH'] ?? ''}` };
  }

  /** What it does, in the language of the shell. */
  does(script: string): void {
    const file = join(this.folder, 'ssh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** It answers as a Linux host on which dynamips has this many UDP sockets. */
  hasSockets(count: number): void {
    const row = [
      `"%5d: 0100%02X0A:%04X 0100007F:%04X 01 00000000:00000000 00:00000000 00000000     0        0 %d 2 0 0\\n"`,
      'i, int(i / 60000), 1024 + i % 60000, 1024 + (i + 1) % 60000, i + 1000',
    ].join(', ');
    this.does(`${READ_MARK}
exec awk -v mark="$mark" -v n=${count} 'BEGIN {
  print mark "linux"
  print mark "udp"
  for (i = 0; i < n; i++) printf ${row}
  print mark "user"; print 0
  print mark "descriptors"; print "/proc/70"
  for (i = 0; i < n; i++) printf "lrwx------ 1 root root 64 Nov 22 22:07 %d -> socket:[%d]\\n", i, i + 1000
  print mark "names"; print "/proc/70"; print "=dynamips"
  print mark "end"
}'`);
  }

  /** It answers with rows of a socket table without an end. */
  hasNoEnd(): void {
    const row = '  1: 0100007F:2710 0100007F:2711 01 00000000:00000000 00:00000000 00000000     0        0 0 2 0 0';
    this.does(`${READ_MARK}; echo "$mark linux"; echo "$mark udp"; exec yes '${row}'`);
  }

  /**
   * It hangs, takes no notice of any signal that can be ignored, and has a helper that does not either, as
   * with ProxyCommand. When both run, the file `started` holds their process ids.
   */
  isStubborn(): void {
    const started = join(this.folder, 'started');
    this.does(`trap '' TERM INT HUP
sleep 600 & echo $$ $! >'${started}.new' && mv '${started}.new' '${started}'
while :; do sleep 600; done`);
  }

  /** It is the real one, with a ProxyCommand of the same kind; `started` is the same. */
  hasStubbornProxy(): void {
    const [started, proxy, config] = ['started', 'proxy', 'config'].map((name) => join(this.folder, name));
    writeFileSync(
      proxy as string,
      `#!/bin/sh\ntrap '' TERM INT HUP PIPE\necho $PPID $$ >'${started}.new' && mv '${started}.new' '${started}'\nwhile :; do sleep 600; done\n`,
    );
    chmodSync(proxy as string, 0o755);
    writeFileSync(config as string, `Host *\n  ProxyCommand ${proxy}\n`);
    this.does(`PATH='${process.env['PATH']}' exec ssh -F '${config}' "$@"`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
