import type { TrustPolicy } from './trust-policy.ts'

export interface TrustPolicyStore {
  /**
   * The policy of an organisation, the open one where none was set. `lock`: until our transaction ends nobody changes it (`share`), or reads it
   * in order to save an identity (`update`).
   */
  find(organisationId: string, options?: { lock: 'share' | 'update' }): Promise<TrustPolicy>
  save(organisationId: string, policy: TrustPolicy): Promise<void>
}
