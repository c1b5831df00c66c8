import type { Image } from '../../kubelet/index.ts'
import { agnhost } from './agnhost.ts'
import { alpine, busybox, curl, debian, dnsutils, netshoot, ubuntu } from './base-images.ts'
import { httpd } from './httpd.ts'
import { kubernetesBootcamp } from './kubernetes-bootcamp.ts'
import {
  corednsImage,
  etcdImage,
  kubeApiServerImage,
  kubeControllerManagerImage,
  kubeProxyImage,
  kubeSchedulerImage,
  pauseImage,
} from './kubernetes-images.ts'
import { nginx } from './nginx.ts'
import { redis } from './redis.ts'
import { services } from './services.ts'

/** Every image that the world's registries have. */
export const images: readonly Image[] = [
  agnhost,
  alpine,
  busybox,
  corednsImage,
  curl,
  debian,
  dnsutils,
  etcdImage,
  httpd,
  kubeApiServerImage,
  kubeControllerManagerImage,
  kubeProxyImage,
  kubeSchedulerImage,
  kubernetesBootcamp,
  netshoot,
  nginx,
  pauseImage,
  redis,
  ubuntu,
  ...services,
]
