'use client'

import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { type Problem, problemOf } from '../../../../../apollo/problem.ts'
import { useChange } from '../../../../../apollo/use-change.ts'
import { useVaultState } from '../../../../../frame/unlock-keys.tsx'
import { vault } from '../../../../../keys/vault.ts'
import {
  AllMemberAccessDocument,
  type AllMemberAccessQuery,
  EnvironmentToWrapDocument,
  SetMemberAccessDocument,
} from './operations.generated.ts'

interface Held {
  identityKey: string
  environmentIds: readonly string[]
}

/**
 * What a member holds, and the changes to it. Saving replaces the whole list, so all of it is read first, and whatever was not touched is sent
 * back as it was.
 */
export function useAccessEdit(memberId: string) {
  const client = useApolloClient()
  const vaultState = useVaultState()
  const { send, busy } = useChange(SetMemberAccessDocument, { quiet: true })
  const [held, setHeld] = useState<Held>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const [endToEnd, setEndToEnd] = useState<ReadonlySet<string>>(new Set())
  const [wrapping, setWrapping] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const reload = useCallback(() => {
    setProblem(undefined)
    readAll(client, memberId).then(
      (all) => {
        setHeld(all)
        setChosen(new Set(all.environmentIds))
      },
      (error: unknown) => setProblem(problemOf(error)),
    )
  }, [client, memberId])
  useEffect(reload, [reload])

  const toggle = ({ id, serverEncryption }: { id: string; serverEncryption: boolean }, on: boolean) => {
    setChosen((before) => (on ? new Set([...(before ?? []), id]) : new Set([...(before ?? [])].filter((other) => other !== id))))
    if (!serverEncryption) setEndToEnd((before) => new Set([...before, id]))
  }
  const toWrap = [...(chosen ?? [])].filter((id) => endToEnd.has(id) && !held?.environmentIds.includes(id))

  /** What went wrong, or undefined. */
  const save = async (): Promise<string | undefined> => {
    if (!held || !chosen) return 'What the member holds is not known yet.'
    if (toWrap.length > 0 && vaultState !== 'unlocked') return 'Unlock your keys first.'
    setWrapping(true)
    try {
      const keys = toWrap.length === 0 ? [] : await wrap(client, toWrap, held.identityKey)
      const outcome = await send({ input: { memberId, environmentIds: [...chosen], keys } })
      return outcome.ok ? undefined : outcome.message
    } catch (error) {
      return error instanceof Error ? error.message : 'The keys could not be wrapped.'
    } finally {
      setWrapping(false)
    }
  }
  return { chosen, toggle, save, problem, reload, busy: busy || wrapping, needsKeys: toWrap.length > 0 && vaultState !== 'unlocked' }
}

async function readAll(client: ApolloClient, id: string): Promise<Held> {
  const environmentIds: string[] = []
  let after: string | null = null
  for (;;) {
    const member = await readPage(client, id, after)
    if (!member?.access) throw new Error('There is no such member.')
    environmentIds.push(...member.access.edges.map(({ node }) => node.environmentId))
    if (!member.access.pageInfo.hasNextPage) return { identityKey: member.identityKey, environmentIds }
    after = member.access.pageInfo.endCursor
  }
}

async function readPage(client: ApolloClient, id: string, after: string | null): Promise<AllMemberAccessQuery['member']> {
  const { data } = await client.query({ query: AllMemberAccessDocument, variables: { id, after }, fetchPolicy: 'no-cache' })
  return data?.member ?? null
}

async function wrap(client: ApolloClient, ids: readonly string[], identityKey: string) {
  const environments = await Promise.all(
    ids.map(async (id) => {
      const { data } = await client.query({ query: EnvironmentToWrapDocument, variables: { id }, fetchPolicy: 'no-cache' })
      if (!data?.environment) throw new Error('An environment is gone. Close this and open it again.')
      return data.environment
    }),
  )
  return vault.wrapEnvironments(environments, { identityKey })
}
