'use client'

import type { ProviderId } from '@bonafide/core'
import { useMemo, useState } from 'react'
import type { UserError } from '../../../../../apollo/use-change.ts'
import { providers } from '../providers.ts'
import { type Draft, type DraftValue, fieldsOf, type SharedField } from './draft.ts'
import { type Problems, type Reading, readDraft, sentence } from './read-draft.ts'

export interface DraftState {
  provider: ProviderId
  draft: Draft
  reading: Reading
  setShared: (name: SharedField, value: string) => void
  setConfig: (name: string, value: DraftValue) => void
  /** Another text of the whole, as if nobody had sent it yet. */
  replace: (draft: Draft) => void
  /** Fields written by something else than their controls; what was told of the form stays told. */
  fill: (draft: Draft) => void
  /** The field was left: from now on its problems are told. */
  leave: (path: string) => void
  /** What is wrong with a field, once it was left or the form was sent. */
  problemOf: (path: string) => string | undefined
  /** All that is wrong, once the form was sent. */
  shownProblems: Problems
  /** The form was sent: everything is told. Answers what the mutation takes, if nothing is wrong. */
  submit: () => Reading['input']
  /** The server refused some fields; the problems that belong to none of them are answered. */
  refuse: (errors: readonly UserError[]) => string[]
}

/** An identity while it is being written. */
export function useDraft(provider: ProviderId, start: Draft): DraftState {
  const [draft, setDraft] = useState(start)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [submitted, setSubmitted] = useState(false)
  const [refused, setRefused] = useState<Problems>({})
  const reading = useMemo(() => readDraft(provider, draft), [provider, draft])
  const forget = (path: string) =>
    setRefused((known) => Object.fromEntries(Object.entries(known).filter(([other]) => other !== path && !other.startsWith(`${path}.`))))
  const problemOf = (path: string) => refused[path] ?? (submitted || left.has(path) ? reading.problems[path] : undefined)
  return {
    provider,
    draft,
    reading,
    setShared(name, value) {
      setDraft((now) => ({ ...now, [name]: value }))
      forget(name)
    },
    setConfig(name, value) {
      setDraft((now) => ({ ...now, config: { ...now.config, [name]: value } }))
      forget(`config.${name}`)
    },
    replace(next) {
      setDraft(next)
      setRefused({})
      setSubmitted(false)
      setLeft(new Set())
    },
    fill(next) {
      setDraft(next)
      setRefused({})
    },
    leave: (path) => setLeft((known) => (known.has(path) ? known : new Set([...known, path]))),
    problemOf,
    shownProblems: submitted ? { ...reading.problems, ...refused } : refused,
    submit() {
      setSubmitted(true)
      setRefused({})
      return reading.input
    },
    refuse(errors) {
      const { fields } = fieldsOf(provider).form
      const placed = errors.map(({ field, message }) => ({ path: pathOf(field), message }))
      const told: Record<string, string> = {}
      for (const { path, message } of placed) {
        const text = sentence(path, message, fields)
        if (path !== '') told[path] = told[path] === undefined ? text : `${told[path]} ${text}`
      }
      setRefused(told)
      return placed.filter(({ path }) => path === '').map(({ message }) => message)
    },
  }
}

/** `['config', 'awsIam', 'principals', '0']` is `config.principals.0`. */
const pathOf = (field: readonly string[] | null): string =>
  (field ?? []).filter((part, index) => !(index === 1 && providers.some(({ envelope }) => envelope === part))).join('.')
