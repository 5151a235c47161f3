import type { Holder } from '../apps/reach.ts'
import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { CloudCredential, CredentialUsage, ExternalIdDraft } from './credential.ts'
import type { CredentialCheck, CredentialKindId } from './kind.ts'

export const credentialOrder = { createdAt: 'id', name: 'text' } as const satisfies OrderFields

export interface CredentialFilter {
  /** Part of the name, the account or the id. */
  search?: string
  kind?: CredentialKindId
}

/** Deleted credentials are invisible to every method. */
export interface CredentialStore {
  insert(credential: CloudCredential, createdByMemberId: string | null): Promise<void>
  /** `lock`: no other transaction changes it before ours ends. */
  find(organisationId: string, id: string, options?: { lock: boolean }): Promise<CloudCredential | null>
  /** Of these ids, for lists; unknown ones are left out. */
  findMany(organisationId: string, ids: readonly string[]): Promise<CloudCredential[]>
  list(organisationId: string, filter: CredentialFilter, page: PageRequest<FieldOf<typeof credentialOrder>>): Promise<Page<CloudCredential>>
  nameTaken(organisationId: string, name: string, exceptId: string | null): Promise<boolean>
  update(credential: CloudCredential): Promise<void>
  /** What a check found; leaves the version, since nothing of what the credential is has changed. Nothing when that version is gone. */
  keepCheck(id: string, version: number, found: CredentialCheck & { checkedAt: Date }): Promise<void>
  /** Marks it deleted and forgets its secret. */
  remove(id: string, at: Date): Promise<void>

  /** Who uses each of these; those that nobody uses are left out. `holder`: whose keys make an environment visible; null sees all. */
  usage(organisationId: string, ids: readonly string[], holder: Holder | null): Promise<ReadonlyMap<string, CredentialUsage>>
  /** Ids of the live syncs that use a credential, paused ones included. */
  syncsOf(id: string): Promise<string[]>
  /** Pauses those syncs of a credential that are not paused yet, and answers them. */
  pauseSyncs(id: string, paused: { at: Date; by: string }): Promise<{ id: string; place: string }[]>

  /** Whose an external id is that was ever issued here, to anybody; `waits`: no credential uses it yet. Null: it was not. */
  findIssued(externalId: string): Promise<{ organisationId: string; waits: boolean } | null>
  /** The draft of a holder: one a holder and organisation. */
  findDraft(organisationId: string, holderId: string): Promise<ExternalIdDraft | null>
  insertDraft(draft: ExternalIdDraft): Promise<void>
  /** Takes a draft away for use; false when it is not there, or is of another organisation. */
  takeDraft(organisationId: string, externalId: string): Promise<boolean>
}
