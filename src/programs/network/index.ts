import type { Program } from '../../machine/index.ts'
import { curl } from './curl.ts'
import { dig } from './dig.ts'
import { host } from './host.ts'
import { ip } from './ip.ts'
import { minikube } from './minikube.ts'
import { nc } from './nc.ts'
import { nslookup } from './nslookup.ts'
import { ping } from './ping.ts'
import { ss } from './ss.ts'
import { ssh } from './ssh.ts'
import { wget } from './wget.ts'

/** Programs that talk over the network. */
export const networkPrograms: readonly Program[] = [curl, dig, host, ip, minikube, nc, nslookup, ping, ss, ssh, wget]
