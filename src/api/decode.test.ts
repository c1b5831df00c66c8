import { expect, test } from 'vitest'
import { decode } from './decode.ts'
import { configMaps, deployments, pods } from './kinds/index.ts'

test('tells unknown fields in order', () => {
  const typo = {
    metadata: { name: 'typo', lables: { a: 'b' } },
    spec: { conainters: [], containers: [{ name: 'c', imagepullpolicy: 'Never' }] },
  }
  const expected = [
    'unknown field "metadata.lables"',
    'unknown field "spec.conainters"',
    'unknown field "spec.containers[0].imagepullpolicy"',
  ]
  expect(decode(pods, typo).strictErrors).toEqual(expected)
  expect(() => decode(pods, typo, { strict: true })).toThrow(`strict decoding error: ${expected.join(', ')}`)
})

test('keeps what Go keeps: canonical quantities, no zero values, empty structs', () => {
  const container = { name: 'c', image: 'x', tty: false, resources: { requests: { cpu: 1, memory: '0.5Gi' } } }
  expect(
    decode(pods, {
      metadata: { name: 'p', labels: {} },
      spec: { hostNetwork: false, containers: [container], volumes: [{ name: 'v', emptyDir: {} }] },
    }).object,
  ).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: {
      containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '1', memory: '512Mi' } } }],
      volumes: [{ name: 'v', emptyDir: {} }],
    },
  })
})

test('shares what needs no change', () => {
  const spec = { containers: [{ name: 'c', image: 'x' }] }
  expect(decode(pods, { metadata: { name: 'p' }, spec }).object.spec).toBe(spec)
})

test('words mismatches as Go does', () => {
  const three = { spec: { replicas: 'three' } }
  expect(() => decode(deployments, three)).toThrow(
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  )
  expect(() => decode(deployments, three, { words: 'converter' })).toThrow('unrecognized type: int32')
  expect(() => decode(pods, { spec: { containers: {} } })).toThrow(
    'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  )
  expect(() => decode(configMaps, { data: { a: 1 } })).toThrow(
    'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  )
})
