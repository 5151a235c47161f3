import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { ExternalIdentity, ExternalIdentityVersion } from './identity.ts'
import type { ProviderId } from './provider.ts'

export const identityOrder = { createdAt: 'id', name: 'text', lastExchangeAt: 'instant' } as const satisfies OrderFields

export interface ExternalIdentityFilter {
  provider?: ProviderId
  /** Part of the name, the description or the id. */
  search?: string
  enabled?: boolean
  /** To one account at least. */
  bound?: boolean
  simulated?: boolean
}

export interface ExternalIdentityStore {
  insert(identity: ExternalIdentity, createdByMemberId: string | null): Promise<void>
  /** Live identities of the organisation. `lock`: no other transaction changes it before ours ends. */
  find(organisationId: string, id: string, options?: { lock: boolean }): Promise<ExternalIdentity | null>
  /** In the order of their ids; missing ones are left out. `lock`: none of them is changed or deleted before our transaction ends. */
  findMany(organisationId: string, ids: readonly string[], options?: { lock: boolean }): Promise<ExternalIdentity[]>
  /** Every live identity of one provider, at most `limit`. */
  listOfProvider(organisationId: string, provider: ProviderId, limit: number): Promise<ExternalIdentity[]>
  /** Live identities that are not simulated, in the order of their ids: at most `limit` of those after one. */
  listReal(organisationId: string, after: string | undefined, limit: number): Promise<ExternalIdentity[]>
  list(
    organisationId: string,
    filter: ExternalIdentityFilter,
    page: PageRequest<FieldOf<typeof identityOrder>>,
  ): Promise<Page<ExternalIdentity>>
  update(identity: ExternalIdentity): Promise<void>
  /** Keeps what an identity is now as one of its versions. */
  keepVersion(identityId: string, version: ExternalIdentityVersion): Promise<void>
  /** Newest first. */
  listVersions(identityId: string, page: PageRequest): Promise<Page<ExternalIdentityVersion>>
  findVersion(identityId: string, version: number): Promise<ExternalIdentityVersion | null>
  /** Marks it deleted and unbinds it everywhere. */
  remove(id: string): Promise<void>
}
