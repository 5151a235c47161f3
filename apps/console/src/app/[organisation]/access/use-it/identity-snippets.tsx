'use client'

import { useQuery } from '@apollo/client/react'
import { parseAsString, useQueryState } from 'nuqs'
import { useId } from 'react'
import { problemOf } from '../../../../apollo/problem.ts'
import { Skeleton } from '../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { type IdentitySnippetFragment, IdentitySnippetsDocument } from './operations.generated.ts'
import { SnippetPanel } from './snippet-panel.tsx'

interface Props {
  identityId: string
  /** Null: a word to replace stands where the id of an account belongs. */
  serviceAccountId: string | null
}

/** Every way for the workloads of an identity to log in, one at a time; the address says which. */
export function IdentitySnippets({ identityId, serviceAccountId }: Props) {
  const { data, previousData, error, refetch } = useQuery(IdentitySnippetsDocument, {
    variables: { id: identityId, serviceAccountId },
    // They follow from the whole identity, which may have been edited since.
    fetchPolicy: 'cache-and-network',
  })
  const [shown, show] = useQueryState('snippet', parseAsString)
  const identity = (data ?? previousData)?.externalIdentity
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!identity || identity.id !== identityId) return <SnippetsSkeleton />
  const snippets = identity.snippets ?? []
  const snippet = snippets.find(({ kind }) => kind === shown) ?? snippets[0]
  if (!snippet) return <p className="text-muted">The stored configuration is not valid, so nobody can log in with it yet.</p>
  return (
    <div className="flex flex-col gap-4">
      <SnippetChoice snippets={snippets} chosen={snippet} onChoose={(kind) => void show(kind)} />
      <SnippetPanel key={snippet.kind} snippet={snippet} />
    </div>
  )
}

export const SnippetsSkeleton = () => (
  <div className="flex flex-col gap-4">
    <Skeleton className="h-8 w-full rounded-md" />
    <Skeleton className="h-48 w-full rounded-lg" />
  </div>
)

interface ChoiceProps {
  snippets: readonly IdentitySnippetFragment[]
  chosen: IdentitySnippetFragment
  onChoose: (kind: string) => void
}

const groups = [
  { purpose: 'LOG_IN', legend: 'Log in' },
  { purpose: 'SET_UP', legend: 'Make the platform ready' },
] as const

function SnippetChoice({ snippets, chosen, onChoose }: ChoiceProps) {
  const name = useId()
  return (
    <div className="flex flex-col gap-3">
      {groups.map(({ purpose, legend }) => {
        const members = snippets.filter((one) => one.purpose === purpose)
        return (
          members.length > 0 && (
            <fieldset key={purpose} className="flex flex-wrap gap-1">
              <legend className="mb-1 text-sm text-muted">{legend}</legend>
              {members.map(({ kind, title }) => (
                <label
                  key={kind}
                  className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-transparent px-3 text-muted hover:bg-hover has-checked:border-control has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
                >
                  <input type="radio" name={name} className="sr-only" checked={kind === chosen.kind} onChange={() => onChoose(kind)} />
                  {title}
                </label>
              ))}
            </fieldset>
          )
        )
      })}
    </div>
  )
}
