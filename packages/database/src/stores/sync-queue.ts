import type { SyncQueue } from '@bonafide/core'
import type { Executor } from '../executor.ts'

export function createSyncQueue(_db: Executor): SyncQueue {
  return {} as SyncQueue
}
