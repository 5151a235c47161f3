'use client'

import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useSuspenseQuery } from '@apollo/client/react'
import { useDeferredValue, useMemo } from 'react'
import { type Problem, problemOf } from './problem.ts'

export interface PageData<Data> {
  /** What there is; fields that failed are null. */
  data: Data | undefined
  problem: Problem | undefined
  /** Other variables were chosen and their answer is on its way; `data` is still the one from before. */
  stale: boolean
  refetch: () => void
}

/** The data that `Preload` asked for; when variables change, the old data stays until the new one is there. */
export function usePageQuery<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
): PageData<Data> {
  const wanted = JSON.stringify(variables)
  const shown = useDeferredValue(wanted)
  const shownVariables = useMemo(() => JSON.parse(shown) as Variables, [shown])
  const { data, error, refetch } = useSuspenseQuery<Data, OperationVariables>(query as unknown as TypedDocumentNode<Data>, {
    variables: shownVariables,
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
  })
  return {
    data: data as Data | undefined,
    problem: error && problemOf(error),
    stale: wanted !== shown,
    refetch: () => void refetch(),
  }
}
