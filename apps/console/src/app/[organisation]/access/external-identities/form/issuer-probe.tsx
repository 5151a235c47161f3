'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { namesOf } from '../providers.ts'
import { inEnvelope } from './envelope.ts'
import { ProbeIssuerDocument, type ProbeIssuerMutation } from './operations.generated.ts'
import type { DraftState } from './use-draft.ts'

type Probe = NonNullable<ProbeIssuerMutation['probeIssuer']['probe']>

/** What the issuer was asked with; an answer to other values says nothing of these. */
const ofTheIssuer = ['issuer', 'keySource', 'jwksUrl', 'jwks', 'apiServer', 'certificateAuthority', 'algorithms'] as const
const keyOf = (config: Record<string, unknown> | undefined): string => JSON.stringify(ofTheIssuer.map((name) => config?.[name]))

/** Asks the issuer for its keys before anybody depends on it. */
export function IssuerProbe({ state }: { state: DraftState }) {
  const { configInput } = state.reading
  const { send, busy } = useChange(ProbeIssuerDocument, { quiet: true, refresh: false, cached: false })
  const [answer, setAnswer] = useState<{ key: string; probe?: Probe; refusal?: string }>()
  const ask = async () => {
    if (!configInput) return
    const outcome = await send({ input: { config: inEnvelope(namesOf('OIDC'), configInput) } })
    const told = outcome.ok ? { probe: outcome.payload.probe ?? undefined } : { refusal: outcome.message }
    setAnswer({ key: keyOf(configInput), ...told })
  }
  const shown = answer?.key === keyOf(configInput) ? answer : undefined
  return (
    <Section title="Issuer">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          {configInput
            ? 'This server fetches its keys, as it will for a login. Nothing is kept.'
            : 'Can be asked as soon as the trusted entities are complete.'}
        </p>
        <div>
          <Button className="disabled:opacity-60" disabled={!configInput} busy={busy} busyLabel="Asking …" onClick={() => void ask()}>
            Ask the issuer
          </Button>
        </div>
        <div role="status" className="flex flex-col gap-3 empty:hidden">
          {shown?.refusal && <Trouble text={shown.refusal} />}
          {shown?.probe && <Answer probe={shown.probe} />}
        </div>
      </div>
    </Section>
  )
}

function Answer({ probe: { url, milliseconds, keys, problem } }: { probe: Probe }) {
  return (
    <>
      {problem ? (
        <Trouble text={problem} />
      ) : (
        <p className="flex gap-2">
          <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-success" />
          {keys.length === 1 ? 'One key that can verify its tokens.' : `${keys.length} keys that can verify its tokens.`}
        </p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        <dt className="text-muted">asked</dt>
        <dd className="font-mono text-[13px] break-all">{url ?? 'nobody: the keys are uploaded'}</dd>
        {milliseconds !== null && (
          <>
            <dt className="text-muted">took</dt>
            <dd>{milliseconds} ms</dd>
          </>
        )}
      </dl>
      {keys.length > 0 && (
        <ul aria-label="Keys of the issuer" className="flex flex-col gap-1.5 border-t border-line pt-3 text-sm">
          {keys.map(({ keyId, algorithms, use }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys may have no id, and the list never changes.
            <li key={index} className="flex flex-wrap justify-between gap-x-3">
              <span className="font-mono text-[13px] break-all">{keyId ?? 'without an id'}</span>
              <span className="text-muted">
                {algorithms.join(', ')} · {use}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const Trouble = ({ text }: { text: string }) => (
  <p className="flex gap-2">
    <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
    <span className="min-w-0 wrap-anywhere">{text}</span>
  </p>
)
