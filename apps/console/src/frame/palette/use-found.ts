'use client'

import { useQuery } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import type { Command, CommandGroup } from './commands.ts'
import { PaletteSearchDocument, type PaletteSearchQuery } from './operations.generated.ts'

const typingPauseMs = 200
const minimumCharacters = 2

/** What the server finds under a name, or an exchange under its id; asked when typing pauses. */
export function useFound(typed: string): { groups: readonly CommandGroup[]; busy: boolean } {
  const wanted = typed.trim().slice(0, 200)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), typingPauseMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const skip = asked.length < minimumCharacters
  const { data, loading } = useQuery(PaletteSearchDocument, {
    variables: { search: asked, exchange: asked, withExchanges: /^(req_)?[0-9a-f-]{6,}$/i.test(asked) },
    skip,
    // What a role may not see is left out; the rest is there.
    errorPolicy: 'all',
    fetchPolicy: 'network-only',
  })
  const isCurrent = asked === wanted && !skip
  return { groups: isCurrent && data ? groupsOf(data) : [], busy: wanted.length >= minimumCharacters && (asked !== wanted || loading) }
}

function groupsOf({
  externalIdentities,
  serviceAccounts,
  credentials,
  apps,
  members,
  exchanges,
}: PaletteSearchQuery): readonly CommandGroup[] {
  const nodes = <Node>(connection: { edges: readonly { node: Node }[] } | null | undefined) =>
    connection?.edges.map(({ node }) => node) ?? []
  const groups: { title: string; items: Command[] }[] = [
    {
      title: 'External identities',
      items: nodes(externalIdentities).map(({ id, name, summary }) => ({
        id,
        label: name,
        detail: summary,
        path: `/access/external-identities/${id}`,
      })),
    },
    {
      title: 'Service accounts',
      items: nodes(serviceAccounts).map(({ id, name }) => ({ id, label: name, path: `/access/service-accounts/${id}` })),
    },
    {
      title: 'Third-party credentials',
      items: nodes(credentials).map(({ id, name, summary }) => ({
        id,
        label: name,
        detail: summary,
        path: `/integrations/credentials/${id}`,
      })),
    },
    { title: 'Apps', items: nodes(apps).map(({ id, name }) => ({ id, label: name, path: `/apps/${id}` })) },
    {
      title: 'Members',
      items: nodes(members).map(({ id, fullName, email }) => ({ id, label: fullName, detail: email, path: `/access/members/${id}` })),
    },
    {
      title: 'Exchanges',
      items: nodes(exchanges).map(({ id, requestId, principal, outcome }) => ({
        id,
        label: requestId,
        detail: `${outcome.toLowerCase()}${principal === null ? '' : `, ${principal}`}`,
        path: `/exchanges/${id}`,
      })),
    },
  ]
  return groups.filter(({ items }) => items.length > 0)
}
