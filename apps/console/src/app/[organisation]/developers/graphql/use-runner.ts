'use client'

import { useState } from 'react'
import { askServer } from './ask.ts'
import { operationsOf, variablesOf } from './operations.ts'

export interface Run {
  query: string
  variables: string
}

export interface Wanted {
  name: string | undefined
  kind: 'query' | 'mutation' | 'subscription'
}

const kept = 20

/** Runs what is written. A mutation waits until somebody has said yes. */
export function useRunner() {
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [asking, setAsking] = useState<{ run: Run; wanted: Wanted }>()
  const [history, setHistory] = useState<readonly Run[]>([])

  const send = async (run: Run, { name }: Wanted) => {
    setAsking(undefined)
    setBusy(true)
    setHistory((before) =>
      [run, ...before.filter(({ query, variables }) => query !== run.query || variables !== run.variables)].slice(0, kept),
    )
    try {
      const answer = await askServer({ query: run.query, variables: variablesOf(run.variables).variables, operationName: name })
      setResult(JSON.stringify(answer, null, 2))
    } catch {
      setProblem('The server could not be reached. Check the connection and try again.')
    }
    setBusy(false)
  }

  const run = (wantedRun: Run, name: string | undefined) => {
    const { operations, problem: unreadable } = operationsOf(wantedRun.query)
    const { problem: badVariables } = variablesOf(wantedRun.variables)
    setProblem(unreadable ?? badVariables)
    const wanted = operations.find((operation) => operation.name === name) ?? operations[0]
    if (unreadable || badVariables || !wanted || busy) return
    if (wanted.kind === 'mutation') setAsking({ run: wantedRun, wanted })
    else void send(wantedRun, wanted)
  }
  return {
    busy,
    result,
    problem,
    history,
    asking,
    run,
    confirm: () => asking && void send(asking.run, asking.wanted),
    cancel: () => setAsking(undefined),
  }
}
