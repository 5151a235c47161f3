'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { type Problem, problemOf } from '../../../apollo/problem.ts'
import { Button } from '../../../components/button.tsx'
import { Section } from '../../../components/page-header.tsx'
import { ErrorState } from '../../../components/states.tsx'
import { useCan } from '../../../frame/viewer.tsx'
import { LabCommandsDocument, type LabPersonaRowFragment } from './operations.generated.ts'
import { type Commands, type Kind, TerminalCommands } from './terminal-commands.tsx'

interface Shown {
  kind: Kind
  commands: Commands
}

/**
 * The login of a persona as commands. They carry simulated credentials, so they are asked for when somebody wants to see them, and are kept
 * nowhere but on the screen.
 */
export function Terminal({ persona }: { persona: LabPersonaRowFragment }) {
  const client = useApolloClient()
  const can = useCan()
  const [busy, setBusy] = useState<Kind>()
  const [shown, setShown] = useState<Shown>()
  const [problem, setProblem] = useState<Problem>()
  const show = async (kind: Kind) => {
    setBusy(kind)
    try {
      const { data, error } = await client.query({
        query: LabCommandsDocument,
        variables: { personaId: persona.id },
        fetchPolicy: 'no-cache',
        errorPolicy: 'all',
      })
      const commands = data?.labCommands
      setProblem(commands ? undefined : problemOf(error))
      setShown(commands ? { kind, commands: { ...commands, readAtMs: Date.now() } } : undefined)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(undefined)
    }
  }
  if (!can('ServiceAccountTokens', 'create') || !can('Logs', 'read')) return null
  return (
    <Section title="Now from your terminal">
      <div className="flex flex-col gap-4">
        <p className="text-muted">{persona.title}: the same login, sent by you. It appears below like any other.</p>
        <div className="flex flex-wrap gap-2">
          <Button aria-pressed={shown?.kind === 'curl'} busy={busy === 'curl'} onClick={() => void show('curl')}>
            Same thing with curl
          </Button>
          <Button aria-pressed={shown?.kind === 'cli'} busy={busy === 'cli'} onClick={() => void show('cli')}>
            Same thing with the CLI
          </Button>
        </div>
        {problem && <ErrorState problem={problem} />}
        {shown && <TerminalCommands kind={shown.kind} commands={shown.commands} persona={persona} onFresh={() => void show(shown.kind)} />}
      </div>
    </Section>
  )
}
