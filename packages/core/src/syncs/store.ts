import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { DestinationId } from './destination.ts'
import type { RunReason, Sync, SyncProgress, SyncRun } from './sync.ts'

export const syncOrder = { createdAt: 'id' } as const satisfies OrderFields
export const syncRunOrder = { createdAt: 'id' } as const satisfies OrderFields

/** In one word, how a sync stands. */
export const syncStates = ['paused', 'pending', 'running', 'synced', 'retrying', 'needs_attention'] as const
export type SyncState = (typeof syncStates)[number]

export interface SyncFilter {
  appId?: string
  environmentId?: string
  credentialId?: string
  destination?: DestinationId
  /** States change as time passes, so the filter says when. */
  state?: { is: SyncState; asOf: Date }
  /** Part of the place or of the id. */
  search?: string
}

/** What asks for a run. */
export interface RunRequest {
  reason: RunReason
  requestedBy: string | null
  /** Milliseconds from now, by the database's clock; what is due earlier already stays so. */
  dueInMs: number
}

/** A sync that this node may run now, until its lease ends. */
export interface LeasedSync {
  sync: Sync
  progress: SyncProgress
  reason: RunReason
  requestedBy: string | null
  queuedAt: Date
  /** When it wrote in the last day, the newest first. */
  recentWrites: Date[]
  /** Tokens of writes of which nobody knows whether they took effect. */
  sentTokens: string[]
}

/** What is known to be at a destination. */
export type KnownRemote = Pick<SyncProgress, 'remoteVersionId' | 'serverWrappedBase'>

/** Syncs as people keep them. Deleted ones are invisible to every method. */
export interface SyncRecords {
  /** `conflict` when its place is taken. Nothing is due before it is asked for. */
  insert(sync: Sync, known: KnownRemote, createdByMemberId: string | null): Promise<void>
  find(organisationId: string, id: string, options?: { lock: boolean }): Promise<Sync | null>
  /** Of these ids, for lists; unknown ones are left out. */
  findMany(organisationId: string, ids: readonly string[]): Promise<Sync[]>
  /** The id of the live sync that writes to a place, in any organisation; null when none does. */
  atPlace(place: string): Promise<{ id: string; organisationId: string } | null>
  /** `environmentIds`: of these alone, those whose key whoever asks holds; null for all. */
  list(
    organisationId: string,
    filter: SyncFilter,
    environmentIds: readonly string[] | null,
    page: PageRequest<FieldOf<typeof syncOrder>>,
  ): Promise<Page<Sync>>
  update(sync: Sync): Promise<void>
  /** Somebody has looked at the destination anew; whatever runs loses its lease. */
  replaceKnown(id: string, known: KnownRemote): Promise<void>
  /** Marks it deleted; whatever runs loses its lease. */
  remove(id: string, at: Date): Promise<void>
  /** The same for every sync of an app; answers which. */
  removeOfApp(appId: string, at: Date): Promise<string[]>
  ofApp(appId: string): Promise<Sync[]>

  findProgress(syncIds: readonly string[]): Promise<SyncProgress[]>
  /** The last runs of syncs, one each. */
  lastRuns(syncIds: readonly string[]): Promise<SyncRun[]>
  listRuns(syncId: string, page: PageRequest<FieldOf<typeof syncRunOrder>>): Promise<Page<SyncRun>>
}

/** Syncs as nodes work on them. Deleted ones are invisible to every method. */
export interface SyncQueue {
  /** Asks for a run of these syncs, in this transaction: a generation more, and a job that is there when the transaction commits. */
  request(syncIds: readonly string[], request: RunRequest): Promise<void>
  /** The same for every live sync, paused ones included, whose values come from the environment or refer to it. Answers how many. */
  requestAffected(environmentId: string, request: RunRequest): Promise<number>

  /**
   * Takes the sync if it is due, not paused and not leased, and fewer than `perCredential` runs of its credential are under way, on whichever
   * nodes; null otherwise. A run that its node left behind becomes `lost`.
   */
  lease(syncId: string, options: { leaseMs: number; perCredential: number }): Promise<LeasedSync | null>
  /** Prolongs a lease; false when it was lost, and when the sync was paused or deleted meanwhile. */
  renewLease(syncId: string, leaseNumber: number, leaseMs: number): Promise<boolean>
  /** Gives a lease back unused: the sync is due again after so many milliseconds. Nothing when the lease was lost. */
  postpone(syncId: string, leaseNumber: number, inMs: number): Promise<void>
  /** Writes the run as it begins, or as it stands before a write; false, and nothing is written, when the lease was lost. */
  saveRun(run: SyncRun): Promise<boolean>
  /**
   * Writes how the run ended and how the sync stands, and gives the lease back: all of it, or nothing and false when the lease was lost. It is
   * due again after `retryInMs`, unless null; a generation that was wanted meanwhile stays due.
   */
  finish(run: SyncRun, progress: SyncProgress, retryInMs: number | null): Promise<boolean>
  /** The sync of a credential that is due for longest and that nobody has leased. */
  nextDue(credentialId: string): Promise<string | null>
  /** Ids of syncs that are due for a while and that nobody has leased, the longest due first: a dead node took their jobs along. */
  overdue(limit: number): Promise<string[]>
  /** Makes jobs for syncs that are due. */
  wake(syncIds: readonly string[]): Promise<void>
  /** Ids of syncs that nothing is due for and that were not looked at for so long, for checks of drift. */
  notLookedAtFor(ms: number, limit: number): Promise<string[]>
  /** Deletes runs that ended so many days ago, but for the last one of each sync; answers how many. */
  purgeRuns(days: number, limit: number): Promise<number>
}

export interface SyncStore extends SyncRecords, SyncQueue {}
