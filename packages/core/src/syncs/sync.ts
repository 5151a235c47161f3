import type { DestinationFailureCode, DestinationId } from './destination.ts'

/** What to do when the remote secret was edited since it was last written. */
export const driftRules = ['overwrite', 'adopt', 'stop'] as const
export type DriftRule = (typeof driftRules)[number]

/** Reasons of our own for which a run stops, beside those of destinations. None of them goes away by waiting. */
export const stops = [
  /** The remote secret was edited, and the sync says to stop then. */
  'drifted',
  /** There was something there already that nobody agreed to overwrite. */
  'not_empty',
  /** Another sync says that it owns the remote secret. */
  'owned_by_another',
  /** The remote value is no set of keys and values. */
  'not_a_document',
  /** A value refers to an environment that whoever saved the sync did not let it read. */
  'reference_not_approved',
  /** The app was made end-to-end encrypted. */
  'server_encryption_required',
  /** It leads to a cloud of the Lab, and that is off. */
  'lab_off',
] as const
export type StopCode = (typeof stops)[number]
export type RunFailureCode = DestinationFailureCode | StopCode | 'internal_error'

/** An environment, or a folder of it, that is kept equal to a secret at a destination. */
export interface Sync {
  id: string
  organisationId: string
  appId: string
  environmentId: string
  /** The folder; what lies below it is not synced. */
  path: string
  destination: DestinationId
  credentialId: string
  /** By the schema of the destination. */
  options: unknown
  /** Where it really writes; unique among live syncs of the installation. */
  place: string
  keyPrefix: string
  neverDeletes: boolean
  onDrift: DriftRule
  /** Other environments that its values may refer to: those that whoever saved it could read, and that were referred to then. */
  referencedEnvironmentIds: string[]
  pausedAt: Date | null
  /** Who paused it, as it was called then. */
  pausedBy: string | null
  /** Moves with every edit of what the sync is. */
  version: number
  createdAt: Date
  updatedAt: Date
}

/** How a sync stands. Changed by runs alone, each under its lease. */
export interface SyncProgress {
  syncId: string
  /** Grows with every change that has to reach the destination. */
  wantedGeneration: number
  /** The last one that did. */
  doneGeneration: number
  /** When the next run is due; null when nothing is. */
  dueAt: Date | null
  /** Tries of the wanted generation that failed so far. */
  attempts: number
  /** Why the last run failed; null when it did not. */
  failure: RunFailureCode | null
  /** What to do about it. */
  failureSentence: string | null
  /** The permission that was missing, as the cloud names it. */
  missingAction: string | null
  failingSince: Date | null
  /** The remote version that was last written or found equal. */
  remoteVersionId: string | null
  /** Sealed JSON, key at the destination → digest of the value that was last written there; place `sync_base:<id>`. Null: nothing yet. */
  serverWrappedBase: string | null
  lastRunAt: Date | null
  lastSyncedAt: Date | null
  /** Grows with every lease: a run whose number is not the current one has lost its sync to another node. */
  leaseNumber: number
  leasedUntil: Date | null
}

export const runReasons = ['created', 'changed', 'manual', 'resumed', 'edited', 'drift_check', 'resolved'] as const
export type RunReason = (typeof runReasons)[number]

/** `lost`: its node died or was too slow, and another run took over. */
export const runOutcomes = ['running', 'written', 'unchanged', 'failed', 'stopped', 'lost'] as const
export type RunOutcome = (typeof runOutcomes)[number]

/** Names of keys at the destination, and what became of each. */
export interface RunKeys {
  added: string[]
  changed: string[]
  removed: string[]
  /** Keys that somebody else had edited at the destination since we last wrote. */
  drifted: string[]
  /** Of those, the ones whose edits were taken over into the environment. */
  adopted: string[]
}

/** One attempt to make a destination equal. */
export interface SyncRun {
  id: string
  organisationId: string
  syncId: string
  generation: number
  /** Of this generation, from 1. */
  attempt: number
  reason: RunReason
  /** Who asked for it, as it was called then; null when nobody did. */
  requestedBy: string | null
  leaseNumber: number
  /** Sent with the write; stored before it is. */
  writeToken: string | null
  outcome: RunOutcome
  failure: RunFailureCode | null
  failureSentence: string | null
  missingAction: string | null
  /** Sealed JSON of `RunKeys`, place `sync_run:<id>`; null where there was nothing to tell. */
  serverWrappedKeys: string | null
  addedCount: number
  changedCount: number
  removedCount: number
  unchangedCount: number
  bytes: number | null
  remoteVersionId: string | null
  /** The id under which the cloud knows the last call. */
  requestId: string | null
  queuedAt: Date
  startedAt: Date
  finishedAt: Date | null
  /** When it is tried again by itself; null when it is not. */
  nextAttemptAt: Date | null
}
