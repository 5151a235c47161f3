'use client'

import { json } from '@codemirror/lang-json'
import { graphql } from 'cm6-graphql'
import { type GraphQLSchema, parse, print } from 'graphql'
import { BookOpen, Play } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { CopyButton } from '../../../../components/copy.tsx'
import { Select } from '../../../../components/inputs.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { useViewer } from '../../../../frame/viewer.tsx'
import { readSchema } from './ask.ts'
import { Editor } from './editor.tsx'
import { operationsOf } from './operations.ts'
import { SchemaDocs } from './schema-docs.tsx'
import { useRunner } from './use-runner.ts'

const firstQuery = `# Ctrl and Enter (Cmd and Enter on a Mac) runs it; Ctrl and Space completes.
query FirstLook {
  viewer {
    name
    email
  }
  exchanges(first: 5) {
    edges {
      node {
        at
        outcome
        code
        principal
      }
    }
  }
}
`
const answerLook = 'h-[34rem] max-h-dvh overflow-auto rounded-lg border border-line bg-surface p-3 pr-12 font-mono text-[13px]'
const jsonLanguage = json()

/** GraphQL by hand, as whoever is signed in. What was run is remembered until the page is left. */
export function Explorer() {
  const { organisation } = useViewer()
  const [query, setQuery] = useState(firstQuery)
  const [variables, setVariables] = useState('')
  const [name, setName] = useState<string>()
  const [schema, setSchema] = useState<GraphQLSchema>()
  const [schemaFailed, setSchemaFailed] = useState(false)
  const [docsOpen, setDocsOpen] = useState(false)
  const runner = useRunner()
  useEffect(() => {
    readSchema().then(setSchema, () => setSchemaFailed(true))
  }, [])
  const language = useMemo(() => graphql(schema), [schema])
  const { operations } = operationsOf(query)
  const named = operations.flatMap((operation) => operation.name ?? [])
  const run = () => runner.run({ query, variables }, name)
  const tidy = () => {
    try {
      setQuery(`${print(parse(query))}\n`)
    } catch {
      // What cannot be read stays as it is; running it says why.
    }
  }
  return (
    <div className="flex flex-col gap-4">
      {schemaFailed && (
        <ErrorState problem={{ code: 'unavailable', message: 'The schema could not be read. Reload the page to try again.' }} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" busy={runner.busy} busyLabel="Running …" onClick={run}>
          <Play size={16} aria-hidden /> Run
        </Button>
        {named.length > 1 && (
          <Select
            aria-label="Operation to run"
            className="w-auto"
            value={name ?? named[0]}
            choices={named.map((value) => ({ value, label: value }))}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Button onClick={tidy}>Tidy up</Button>
        <Button aria-expanded={docsOpen} onClick={() => setDocsOpen(!docsOpen)}>
          <BookOpen size={16} aria-hidden /> Schema
        </Button>
        {runner.history.length > 0 && (
          <Select
            aria-label="Run before"
            className="w-auto max-w-60"
            value=""
            choices={[
              { value: '', label: 'Run before …' },
              ...runner.history.map((before, index) => ({ value: String(index), label: titleOf(before.query) })),
            ]}
            onChange={(event) => {
              const before = runner.history[Number(event.target.value)]
              if (event.target.value === '' || !before) return
              setQuery(before.query)
              setVariables(before.variables)
            }}
          />
        )}
      </div>
      <div role="alert">{runner.problem && <p className="text-danger">{runner.problem}</p>}</div>
      <div className={`grid gap-4 ${docsOpen ? 'xl:grid-cols-[1fr_1fr_22rem]' : ''} lg:grid-cols-2`}>
        <div className="flex min-w-0 flex-col gap-4">
          <Editor label="Operation" value={query} onChange={setQuery} onRun={run} extensions={language} className="h-96" />
          <div className="flex flex-col gap-1.5">
            <h2 className="text-base">Variables</h2>
            <Editor
              label="Variables, as JSON"
              value={variables}
              onChange={setVariables}
              onRun={run}
              extensions={jsonLanguage}
              className="h-32"
            />
          </div>
        </div>
        <section aria-label="Answer" className="relative min-w-0">
          <p role="status" className="sr-only">
            {runner.busy ? 'Running' : runner.result !== undefined && 'The answer is there'}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={answerLook} tabIndex={0}>
            {runner.result ?? <span className="text-muted">The answer appears here.</span>}
          </pre>
          {runner.result !== undefined && (
            <div className="absolute top-1 right-3">
              <CopyButton text={runner.result} what="answer" />
            </div>
          )}
        </section>
        {docsOpen && schema && <SchemaDocs schema={schema} />}
      </div>
      <ConfirmDialog
        open={runner.asking !== undefined}
        onClose={runner.cancel}
        title="Run this mutation?"
        confirmLabel="Run it"
        busyLabel="Running …"
        busy={runner.busy}
        onConfirm={runner.confirm}
      >
        <p>
          {runner.asking?.wanted.name ? <code className="rounded bg-hover px-1 font-mono">{runner.asking.wanted.name}</code> : 'It'} changes{' '}
          {organisation.name} for real, as if you had done it in the console. It is recorded under your name.
        </p>
      </ConfirmDialog>
    </div>
  )
}

const titleOf = (query: string): string => {
  const [first] = operationsOf(query).operations
  return (
    first?.name ??
    query
      .replaceAll(/#.*|\s+/g, ' ')
      .trim()
      .slice(0, 40)
  )
}
