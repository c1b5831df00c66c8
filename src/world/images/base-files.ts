const passwd = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`
const group = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
www-data:x:33:
nogroup:x:65534:
`

const debianRelease = (version: string, codename: string): string => `PRETTY_NAME="Debian GNU/Linux ${version} (${codename})"
NAME="Debian GNU/Linux"
VERSION_ID="${version}"
VERSION="${version} (${codename})"
VERSION_CODENAME=${codename}
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`

const coreutils = [
  'arch',
  'base64',
  'basename',
  'cat',
  'chgrp',
  'chmod',
  'chown',
  'cksum',
  'comm',
  'cp',
  'cut',
  'date',
  'dd',
  'df',
  'dirname',
  'du',
  'echo',
  'env',
  'expr',
  'factor',
  'false',
  'fold',
  'groups',
  'head',
  'hostid',
  'hostname',
  'id',
  'install',
  'join',
  'link',
  'ln',
  'logname',
  'ls',
  'md5sum',
  'mkdir',
  'mkfifo',
  'mktemp',
  'mv',
  'nice',
  'nl',
  'nohup',
  'nproc',
  'od',
  'paste',
  'printenv',
  'printf',
  'pwd',
  'readlink',
  'realpath',
  'rm',
  'rmdir',
  'seq',
  'sha1sum',
  'sha256sum',
  'sha512sum',
  'shuf',
  'sleep',
  'sort',
  'split',
  'stat',
  'stty',
  'sum',
  'sync',
  'tac',
  'tail',
  'tee',
  'test',
  'timeout',
  'touch',
  'tr',
  'true',
  'truncate',
  'tty',
  'uname',
  'uniq',
  'unlink',
  'uptime',
  'users',
  'wc',
  'who',
  'whoami',
  'yes',
]
const debianTools = [
  'awk',
  'bash',
  'diff',
  'egrep',
  'fgrep',
  'find',
  'getent',
  'grep',
  'gzip',
  'gunzip',
  'kill',
  'mount',
  'perl',
  'sed',
  'sh',
  'su',
  'tar',
  'umount',
  'xargs',
  'apt',
  'apt-get',
  'dpkg',
]
const busyboxTools = [
  '[',
  'adduser',
  'ash',
  'awk',
  'bc',
  'clear',
  'cmp',
  'diff',
  'dmesg',
  'egrep',
  'fgrep',
  'find',
  'free',
  'ftpget',
  'grep',
  'gunzip',
  'gzip',
  'hexdump',
  'httpd',
  'ifconfig',
  'ip',
  'kill',
  'killall',
  'less',
  'more',
  'mount',
  'nc',
  'netstat',
  'nslookup',
  'pgrep',
  'pidof',
  'ping',
  'pkill',
  'ps',
  'route',
  'sed',
  'sh',
  'strings',
  'su',
  'tar',
  'telnet',
  'top',
  'traceroute',
  'umount',
  'unzip',
  'usleep',
  'vi',
  'watch',
  'wget',
  'which',
  'xargs',
  'xxd',
  'zcat',
]

const paths = (directory: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`${directory}/${name}`, name]))

/** Debian's base system: bash, coreutils, no ps and no curl. */
export const debianBase = (version = '12', codename = 'bookworm') => ({
  files: {
    '/etc/passwd': passwd,
    '/etc/group': group,
    '/etc/os-release': debianRelease(version, codename),
    '/etc/debian_version': `${version}.9\n`,
  },
  executables: { ...paths('/usr/bin', coreutils), ...paths('/bin', debianTools) },
})

/** BusyBox: one program under many names. */
export const busyboxBase = {
  files: { '/etc/passwd': passwd, '/etc/group': group },
  executables: paths('/bin', [...coreutils, ...busyboxTools]),
}

/** Alpine: BusyBox with apk. */
export const alpineBase = {
  files: {
    '/etc/passwd': passwd,
    '/etc/group': group,
    '/etc/alpine-release': '3.21.3\n',
    '/etc/os-release':
      'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.21.3\nPRETTY_NAME="Alpine Linux v3.21"\nHOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n',
  },
  executables: { ...paths('/bin', [...coreutils, ...busyboxTools]), '/sbin/apk': 'apk' },
}

/** Executables of programs, all in one directory. */
export const executablesIn = paths

export const debianPath = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }
