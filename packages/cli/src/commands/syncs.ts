import type { Command } from 'commander'
import { registerSyncCreate } from './syncs-create.ts'
import { registerSyncDelete } from './syncs-delete.ts'
import { registerSyncList } from './syncs-list.ts'
import { registerSyncLogs } from './syncs-logs.ts'
import { registerSyncPlan } from './syncs-plan.ts'
import { registerSyncRun } from './syncs-run.ts'
import { registerSyncUpdate } from './syncs-update.ts'

/** `syncs`: environments that are kept equal to secrets elsewhere. */
export function registerSyncs(program: Command): void {
  const syncs = program.command('syncs').description('environments that are kept equal to a secret in AWS Secrets Manager')
  registerSyncList(syncs)
  registerSyncCreate(syncs)
  registerSyncPlan(syncs)
  registerSyncRun(syncs)
  registerSyncLogs(syncs)
  registerSyncUpdate(syncs)
  registerSyncDelete(syncs)
}
