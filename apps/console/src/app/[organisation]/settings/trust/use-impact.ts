'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { type Problem, problemOf } from '../../../../apollo/problem.ts'
import { TrustPolicyImpactDocument, type TrustPolicyImpactQuery } from './operations.generated.ts'
import { inputOf, type PolicyDraft } from './policy.ts'

type Preview = NonNullable<TrustPolicyImpactQuery['trustPolicyPreview']>
export type ImpactRow = Preview['impacts']['edges'][number]['node']

export interface Impact {
  /** Nothing is limited, so nobody is asked. */
  open: boolean
  loading: boolean
  problem: Problem | undefined
  refusedCount: number
  blockedCount: number
  rows: ImpactRow[]
  totalCount: number
  hasNext: boolean
  hasPrevious: boolean
  next: () => void
  previous: () => void
  again: () => void
}

const pageSize = 10

/** What a policy would mean for the identities that are there, a page at a time. */
export function useImpact(draft: PolicyDraft): Impact {
  const policy = inputOf(draft)
  const wanted = JSON.stringify(policy)
  // The cursors of the pages before this one, for the policy that they belong to.
  const [way, setWay] = useState<{ wanted: string; cursors: string[] }>({ wanted, cursors: [] })
  const cursors = way.wanted === wanted ? way.cursors : []
  const open = draft.level === 'OFF' && draft.issuers.length === 0
  const { data, previousData, loading, error, refetch } = useQuery(TrustPolicyImpactDocument, {
    variables: { policy, first: pageSize, after: cursors.at(-1) ?? null },
    skip: open,
    fetchPolicy: 'cache-and-network',
    errorPolicy: 'all',
  })
  const preview = open || error ? undefined : ((data ?? previousData)?.trustPolicyPreview ?? undefined)
  const page = preview?.impacts.pageInfo
  return {
    open,
    loading: loading && !open,
    problem: open || !error ? undefined : problemOf(error),
    refusedCount: preview?.refusedCount ?? 0,
    blockedCount: preview?.blockedCount ?? 0,
    rows: preview?.impacts.edges.map(({ node }) => node) ?? [],
    totalCount: preview?.impacts.totalCount ?? 0,
    hasNext: page?.hasNextPage ?? false,
    hasPrevious: cursors.length > 0,
    next: () => page?.endCursor && setWay({ wanted, cursors: [...cursors, page.endCursor] }),
    previous: () => setWay({ wanted, cursors: cursors.slice(0, -1) }),
    again: () => void refetch(),
  }
}
