import type { Verb } from '../verb.ts'
import { annotate } from './annotate.ts'
import { apiResources } from './api-resources.ts'
import { alpha } from './alpha.ts'
import { apiVersions } from './api-versions.ts'
import { apply } from './apply/index.ts'
import { auth } from './auth/index.ts'
import { autoscale } from './autoscale/index.ts'
import { attach } from './attach.ts'
import { certificate } from './certificate/index.ts'
import { clusterInfo } from './cluster-info/index.ts'
import { completion } from './completion/index.ts'
import { config } from './config/index.ts'
import { cordon, uncordon } from './cordon.ts'
import { cp } from './unbuilt/cp.ts'
import { create } from './create/index.ts'
import { debug } from './unbuilt/debug.ts'
import { deleteVerb } from './delete.ts'
import { describe } from './describe.ts'
import { diff } from './diff.ts'
import { drain } from './drain/index.ts'
import { edit } from './edit.ts'
import { events } from './events.ts'
import { exec } from './exec.ts'
import { explain } from './explain.ts'
import { expose } from './expose/index.ts'
import { get } from './get/index.ts'
import { kustomize } from './kustomize.ts'
import { label } from './label.ts'
import { logs } from './logs.ts'
import { options } from './options.ts'
import { patch } from './patch.ts'
import { plugin } from './plugin.ts'
import { portForward } from './port-forward.ts'
import { proxy } from './unbuilt/proxy.ts'
import { replace } from './replace.ts'
import { rollout } from './rollout/index.ts'
import { runVerb } from './run/index.ts'
import { scale } from './scale.ts'
import { set } from './set/index.ts'
import { taint } from './taint/index.ts'
import { top } from './top/index.ts'
import { version } from './version.ts'
import { wait } from './wait/index.ts'

/** All commands of kubectl, in the order of its help page. */
export const verbs: readonly Verb[] = [
  create,
  expose,
  runVerb,
  set,
  explain,
  get,
  edit,
  deleteVerb,
  rollout,
  scale,
  autoscale,
  certificate,
  clusterInfo,
  top,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  logs,
  attach,
  exec,
  portForward,
  proxy,
  cp,
  auth,
  debug,
  events,
  diff,
  apply,
  patch,
  replace,
  wait,
  kustomize,
  label,
  annotate,
  completion,
  alpha,
  apiResources,
  apiVersions,
  config,
  plugin,
  version,
  options,
]
