import { passed, type Step, type Testimony } from '@bonafide/core'
import { readJwtTestimony } from '../jwt-testimony.ts'
import { closingSteps, issuerFor, openingSteps, skip, subjectOf } from './judge.ts'
import type { AzureEntraConfig } from './schema.ts'

/** As of then; the keys of a tenant are those of its issuer, so another issuer is refused and the same one vouches again. */
export function judgeAzureEntraAgain(config: AzureEntraConfig, testimony: Testimony): Step[] | null {
  const read = readJwtTestimony(testimony)
  if (!read) return null
  const known = issuerFor(config, read.jwt)
  const opening = openingSteps(config, read.jwt, known, read.receivedAt)
  if (!known || opening.some(({ status }) => status === 'failed')) return [...opening, ...skip('proof_valid', 'audience', 'trust')]
  return read.keyPlaces.includes(known.keysUrl) ? [...opening, ...closingSteps(config, read.jwt, passed('proof_valid'))] : null
}

/** Whether a caller belongs to the tenant. */
export function isOfTenant({ tenantId }: AzureEntraConfig, testimony: Testimony): boolean {
  const read = readJwtTestimony(testimony)
  return read !== undefined && subjectOf(read.jwt)?.tenantId === tenantId
}
