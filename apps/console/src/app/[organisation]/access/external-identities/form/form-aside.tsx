'use client'

import { parseDuration } from '@bonafide/core/duration'
import { Check as CheckIcon, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../../../../components/button.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextArea } from '../../../../../components/inputs.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { fieldsOf } from './draft.ts'
import type { DraftState } from './use-draft.ts'

/** Beside the form, and always in sight: what it would trust as it stands. */
export function TrustSummary({ state }: { state: DraftState }) {
  const { reading, draft, provider } = state
  const lines = reading.config === undefined ? [] : fieldsOf(provider).inWords(reading.config)
  const lifetimes = [parseDuration(draft.defaultTtl), parseDuration(draft.maxTtl)]
  return (
    <Section title="What this trusts">
      {lines.length === 0 ? (
        <p className="text-muted">Nobody yet.</p>
      ) : (
        <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-muted">
          {lines.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
          {!lifetimes.includes(null) && (
            <li>
              Tokens live {draft.defaultTtl.trim()}, at most {draft.maxTtl.trim()}
            </li>
          )}
        </ul>
      )}
    </Section>
  )
}

const hints = {
  aws_iam: {
    label: 'Output of aws sts get-caller-identity, or an ARN',
    placeholder: 'arn:aws:sts::111122223333:assumed-role/web-prod/i-0abc',
  },
  azure_entra: { label: 'Output of az account get-access-token, a token, or an object id', placeholder: 'eyJ0eXAiOiJKV1Qi…' },
  oidc: { label: 'A token of the issuer', placeholder: 'eyJ0eXAiOiJKV1Qi…' },
}

/** Which rule a caller would meet; judged here, in the browser, by the rules that the server has. */
export function PrincipalCheck({ state }: { state: DraftState }) {
  const [text, setText] = useState('')
  const { label, placeholder } = hints[state.provider]
  const check = text.trim() === '' ? undefined : fieldsOf(state.provider).check(state.draft.config, text)
  const [offers, area] = [useRef<HTMLDivElement>(null), useRef<HTMLTextAreaElement>(null)]
  const take = ({ field, value }: { field: string; value: string }) => {
    const before = state.draft.config[field]
    flushSync(() => state.setConfig(field, Array.isArray(before) ? [...new Set([...before, value])] : value))
    // The button that was pressed is gone: the keyboard goes on at the next one, or where the text stands.
    const next = offers.current?.querySelector('button') ?? area.current
    next?.focus()
  }
  return (
    <Section title="Check a principal">
      <div className="flex flex-col gap-3">
        <Field label={label} help="Stays in this browser.">
          {(control) => (
            <TextArea
              {...control}
              ref={area}
              rows={3}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-[13px]"
              placeholder={placeholder}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div role="status" className="flex flex-col gap-3">
          {check?.problem && <p className="text-muted">{check.problem}</p>}
          {check?.rows && (
            <ul className="flex flex-col gap-3">
              {check.rows.map((row) => (
                <li key={`${row.label} ${row.expected}`} className="flex gap-2">
                  {row.passed ? (
                    <CheckIcon size={16} aria-hidden className="mt-0.5 shrink-0 text-success" />
                  ) : (
                    <X size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
                  )}
                  <div className="min-w-0">
                    <p>
                      <span className={row.passed ? 'font-medium text-success' : 'font-medium text-danger'}>
                        {row.passed ? 'Matches' : 'No match'}
                      </span>{' '}
                      · {row.label}
                    </p>
                    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-sm">
                      <dt className="text-muted">expected</dt>
                      <dd className="font-mono text-[13px] break-all">{row.expected}</dd>
                      <dt className="text-muted">received</dt>
                      <dd className="font-mono text-[13px] break-all">{row.received}</dd>
                    </dl>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </div>
        {check?.suggestions && check.suggestions.length > 0 && (
          <div ref={offers} className="flex flex-wrap gap-2">
            {check.suggestions.map((suggestion) => (
              <Button key={`${suggestion.field} ${suggestion.value}`} onClick={() => take(suggestion)}>
                <Plus size={16} aria-hidden /> {suggestion.label}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Section>
  )
}
