'use client'

import { useApolloClient } from '@apollo/client/react'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type Problem, problemOf } from '../../../../../../apollo/problem.ts'
import { vault } from '../../../../../../keys/vault.ts'
import { useApp } from '../../app-gate.tsx'
import { useEditor } from './editor-context.tsx'
import { type Entry, plainEntry, type SecretType } from './entry.ts'
import { SecretEntriesDocument, type SecretEntriesQueryVariables, type SecretEntryFragment } from './operations.generated.ts'
import { useHeld } from './values/use-held.ts'

export interface EntryFilter {
  folder: string
  search: string
  type: SecretType | null
  tag: string | null
  newestFirst: boolean
}

interface Entries {
  entries: readonly Entry[]
  /** How many there will be; null while nobody knows. */
  total: number | null
  loading: boolean
  problem: Problem | undefined
  locked: boolean
  retry: () => void
}

// The first page is small, so that something is there at once.
const firstPage = 200
// A page of a thousand costs more than one request may ask for.
const nextPages = 800

/** All names of a folder, page after page; of every folder while somebody searches. End-to-end apps are opened and searched here. */
export function useEntries(wanted: EntryFilter): Entries {
  const { serverEncryption } = useApp()
  const { environment, revision } = useEditor()
  const client = useApolloClient()
  const held = useHeld()
  const unlocked = useSyncExternalStore(
    vault.subscribe,
    () => vault.state() === 'unlocked',
    () => false,
  )
  const locked = !serverEncryption && !unlocked
  const [state, setState] = useState<Pick<Entries, 'entries' | 'total' | 'loading' | 'problem'>>(nothing)
  const [attempt, setAttempt] = useState(0)
  const filter = JSON.stringify(serverEncryption ? serverFilter(wanted) : {})
  const orderBy: SecretEntriesQueryVariables['orderBy'] = wanted.newestFirst ? 'UPDATED_AT' : 'KEY'

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or attempt asks the same again
  useEffect(() => {
    if (locked) return setState(nothing)
    let stopped = false
    const load = async () => {
      setState((before) => ({ ...before, loading: true, problem: undefined }))
      const entries: Entry[] = []
      for (let after: string | null = null, first = firstPage; ; first = nextPages) {
        const variables: SecretEntriesQueryVariables = { id: environment.id, filter: JSON.parse(filter), orderBy, first, after }
        const { data } = await client.query({ query: SecretEntriesDocument, variables, fetchPolicy: 'no-cache' })
        const page = data?.environment?.secretEntries
        const rows = page?.edges.map(({ node }) => node) ?? []
        entries.push(...(await opened(rows)))
        if (stopped) return
        const more = page?.pageInfo.hasNextPage ?? false
        setState({ entries: [...entries], total: page?.totalCount ?? entries.length, loading: more, problem: undefined })
        if (!more) return
        after = page?.pageInfo.endCursor ?? null
      }
    }
    const opened = async (rows: readonly SecretEntryFragment[]): Promise<readonly Entry[]> =>
      serverEncryption ? rows.map(plainEntry) : vault.decryptEntries(await held(), rows)
    load().catch((error: unknown) => {
      if (!stopped) setState((before) => ({ ...before, loading: false, problem: problemOf(error) }))
    })
    return () => {
      stopped = true
    }
  }, [client, environment.id, filter, orderBy, locked, serverEncryption, held, revision, attempt])
  const chosen = JSON.stringify(wanted)
  const entries = useMemo(() => {
    if (serverEncryption) return state.entries
    const filter: EntryFilter = JSON.parse(chosen)
    return state.entries.filter(matching(filter)).sort(byKey(filter.newestFirst))
  }, [serverEncryption, state.entries, chosen])
  return {
    ...state,
    entries,
    total: serverEncryption ? state.total : entries.length,
    locked,
    retry: () => setAttempt((before) => before + 1),
  }
}

const nothing = { entries: [], total: null, loading: true, problem: undefined }

const serverFilter = ({ folder, search, type, tag }: EntryFilter) => ({
  ...(search === '' ? { path: folder } : { search }),
  type,
  tags: tag === null ? null : [tag],
})

const matching =
  ({ folder, search, type, tag }: EntryFilter) =>
  (entry: Entry): boolean =>
    (search === '' ? entry.path === folder : entry.key.toLowerCase().includes(search.toLowerCase())) &&
    (type === null || entry.type === type) &&
    (tag === null || entry.tags.includes(tag))

const byKey = (newestFirst: boolean) => (left: Entry, right: Entry) =>
  newestFirst ? right.updatedAt.localeCompare(left.updatedAt) : left.key.localeCompare(right.key)
