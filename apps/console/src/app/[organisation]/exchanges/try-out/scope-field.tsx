'use client'

import { useQuery } from '@apollo/client/react'
import { FilterSelect } from '../../../../components/filters.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { TryOutScopesDocument } from './operations.generated.ts'

/** Whom to ask: every identity, those of one account, or one. */
export interface Scope {
  kind: 'everything' | 'account' | 'identity'
  id: string
}

export const everything: Scope = { kind: 'everything', id: '' }

/** As the dry run takes it; whoever was not chosen yet is everybody. */
export function scopeInput({ kind, id }: Scope): { identityId?: string; serviceAccountId?: string } {
  if (id === '') return {}
  return kind === 'account' ? { serviceAccountId: id } : { identityId: id }
}

const listed = 100

export function ScopeField({ scope: { kind, id }, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const mayListAccounts = useCan()('ServiceAccounts', 'read')
  const { data } = useQuery(TryOutScopesDocument, { variables: { first: listed, withAccounts: mayListAccounts }, errorPolicy: 'all' })
  const accounts = data?.serviceAccounts?.edges.map(({ node }) => node) ?? []
  const identities = data?.externalIdentities?.edges.map(({ node }) => node) ?? []
  const named = kind === 'account' ? accounts : identities
  const kinds = [
    { value: 'everything', label: 'All identities' },
    ...(accounts.length > 0 ? [{ value: 'account', label: 'The identities of one account' }] : []),
    ...(identities.length > 0 ? [{ value: 'identity', label: 'One identity' }] : []),
  ]
  const choose = (wanted: Scope['kind']) => {
    const [first] = wanted === 'account' ? accounts : identities
    onChange(wanted === 'everything' ? everything : { kind: wanted, id: first?.id ?? '' })
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <FilterSelect label="Ask" value={kind} choices={kinds} onChange={(value) => choose(value as Scope['kind'])} />
      {kind !== 'everything' && (
        <FilterSelect
          label={kind === 'account' ? 'Account' : 'Identity'}
          value={id}
          choices={named.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(chosen) => onChange({ kind, id: chosen })}
        />
      )}
    </div>
  )
}
