import type { Image, ImageConfig } from '../../kubelet/index.ts'
import { alpineBase, busyboxBase, debianBase, executablesIn } from './base-files.ts'
import { execEntrypoint } from './exec-entrypoint.ts'
import { releaseTags } from './tags.ts'

type Base = { readonly files: Readonly<Record<string, string>>; readonly executables: Readonly<Record<string, string>> }

const image = (
  name: string,
  repositories: readonly string[],
  tags: readonly string[],
  sizeBytes: number,
  base: Base,
  config: ImageConfig,
): Image => ({
  name,
  repositories,
  tags,
  versionOf: () => ({ sizeBytes, config, files: base.files, executables: base.executables }),
})

const library = (name: string): readonly string[] => [`docker.io/library/${name}`]

const withTools = (base: Base, names: readonly string[]): Base => ({
  files: base.files,
  executables: { ...base.executables, ...executablesIn('/usr/bin', names) },
})

export const busybox = image(
  'busybox',
  [
    ...library('busybox'),
    'registry.k8s.io/busybox',
    'k8s.gcr.io/busybox',
    'gcr.io/google-containers/busybox',
    'registry.k8s.io/e2e-test-images/busybox',
    'quay.io/prometheus/busybox',
  ],
  [
    'latest',
    'stable',
    'musl',
    'glibc',
    'uclibc',
    '1',
    '1.36-musl',
    '1.36-glibc',
    '1.29-4',
    ...releaseTags({
      '1.24': 2,
      '1.25': 1,
      '1.26': 2,
      '1.27': 2,
      '1.28': 4,
      '1.29': 3,
      '1.30': 1,
      '1.31': 1,
      '1.32': 1,
      '1.33': 1,
      '1.34': 1,
      '1.35': 0,
      '1.36': 1,
      '1.37': 0,
    }),
  ],
  2_219_900,
  busyboxBase,
  { command: ['sh'] },
)

export const alpine = image(
  'alpine',
  library('alpine'),
  [
    'latest',
    'edge',
    '3',
    ...releaseTags({
      '3.12': 12,
      '3.13': 12,
      '3.14': 10,
      '3.15': 11,
      '3.16': 9,
      '3.17': 10,
      '3.18': 12,
      '3.19': 7,
      '3.20': 6,
      '3.21': 3,
      '3.22': 1,
    }),
  ],
  3_642_247,
  alpineBase,
  { command: ['/bin/sh'] },
)

const ubuntuBase: Base = {
  files: {
    ...debianBase().files,
    '/etc/os-release':
      'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.1 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\nHOME_URL="https://www.ubuntu.com/"\n',
  },
  executables: { ...debianBase().executables, ...executablesIn('/usr/bin', ['ps', 'top', 'free']) },
}

export const ubuntu = image(
  'ubuntu',
  library('ubuntu'),
  ['latest', '14.04', '16.04', '18.04', '20.04', '22.04', '24.04', 'jammy', 'noble', 'focal', 'bionic', 'rolling'],
  29_723_146,
  ubuntuBase,
  { command: ['/bin/bash'] },
)

export const debian = image(
  'debian',
  library('debian'),
  [
    'latest',
    'stable',
    'stable-slim',
    'bookworm',
    'bookworm-slim',
    'bullseye',
    'bullseye-slim',
    'buster',
    'buster-slim',
    '10',
    '11',
    '12',
    '12-slim',
    '11-slim',
    'sid',
  ],
  48_480_128,
  debianBase(),
  { command: ['bash'] },
)

const curlImage = image(
  'curl',
  ['docker.io/curlimages/curl', 'quay.io/curl/curl', 'docker.io/radial/busyboxplus', 'docker.io/appropriate/curl'],
  [
    'latest',
    'curl',
    ...releaseTags({
      '7.88': 1,
      '8.0': 1,
      '8.1': 2,
      '8.2': 1,
      '8.4': 0,
      '8.5': 0,
      '8.6': 0,
      '8.7': 1,
      '8.8': 0,
      '8.9': 1,
      '8.10': 1,
      '8.11': 1,
      '8.12': 1,
      '8.13': 0,
      '8.14': 1,
    }),
  ],
  10_217_800,
  {
    ...withTools(alpineBase, ['curl']),
    executables: { ...withTools(alpineBase, ['curl']).executables, '/entrypoint.sh': 'exec-entrypoint' },
  },
  {
    entrypoint: ['/entrypoint.sh'],
    command: ['curl'],
    user: '100',
  },
)

export const netshoot = image(
  'netshoot',
  ['docker.io/nicolaka/netshoot'],
  ['latest', 'v0.11', 'v0.12', 'v0.13'],
  201_000_000,
  withTools(alpineBase, ['bash', 'curl', 'dig', 'host', 'nslookup', 'tcpdump', 'jq', 'iperf3']),
  { command: ['zsh'] },
)

export const dnsutils = image(
  'dnsutils',
  [
    'registry.k8s.io/e2e-test-images/jessie-dnsutils',
    'gcr.io/kubernetes-e2e-test-images/dnsutils',
    'docker.io/tutum/dnsutils',
    'docker.io/infoblox/dnstools',
  ],
  ['latest', '1.3', '1.5', '1.7'],
  112_030_336,
  withTools(debianBase('8', 'jessie'), ['curl', 'dig', 'host', 'nslookup']),
  { command: ['sleep', '3600'] },
)

export const curl: Image = { ...curlImage, programs: [execEntrypoint] }
