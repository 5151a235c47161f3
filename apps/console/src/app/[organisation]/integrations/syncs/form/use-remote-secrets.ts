'use client'

import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { type DestinationId, RemoteSecretsDocument } from './operations.generated.ts'

export interface RemoteName {
  name: string
  isOwned: boolean
  /** By a sync that whoever looks may see. */
  isOurs: boolean
}

interface Asked {
  credentialId: string
  destination: DestinationId
  prefix: string
  skip: boolean
}

interface Found {
  names: readonly RemoteName[]
  cursor: string | null
  problem?: string
}

const typingPauseMs = 250

/** Names in the cloud that begin with a text, page after page. What was asked for before and is not wanted any more is dropped. */
export function useRemoteSecrets({ credentialId, destination, prefix, skip }: Asked) {
  const client = useApolloClient()
  const [found, setFound] = useState<Found>({ names: [], cursor: null })
  const [busy, setBusy] = useState(false)
  const turn = useRef(0)
  const read = useCallback(
    async (after: string | null, before: readonly RemoteName[]) => {
      const mine = ++turn.current
      setBusy(true)
      const page = await client
        .query({ query: RemoteSecretsDocument, variables: { credentialId, destination, prefix, after }, fetchPolicy: 'no-cache' })
        .then(
          ({ data }) => data?.remoteSecrets,
          (error: unknown) => ({ secrets: [], cursor: null, failure: problemOf(error) }),
        )
      if (mine !== turn.current) return
      const names = (page?.secrets ?? []).map(({ name, isOwned, owner }) => ({ name, isOwned, isOurs: owner !== null }))
      setFound({ names: [...before, ...names], cursor: page?.cursor ?? null, problem: page?.failure?.message })
      setBusy(false)
    },
    [client, credentialId, destination, prefix],
  )
  useEffect(() => {
    if (skip) return
    const timer = setTimeout(() => void read(null, []), typingPauseMs)
    return () => clearTimeout(timer)
  }, [read, skip])
  return {
    found: found.names,
    busy,
    problem: found.problem,
    hasMore: found.cursor !== null,
    more: () => {
      if (!busy && found.cursor !== null) void read(found.cursor, found.names)
    },
  }
}
