'use client'

import dynamic from 'next/dynamic'
import { Section } from '../../../components/page-header.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import type { LabPersonaRowFragment, SendPersonaLoginMutation } from './operations.generated.ts'

// Nothing of it is needed before somebody has been sent.
const LoginDetail = dynamic(() => import('./login-detail.tsx').then((module) => module.LoginDetail), {
  loading: () => <Skeleton className="h-64 w-full" />,
})

/** What became of the last persona that was sent. */
export interface Login {
  persona: LabPersonaRowFragment
  exchange: NonNullable<SendPersonaLoginMutation['sendPersonaLogin']['exchange']>
  tokenPreview: string | null
}

export const LastLogin = ({ login }: { login: Login | undefined }) => (
  <Section title="Last login">
    <p role="status" className="sr-only">
      {login && `${login.persona.title}: ${outcomeOf(login)}`}
    </p>
    {login ? (
      <div className="flex flex-col gap-4">
        <p>
          <span className="font-medium">{login.persona.title}</span>
          {login.tokenPreview !== null && (
            <span className="text-muted">
              {' '}
              was given the token <code className="font-mono break-all text-text">{login.tokenPreview}</code>, which is shown to nobody as a
              whole.
            </span>
          )}
        </p>
        <Expectation login={login} />
        <LoginDetail key={login.exchange.id} id={login.exchange.id} />
      </div>
    ) : (
      <p className="text-muted">
        Choose a persona and send its login. Every check that the server makes appears here, with what it expected and what it received.
      </p>
    )}
  </Section>
)

const outcomeOf = ({ exchange: { outcome, code } }: Login): string => (outcome === 'ACCEPTED' ? 'accepted' : `refused, ${code}`)

/** Who changed whom the identities trust sees other outcomes than those of the story. */
function Expectation({ login }: { login: Login }) {
  const { expects } = login.persona
  const { outcome, code } = login.exchange
  if (expects.outcome === outcome && expects.code === code) return null
  return (
    <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
      The story had it {expects.outcome === 'ACCEPTED' ? 'accepted' : `refused (${expects.code})`}. Somebody has changed the demo workspace
      since: what is trusted now is what counts.
    </p>
  )
}
