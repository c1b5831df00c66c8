import type { Image } from '../../kubelet/index.ts'
import { alpineBase, debianBase, executablesIn } from './base-files.ts'
import { idle } from './idle.ts'
import { releaseTags } from './tags.ts'

/** An image whose own program only stays up here; its shell and tools work. */
const service = (options: {
  readonly name: string
  readonly repositories: readonly string[]
  readonly tags: readonly string[]
  readonly sizeBytes: number
  readonly path: string
  readonly args?: readonly string[]
  readonly ports?: readonly number[]
  readonly tools?: readonly string[]
}): Image => ({
  name: options.name,
  repositories: options.repositories,
  tags: options.tags,
  versionOf: (tag) => {
    const base = tag.includes('alpine') ? alpineBase : debianBase()
    return {
      sizeBytes: options.sizeBytes,
      config: { entrypoint: [options.path], command: options.args ?? [], ports: options.ports ?? [] },
      files: base.files,
      executables: { ...base.executables, ...executablesIn('/usr/bin', options.tools ?? []), [options.path]: 'idle-service' },
    }
  },
  programs: [idle],
})

const library = (name: string): readonly string[] => [`docker.io/library/${name}`]
const variants = ['', '-alpine']

// @simplified: these images start and stop as the real ones do, but what they serve is not there.
export const services: readonly Image[] = [
  service({
    name: 'fluentd',
    repositories: ['quay.io/fluentd_elasticsearch/fluentd', 'gcr.io/fluentd-elasticsearch/fluentd'],
    tags: ['v2.0.4', 'v2.5.1', 'v2.5.2', 'v2.6.0', 'v2.7.0', 'v3.0.0', 'v3.4.0', 'v4.3.2', 'v5.0.1', 'latest'],
    sizeBytes: 47_600_000,
    path: '/entrypoint.sh',
  }),
  service({
    name: 'hazelcast',
    repositories: ['docker.io/hazelcast/hazelcast'],
    tags: ['latest', '5.3', '5.4', '5.5'],
    sizeBytes: 208_000_000,
    path: '/opt/hazelcast/bin/hz',
    args: ['start'],
    ports: [5701],
  }),
  service({
    name: 'mysql',
    repositories: [...library('mysql'), ...library('mariadb')],
    tags: ['latest', '5.6', '5.7', '8', '8.0', '8.4', '9', '9.1', '10', '11', 'lts'],
    sizeBytes: 231_600_000,
    path: '/usr/local/bin/mysqld',
    ports: [3306],
  }),
  service({
    name: 'postgres',
    repositories: library('postgres'),
    tags: ['latest', 'alpine', ...releaseTags({ '12': 0, '13': 0, '14': 0, '15': 0, '16': 0, '17': 0 }, variants)],
    sizeBytes: 153_800_000,
    path: '/usr/local/bin/postgres',
    ports: [5432],
  }),
  service({
    name: 'mongo',
    repositories: library('mongo'),
    tags: ['latest', '4.4', '5.0', '6.0', '7.0', '8.0', '5', '6', '7', '8'],
    sizeBytes: 287_000_000,
    path: '/usr/bin/mongod',
    ports: [27017],
  }),
  service({
    name: 'memcached',
    repositories: library('memcached'),
    tags: ['latest', 'alpine', '1.6', '1.6-alpine', '1.5', '1'],
    sizeBytes: 32_000_000,
    path: '/usr/local/bin/memcached',
    ports: [11211],
  }),
  service({
    name: 'rabbitmq',
    repositories: library('rabbitmq'),
    tags: ['latest', 'management', '3', '3-management', '4', '3.13', '4.0'],
    sizeBytes: 95_000_000,
    path: '/usr/sbin/rabbitmq-server',
    ports: [5672],
  }),
  service({
    name: 'perl',
    repositories: library('perl'),
    tags: ['latest', '5.34', '5.34.0', '5.36', '5.38', '5.40'],
    sizeBytes: 336_000_000,
    path: '/usr/local/bin/perl',
  }),
  service({
    name: 'wordpress',
    repositories: library('wordpress'),
    tags: ['latest', '4.8-apache', '6', '6.2.1-apache', '6-apache'],
    sizeBytes: 240_000_000,
    path: '/usr/local/bin/apache2-foreground',
    ports: [80],
  }),
  service({
    name: 'cassandra',
    repositories: ['gcr.io/google-samples/cassandra', ...library('cassandra')],
    tags: ['v13', 'v14', 'latest', '3.11', '4.1', '5.0'],
    sizeBytes: 102_000_000,
    path: '/run.sh',
    ports: [9042],
  }),
  service({
    name: 'zookeeper',
    repositories: ['registry.k8s.io/kubernetes-zookeeper', ...library('zookeeper')],
    tags: ['1.0-3.4.10', 'latest', '3.8', '3.9'],
    sizeBytes: 150_000_000,
    path: '/usr/bin/start-zookeeper',
    ports: [2181],
  }),
  service({
    name: 'elasticsearch',
    repositories: [...library('elasticsearch'), 'quay.io/fluentd_elasticsearch/elasticsearch'],
    tags: ['7.17.0', '8.11.0', '8.15.0', 'v7.4.2'],
    sizeBytes: 620_000_000,
    path: '/usr/share/elasticsearch/bin/elasticsearch',
    ports: [9200],
  }),
  service({
    name: 'metrics-server',
    repositories: ['registry.k8s.io/metrics-server/metrics-server'],
    tags: ['v0.6.4', 'v0.7.0', 'v0.7.1', 'v0.7.2', 'v0.8.0'],
    sizeBytes: 22_500_000,
    path: '/metrics-server',
    ports: [10250],
  }),
  service({
    name: 'flannel',
    repositories: ['ghcr.io/flannel-io/flannel', 'docker.io/flannel/flannel'],
    tags: ['v0.25.7', 'v0.26.0', 'v0.27.0', 'v0.27.4'],
    sizeBytes: 33_000_000,
    path: '/opt/bin/flanneld',
  }),
  service({
    name: 'node',
    repositories: library('node'),
    tags: ['latest', 'lts', 'alpine', ...releaseTags({ '16': 20, '18': 20, '20': 19, '22': 15, '24': 0 }, ['', '-alpine', '-slim'])],
    sizeBytes: 397_000_000,
    path: '/usr/local/bin/node',
  }),
  service({
    name: 'python',
    repositories: library('python'),
    tags: [
      'latest',
      'alpine',
      'slim',
      '3',
      '3-alpine',
      '3-slim',
      ...releaseTags({ '3.8': 20, '3.9': 20, '3.10': 15, '3.11': 11, '3.12': 8, '3.13': 1 }, ['', '-alpine', '-slim']),
    ],
    sizeBytes: 361_000_000,
    path: '/usr/local/bin/python3',
  }),
  service({
    name: 'golang',
    repositories: library('golang'),
    tags: ['latest', 'alpine', '1.22', '1.23', '1.24', '1.22-alpine', '1.23-alpine', '1.24-alpine'],
    sizeBytes: 296_000_000,
    path: '/usr/local/go/bin/go',
  }),
]
