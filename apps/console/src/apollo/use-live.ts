'use client'

import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useEffect } from 'react'

/**
 * Asks for a page's data again and again while `everyMs` says so, one question at a time and only while somebody looks; whatever shows the
 * data changes with it. A failed question is asked again the next time.
 */
export function useLive<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
  everyMs: number | null,
): void {
  const client = useApolloClient()
  const asked = JSON.stringify(variables)
  useEffect(() => {
    if (everyMs === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let stopped = false
    const ask = async () => {
      await client
        .query({ query: query as unknown as TypedDocumentNode<Data>, variables: JSON.parse(asked), fetchPolicy: 'network-only' })
        .catch(() => undefined)
      plan()
    }
    const plan = () => {
      clearTimeout(timer)
      if (!stopped && document.visibilityState === 'visible') timer = setTimeout(() => void ask(), everyMs)
    }
    plan()
    document.addEventListener('visibilitychange', plan)
    return () => {
      stopped = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', plan)
    }
  }, [client, query, asked, everyMs])
}
