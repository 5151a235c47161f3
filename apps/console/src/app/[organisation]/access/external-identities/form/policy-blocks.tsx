'use client'

import { useQuery } from '@apollo/client/react'
import type { LintFinding } from '@bonafide/core'
import { ShieldAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { useCan } from '../../../../../frame/viewer.tsx'
import { PolicyOfFormDocument, type PolicyOfFormQuery } from './operations.generated.ts'
import type { DraftState } from './use-draft.ts'

type Policy = NonNullable<PolicyOfFormQuery['trustPolicy']>

/** Whether the trust policy keeps an identity with such a finding from being saved. */
export type Blocks = (severity: LintFinding['severity']) => boolean

/** What stands before a finding that blocks. */
export const blockedWord = 'Blocked by the trust policy:'

const PolicyContext = createContext<Policy | null>(null)

/** Fetches the policy for the form within. Identities of the Lab have none; where it cannot be read the server still decides. */
export function PolicyBlocks({ simulated, children }: { simulated: boolean; children: ReactNode }) {
  const can = useCan()
  const skip = simulated || !can('ExternalIdentities', 'read')
  const { data } = useQuery(PolicyOfFormDocument, { skip, errorPolicy: 'all' })
  return <PolicyContext value={data?.trustPolicy ?? null}>{children}</PolicyContext>
}

export function useBlocks(): Blocks {
  const level = useContext(PolicyContext)?.blockedSeverity ?? null
  return (severity) => level !== null && severity !== 'info' && (severity === 'danger' || level === 'WARNING')
}

/** Told above the fields: how many findings block, and which issuers are allowed at all. */
export function PolicyNotice({ state: { reading } }: { state: DraftState }) {
  const policy = useContext(PolicyContext)
  const blocks = useBlocks()
  const blocking = reading.findings.filter(({ severity }) => blocks(severity)).length
  const issuers = policy?.allowedIssuers ?? []
  return (
    <>
      <div role="status" className="empty:-mb-6">
        {blocking > 0 && (
          <p className="flex gap-3 rounded-lg border border-danger bg-danger-soft px-4 py-3">
            <ShieldAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
            <span className="min-w-0">
              The trust policy of your organisation blocks {blocking === 1 ? 'one finding' : `${blocking} findings`} below: whom this trusts
              cannot be saved like that.
            </span>
          </p>
        )}
      </div>
      {issuers.length > 0 && (
        <details className="rounded-lg border border-transparent bg-info-soft px-4 py-3">
          <summary className="cursor-pointer">
            Your organisation allows {issuers.length === 1 ? 'one issuer' : `${issuers.length} issuers`} alone
          </summary>
          <ul className="mt-2 flex flex-col gap-1">
            {issuers.map((issuer) => (
              <li key={issuer} className="font-mono text-[13px] break-all">
                {issuer}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
