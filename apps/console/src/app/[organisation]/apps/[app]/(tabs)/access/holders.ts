import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { pageOf } from '../../../../../../apollo/page-of.ts'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { useApp } from '../../app-gate.tsx'
import type { HeldPlacesFragment, HolderPagesFragment } from './operations.generated.ts'

export interface HolderConnection<Holder> {
  totalCount: number | null
  pageInfo: HolderPagesFragment
  edges: readonly { node: Holder }[]
}

const pageSize = 20
const start = { after: null, before: null }

/** Whoever holds keys of the app, a page at a time. Two of these lists share a page, so neither is in the address. */
export function useHolders<Data, Holder>(
  document: TypedDocumentNode<Data, { appId: string }>,
  connectionOf: (data: Data) => HolderConnection<Holder> | null,
) {
  const { id: appId } = useApp()
  const [place, setPlace] = useState<{ after: string | null; before: string | null }>(start)
  const answer = useQuery<Data, OperationVariables>(document as unknown as TypedDocumentNode<Data>, {
    variables: { appId, ...pageOf(place, pageSize) },
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
  })
  const shown = (answer.data ?? answer.previousData) as Data | undefined
  return {
    connection: shown && connectionOf(shown),
    problem: answer.error && problemOf(answer.error),
    loading: answer.loading,
    refetch: () => void answer.refetch(),
    next: (after: string | null) => setPlace({ ...start, after }),
    previous: (before: string | null) => setPlace({ ...start, before }),
  }
}

export type Holders<Holder> = ReturnType<typeof useHolders<unknown, Holder>>

/** What a holder holds of the app, and how many more than are named. */
export function placesOf(access: HeldPlacesFragment | null) {
  const places = access?.edges.map(({ node }) => node) ?? []
  return { places, more: Math.max(0, (access?.totalCount ?? places.length) - places.length) }
}
