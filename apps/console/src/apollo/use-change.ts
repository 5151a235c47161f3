'use client'

import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useCallback, useState } from 'react'
import { useToast } from '../components/toast.tsx'
import { type Problem, problemOf } from './problem.ts'

/** Something in the input that whoever sent it can mend. */
export interface UserError {
  field: string[] | null
  code: string
  message: string
  hint: string | null
}

export type Outcome<Payload> =
  | { ok: true; payload: Payload }
  | {
      ok: false
      userErrors: readonly UserError[]
      problem: Problem | undefined
      message: string
      /** What the answer says beside its user errors, such as the conflicts of a deploy. */
      payload?: Payload
    }

interface ChangeOptions {
  /** Problems are shown where they belong, and not in a toast. */
  quiet?: boolean
  /** Lists and details on the page are asked for again afterwards; true unless told. */
  refresh?: boolean
  /** False for answers that nothing may keep, such as a token told once. */
  cached?: boolean
}

interface SendOptions<Data> {
  /** What the answer will be, shown at once and taken back if it is another: for toggling, renaming, binding. */
  optimistic?: Data
}

/** The payload of a mutation: its one field. */
type PayloadOf<Data> = Data[keyof Data]

/**
 * Sends a mutation and answers how it ended; it never throws. Problems go into a toast with code and request id, unless `quiet`; problems
 * of single fields are in `userErrors`.
 */
export function useChange<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  { quiet = false, refresh = true, cached = true }: ChangeOptions = {},
) {
  const client = useApolloClient()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const send = useCallback(
    async (variables: NoInfer<Variables>, { optimistic }: SendOptions<NoInfer<Data>> = {}): Promise<Outcome<PayloadOf<Data>>> => {
      setBusy(true)
      const outcome = await outcomeOf<Data>(
        client.mutate<Data, OperationVariables>({
          mutation: mutation as unknown as TypedDocumentNode<Data>,
          variables,
          errorPolicy: 'all',
          optimisticResponse: optimistic as never,
          ...(!cached && { fetchPolicy: 'no-cache' as const }),
        }),
      )
      if (!outcome.ok && !quiet) toast.failure(outcome.message, outcome.problem && placeOf(outcome.problem))
      // The change was made, whatever becomes of what shows it: a list that cannot be read again says so where it stands.
      if (outcome.ok && refresh) await Promise.allSettled(client.refetchQueries({ include: 'active' }).results)
      setBusy(false)
      return outcome
    },
    [client, mutation, quiet, refresh, cached, toast],
  )
  return { send, busy }
}

async function outcomeOf<Data>(answer: Promise<{ data?: unknown; error?: unknown }>): Promise<Outcome<PayloadOf<Data>>> {
  try {
    const { data, error } = await answer
    if (error) return failed(problemOf(error))
    const payload = Object.values((data ?? {}) as Record<string, unknown>).find((value) => typeof value === 'object' && value !== null)
    const userErrors = (payload as { userErrors?: UserError[] } | undefined)?.userErrors ?? []
    const [first] = userErrors
    const told = payload as PayloadOf<Data>
    if (first) {
      const message = first.hint ? `${first.message} ${first.hint}` : first.message
      return { ok: false, userErrors, problem: undefined, message, payload: told }
    }
    return { ok: true, payload: told }
  } catch (error) {
    return failed(problemOf(error))
  }
}

const failed = (problem: Problem) => ({ ok: false, userErrors: [], problem, message: problem.message }) as const

const placeOf = ({ code, requestId }: Problem): string => (requestId ? `${code} · request ${requestId}` : code)
