import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encode } from '../base/index.ts'
import type { Computer } from '../machine/index.ts'
import { nameserver } from './nameserver.ts'

const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin
sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash
`

const group = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:ubuntu
sudo:x:27:ubuntu
www-data:x:33:
systemd-journal:x:999:
systemd-network:x:998:
ubuntu:x:1000:
nogroup:x:65534:
`

const osRelease = `PRETTY_NAME="Ubuntu 24.04.1 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.1 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
`

const bashrc = `# ~/.bashrc: executed by bash(1) for non-login shells.
case $- in
    *i*) ;;
      *) return;;
esac
HISTCONTROL=ignoreboth
PS1='\\[\\e[01;32m\\]\\u@\\h\\[\\e[00m\\]:\\[\\e[01;34m\\]\\w\\[\\e[00m\\]\\$ '
alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -alF'
source <(kubectl completion bash)
alias k=kubectl
complete -o default -F __start_kubectl k
`

const vimrc = `set expandtab
set tabstop=2
set shiftwidth=2
`

const directories = [
  '/bin',
  '/boot',
  '/dev/pts',
  '/dev/shm',
  '/etc/default',
  '/etc/kubernetes',
  '/etc/systemd/system',
  '/etc/ssl/certs',
  '/etc/ca-certificates',
  '/etc/cni/net.d',
  '/etc/apt/sources.list.d',
  '/etc/apt/keyrings',
  '/home/ubuntu',
  '/lib/modules',
  '/media',
  '/mnt',
  '/opt/cni/bin',
  '/proc',
  '/root/.kube',
  '/run/systemd/resolve',
  '/sbin',
  '/srv',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/lib/systemd/system',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/local/share/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
  '/usr/sbin',
  '/var/lib/kubelet',
  '/var/log/pods',
  '/var/log/containers',
  '/var/run',
  '/var/tmp',
]

/** Programs that an administrator finds in /usr/sbin and kube's own place; all others lie in /usr/bin. */
const places: Readonly<Record<string, string>> = { ip: '/usr/sbin', sshd: '/usr/sbin', minikube: '/usr/local/bin' }

/** Lays out the root file system that all machines of a world share: users, configuration, programs. */
export const layBaseSystem = (machine: Computer, programs: Iterable<string>): void => {
  const { files } = machine
  for (const directory of directories) files.mkdir(directory, { parents: true })
  files.chmod('/tmp', 0o1777)
  files.chmod('/var/tmp', 0o1777)
  files.chmod('/root', 0o700)
  files.chown('/home/ubuntu', 'ubuntu', 'ubuntu')
  for (const [path, text] of [
    ['/etc/passwd', passwd],
    ['/etc/group', group],
    ['/usr/lib/os-release', osRelease],
    ['/etc/shells', '/bin/sh\n/bin/bash\n/usr/bin/bash\n'],
    ['/etc/profile', 'PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n'],
    ['/etc/bash.bashrc', ''],
    ['/root/.bashrc', bashrc],
    ['/root/.profile', '. ~/.bashrc\n'],
    ['/root/.vimrc', vimrc],
    ['/home/ubuntu/.bashrc', bashrc],
    ['/etc/resolv.conf', 'nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch .\n'],
    ['/run/systemd/resolve/resolv.conf', `nameserver ${nameserver}\nsearch .\n`],
    ['/etc/nsswitch.conf', 'hosts: files dns\n'],
    ['/etc/timezone', 'Etc/UTC\n'],
  ] as const)
    files.write(path, text)
  files.symlink('../usr/lib/os-release', '/etc/os-release')
  for (const name of programs) machine.installProgram(`${places[name] ?? '/usr/bin'}/${name}`, name)
  for (const [link, target] of [
    ['/bin', '/usr/bin'],
    ['/sbin', '/usr/sbin'],
  ] as const) {
    files.remove(link)
    files.symlink(target.slice(1), link)
  }
  for (const device of ['null', 'zero', 'random', 'urandom', 'tty', 'stdin', 'stdout', 'stderr', 'full'])
    machine.addDevice(`/dev/${device}`)
}

/** What differs from machine to machine. */
export const layIdentity = (machine: Computer, hosts: readonly { readonly address: string; readonly name: string }[]): void => {
  machine.files.write('/etc/hostname', `${machine.hostname}\n`)
  machine.files.write('/etc/machine-id', `${bytesToHex(sha256(encode(`machine${machine.hostname}`))).slice(0, 32)}\n`)
  machine.files.write('/etc/hosts', `127.0.0.1 localhost\n${hosts.map(({ address, name }) => `${address} ${name}\n`).join('')}`)
}
