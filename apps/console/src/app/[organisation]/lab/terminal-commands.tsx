'use client'

import { Button } from '../../../components/button.tsx'
import { useClock } from '../../../components/clock.tsx'
import { CodeBlock } from '../../../components/copy.tsx'
import { Link } from '../../../components/link.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath, useViewer } from '../../../frame/viewer.tsx'
import { inClone, isOfWorkload, readSecrets, signIn } from './command-lines.ts'
import type { LabCommandsQuery, LabPersonaRowFragment } from './operations.generated.ts'

export type Kind = 'curl' | 'cli'

export type Commands = NonNullable<LabCommandsQuery['labCommands']> & { readAtMs: number }

interface TerminalCommandsProps {
  kind: Kind
  commands: Commands
  persona: LabPersonaRowFragment
  onFresh: () => void
}

export const TerminalCommands = ({ kind, commands, persona, onFresh }: TerminalCommandsProps) =>
  kind === 'curl' ? <Curl commands={commands} onFresh={onFresh} /> : <CommandLine cli={commands.cli} persona={persona} />

function Curl({ commands: { curl, validUntil, readAtMs }, onFresh }: { commands: Commands; onFresh: () => void }) {
  const { nowMs } = useClock()
  const endsAtMs = Date.parse(validUntil)
  const isStaleByDesign = endsAtMs <= readAtMs
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock label="Login with curl" code={curl} />
      {isStaleByDesign && <p className="text-sm text-muted">The proof in it is stale on purpose: that is what this persona shows.</p>}
      {!isStaleByDesign && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <span>
            {nowMs < endsAtMs ? 'The proof in it is fresh until ' : 'The proof in it was fresh until '}
            <Time at={validUntil} show="clock" />, and each is good for one login.
          </span>
          <Button variant="quiet" onClick={onFresh}>
            Make a fresh one
          </Button>
        </p>
      )}
    </div>
  )
}

function CommandLine({ cli, persona }: { cli: string; persona: LabPersonaRowFragment }) {
  const { server } = useViewer()
  const path = useOrganisationPath()
  const where = (
    <p className="text-sm text-muted">
      Run it in the folder of Bonafide. Where the command is installed, leave out <code className="font-mono text-text">npx --no</code>.
    </p>
  )
  if (!isOfWorkload(cli)) {
    return (
      <div className="flex flex-col gap-2">
        <CodeBlock label="Login with the CLI" code={inClone(cli)} />
        <p className="text-sm text-muted">
          No workload behaves like this, so an administrator sends the persona: with a{' '}
          <Link className="link" href={path('/access/authentication')}>
            personal access token
          </Link>{' '}
          in <code className="font-mono text-text">BONAFIDE_TOKEN</code>.
        </p>
        {where}
      </div>
    )
  }
  if (persona.expects.outcome === 'REFUSED') {
    return (
      <div className="flex flex-col gap-2">
        <CodeBlock label="Login with the CLI" code={inClone(cli)} />
        {where}
      </div>
    )
  }
  return (
    <ol className="flex list-decimal flex-col gap-3 pl-5 marker:text-muted">
      <li>
        <p className="pb-1">Log in; the token stays in this shell, for 15 minutes.</p>
        <CodeBlock label="Login with the CLI" code={signIn(cli, server.publicUrl)} />
      </li>
      <li>
        <p className="pb-1">Start a program with the secrets of the demo app.</p>
        <CodeBlock label="Run with secrets" code={readSecrets} />
      </li>
      <li className="list-none">{where}</li>
    </ol>
  )
}
