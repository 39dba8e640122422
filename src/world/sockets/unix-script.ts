/**
 * What another host with a shell is asked, in the language of every shell: its socket tables, its addresses,
 * and which process holds which socket. It reads only, and on Linux needs nothing that BusyBox has not.
 * `mark` begins each part of the answer, the first of which says what system it is. `powershell` is the
 * command for Windows, whose shell may be that of Cygwin.
 */
export function unixScript(mark: string, powershell = ''): string {
  return [
    'LC_ALL=C; export LC_ALL; PATH="$PATH:/usr/sbin:/sbin"',
    's=$(uname -s 2>/dev/null)',
    'case "$s" in',
    'Darwin)',
    ...macLines(mark),
    ';;',
    ...(powershell === '' ? [] : ['CYGWIN*|MSYS*|MINGW*)', powershell, ';;']),
    '*)',
    'if [ -r /proc/net/udp ]; then',
    ...linuxLines(mark),
    `else echo '${mark}system' "$s"; fi`,
    ';;',
    'esac',
    `echo '${mark}end'`,
  ].join('\n');
}

function linuxLines(mark: string): string[] {
  return [
    `echo '${mark}linux'`,
    ...['udp', 'udp6', 'tcp', 'tcp6'].map((table) => `echo '${mark}${table}'; cat /proc/net/${table} 2>/dev/null`),
    `echo '${mark}fib_trie'; cat /proc/net/fib_trie 2>/dev/null`,
    `echo '${mark}if_inet6'; cat /proc/net/if_inet6 2>/dev/null`,
    `echo '${mark}user'; id -u`,
    `echo '${mark}identity'; cat /proc/sys/kernel/random/boot_id 2>/dev/null; readlink /proc/self/ns/net 2>/dev/null`,
    `echo '${mark}descriptors'; for p in /proc/[0-9]*; do echo "$p"; ls -l "$p/fd" 2>/dev/null; done | grep -E '^/proc/|socket:'`,
    // Always two lines for each process, whatever it calls itself: no name begins with the sign.
    `echo '${mark}names'; for p in /proc/[0-9]*; do n=; { IFS= read -r n <"$p/comm"; } 2>/dev/null; printf '%s\\n=%s\\n' "$p" "$n"; done`,
    // Those that do not run until somebody lets them: `/proc/12/status:State:	T (stopped)`.
    `echo '${mark}halted'; grep -E '^State:.[Tt] ' /proc/[0-9]*/status 2>/dev/null`,
  ];
}

/**
 * `-v` adds the columns with owner and queues, `-l` keeps IPv6 addresses whole. The state of TCP sockets goes
 * for lsof's listeners alone. The boot of a Mac has a number of its own.
 */
function macLines(mark: string): string[] {
  return [
    `echo '${mark}darwin'`,
    `echo '${mark}user'; id -u`,
    `echo '${mark}identity'; sysctl -n kern.bootsessionuuid 2>/dev/null`,
    `echo '${mark}addresses'; ifconfig -a 2>/dev/null`,
    ...['udp', 'tcp'].map((protocol) => `echo '${mark}${protocol}'; netstat -anvl -p ${protocol}`),
    `echo '${mark}programs'; ps -axww -o pid=,stat=,comm=`,
    `echo '${mark}commands'; ps -axww -o pid=,command=`,
    // It may hang where a network drive is gone.
    `echo '${mark}lsof'; lsof +c 0 -nP -iUDP -iTCP -sTCP:LISTEN -F pcftPn 2>/dev/null`,
  ];
}
