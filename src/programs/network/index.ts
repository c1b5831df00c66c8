import type { Program } from '../../machine/index.ts'
import { curl } from './curl.ts'
import { dig } from './dig.ts'
import { minikube } from './minikube.ts'
import { nslookup } from './nslookup.ts'
import { ping } from './ping.ts'
import { ssh } from './ssh.ts'
import { wget } from './wget.ts'

/** Programs that talk over the network. */
export const networkPrograms: readonly Program[] = [curl, dig, minikube, nslookup, ping, ssh, wget]
