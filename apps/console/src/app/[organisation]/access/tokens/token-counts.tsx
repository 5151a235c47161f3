'use client'

import { useQuery } from '@apollo/client/react'
import { useClock } from '../../../../components/clock.tsx'
import { TokenCountsDocument } from './operations.generated.ts'

/** How many there are of each kind, whatever the list shows. */
export function TokenCounts({ account, identity }: { account: string | null; identity: string | null }) {
  const { locale } = useClock()
  const { data } = useQuery(TokenCountsDocument, { variables: { account, identity } })
  if (!data) return null
  const number = (count: number | null | undefined) => (count ?? 'more than 10 000').toLocaleString(locale)
  return (
    <p className="text-sm text-muted">
      Active {number(data.active?.totalCount)} · Expired {number(data.expired?.totalCount)} · Revoked {number(data.revoked?.totalCount)}
    </p>
  )
}
